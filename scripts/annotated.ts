/**
 * Writes src/channel/annotated/tables.json, what the converter behind `annotated-traditional` was measured
 * to do, from the four tables of facts in `../shared/facts/annotated-traditional` (or in LUANMA_FACTS); with
 * --check, exits 1 if the file differs. Where the facts are absent the check says so and passes.
 *
 * The order of `pairs` decides the way back: of several sources of one target the one most often seen comes
 * first, then one in GB2312 (划 before 㓰 for 劃), then one in GBK.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codePage } from '../src/codec/index.ts';

const FILE = new URL('../src/channel/annotated/tables.json', import.meta.url);
const CHECK = process.argv.includes('--check');
const FACTS =
  process.env['LUANMA_FACTS'] ??
  resolve(import.meta.dirname, '..', '..', 'shared', 'facts', 'annotated-traditional');
const INPUTS = ['annotations.tsv', 'simplified-to-traditional.tsv', 'never.tsv', 'ambiguities.tsv'] as const;

if (existsSync(FACTS)) generate();
else if (CHECK) console.log(`skipped: no facts at ${FACTS}`);
else throw new Error(`no facts at ${FACTS}; set LUANMA_FACTS to where they are`);

function generate(): void {
  const hashes: Record<string, string> = {};
  const tables = INPUTS.map((name) => {
    const bytes = readFileSync(join(FACTS, name));
    hashes[name] = createHash('sha256').update(bytes).digest('hex');
    const rows = bytes.toString('utf8').trimEnd().split('\n').slice(1);
    return rows.map((row) => row.split('\t'));
  });
  const [annotations, pairs, never, ambiguities] = tables as [string[][], string[][], string[][], string[][]];
  const page = {
    generator: 'npm run annotated',
    inputs: hashes,
    // in the order in which the converter applies them: character and reading
    annotations: annotations
      .toSorted((a, b) => Number(a[3]) - Number(b[3]))
      .map((row) => row[0]! + row[2]!)
      .join(' '),
    pairs: pairs
      .toSorted((a, b) => Number(b[2]) - Number(a[2]) || commonness(a[0]!) - commonness(b[0]!))
      .map((row) => row[0]! + row[1]!)
      .join(' '),
    never: never.map((row) => row[0]!).join(''),
    // Traditional characters that the converter never writes: 裡 for 里, 麼 for 么
    notProduced: ambiguities
      .filter((row) => row[1] === 'not produced')
      .map((row) => row[0]!.replaceAll(' ', ''))
      .join('')
      .replace('範', ''),
    // GB2312 characters of the same kind, which a page's author may have written: 後 於
    kept: ambiguities
      .filter((row) => /^(?:乾 \()?keep/.test(row[1]!))
      .map((row) => row[0]!.replaceAll(' ', ''))
      .join(''),
  };
  const text = `${JSON.stringify(page, null, 1)}\n`;
  if (!CHECK) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    console.error('src/channel/annotated/tables.json is out of date: run npm run annotated');
    process.exitCode = 1;
  }
}

/** 0 in GB2312, 1 in GBK, 2 elsewhere. */
function commonness(char: string): number {
  const code = char.length > 1 ? 0 : codePage('gbk', 'windows').codeOf[char.charCodeAt(0)]!;
  if (code === 0) return 2;
  return code >> 8 >= 0xb0 && code >> 8 <= 0xf7 && (code & 255) >= 0xa1 ? 0 : 1;
}
