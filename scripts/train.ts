/**
 * Trains src/model/model.bin from the corpus: `npx tsx scripts/train.ts [--classes A,B,C]
 * [--bigrams N] [--other N] [--limit BYTES] [--out FILE]`. As many trigrams as the gzipped file has room for.
 * Deterministic.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { corpusRoot, negTrainFiles, readLines, trainFiles, type CorpusFile } from './corpus.ts';
import { Counter } from './train/counts.ts';
import { CODE_STEP, OTHER_UNITS, otherWeight, sourceWeight } from './train/mix.ts';
import { trainBigrams, trainTrigrams, type Bigrams, type Trigrams } from './train/ngram.ts';
import { OPEN_GRAM, openGram } from './train/opengram.ts';
import { codeLike } from './train/templates.ts';
import { encodeSections } from './train/pack.ts';
import { isHan, makeVocabulary } from './train/vocabulary.ts';
import { unpackModel } from '../src/model/format.ts';

const { values: args } = parseArgs({
  options: {
    classes: { type: 'string', default: 'A,B,C' },
    bigrams: { type: 'string', default: '156000' },
    other: { type: 'string', default: '45000' },
    limit: { type: 'string', default: '597000' },
    out: { type: 'string', default: new URL('../src/model/model.bin', import.meta.url).pathname },
  },
});

interface Text {
  text: string;
  weight: number;
  variant: 'hans' | 'hant' | 'other';
}

/** Gzipped, about. */
const BYTES_A_TRIGRAM = 1.7;
const SCREEN_BYTES = 28_000;
const gb2312 = new TextDecoder('gbk'); // rows B0–F7 are the same in every table
const allowed = new Set(args.classes.split(','));
const zhFiles = trainFiles().filter((f) => allowed.has(f.class));
const otherFiles = negTrainFiles();
console.error(`${zhFiles.length} Chinese files, ${otherFiles.length} others from ${corpusRoot()}`);

function* texts(): Generator<Text> {
  for (const f of zhFiles) {
    const variant = f.variant === 'hant' ? 'hant' : 'hans';
    yield { text: load(f), weight: sourceWeight(f), variant };
    yield { text: codeLike(readLines(f), CODE_STEP), weight: sourceWeight(f), variant };
  }
  for (const f of otherFiles) {
    const text = load(f).slice(0, OTHER_UNITS * otherWeight(f.path));
    // every language weighs the same per file, the frequent neighbours of Chinese more
    yield {
      text,
      weight: (otherWeight(f.path) * OTHER_UNITS) / Math.max(20_000, text.length),
      variant: 'other',
    };
  }
}

function load(file: CorpusFile): string {
  return '\n' + readLines(file).join('\n') + '\n';
}

// 1. units
const units = {
  hans: new Float64Array(65536),
  hant: new Float64Array(65536),
  other: new Float64Array(65536),
};
for (const { text, weight, variant } of texts()) {
  const table = units[variant];
  for (let i = 0; i < text.length; i++) table[text.charCodeAt(i)]! += weight;
}
const zhUnits = units.hans.map((w, u) => w + units.hant[u]!);
for (const { to, weight } of openGram()) zhUnits[to]! += weight;
const vocabulary = makeVocabulary(zhUnits, units.other, alwaysUnits());
const V = vocabulary.classes;
console.error(`${vocabulary.units.length} symbols, ${V} classes`);

/** ASCII, and every Han character that somebody's basic standard has: GB2312 and Big5 level 1 by frequency lists. */
function alwaysUnits(): Set<number> {
  const set = new Set<number>();
  for (let u = 0; u < 128; u++) set.add(u);
  for (let lead = 0xb0; lead <= 0xf7; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const unit = gb2312.decode(new Uint8Array([lead, trail])).charCodeAt(0);
      if (isHan(unit)) set.add(unit);
    }
  return set;
}

// 2. n-grams
const otherUnigrams = new Float64Array(V);
const classOfUnit = (u: number): number => vocabulary.classOf[vocabulary.symbolOf[u]!]!;
const zhPairs = new Counter(24);
const otherPairs = new Counter(22);
const pairIds = new Counter(24); // key a·V + b → id + 1
const pairKeyList: number[] = [];
const triples = new Counter(26);
for (const { text, weight, variant } of texts()) {
  const zh = variant !== 'other';
  const pairs = zh ? zhPairs : otherPairs;
  let a = -1;
  let b = vocabulary.classOf[vocabulary.symbolOf[10]!]!;
  for (let i = 1; i < text.length; i++) {
    const c = vocabulary.classOf[vocabulary.symbolOf[text.charCodeAt(i)]!]!;
    if (!zh) otherUnigrams[c]! += weight;
    pairs.add(b * V + c, weight);
    if (zh && a >= 0) {
      const key = a * V + b;
      let id = pairIds.get(key) - 1;
      if (id < 0) {
        id = pairKeyList.push(key) - 1;
        pairIds.add(key, id + 1);
      }
      triples.add(id * V + c, weight);
    }
    a = b;
    b = c;
  }
}
const contexts = {
  keys: Float64Array.from(pairKeyList),
  total: new Float64Array(pairKeyList.length),
  distinct: new Float64Array(pairKeyList.length),
};
triples.forEach((key, w) => {
  const id = Math.floor(key / V);
  contexts.total[id]! += w;
  contexts.distinct[id]! += Math.min(1, w);
});
for (const { from, to, weight } of openGram()) zhPairs.add(classOfUnit(from) * V + classOfUnit(to), weight);
console.error(`${zhPairs.size} Chinese bigrams, ${triples.size} trigrams, ${otherPairs.size} other bigrams`);

const zhModel = trainBigrams(vocabulary.weight, zhPairs, Number(args.bigrams));
const otherModel: Bigrams = trainBigrams(otherUnigrams, otherPairs, Number(args.other));

// 3. the file; the screen table is filled in by scripts/screen.ts, which needs the channels
const old = readOld(args.out);
const limit = Number(args.limit);
let budget = 130_000;
let zhTrigrams: Trigrams;
let file: Uint8Array;
for (let round = 0; ; round++) {
  zhTrigrams = trainTrigrams(zhModel, triples, contexts, budget);
  const parts = { vocabulary, units, zhModel, zhTrigrams, otherModel };
  const spare =
    limit - SCREEN_BYTES - gzipSync(encodeSections({ ...parts, screen: new Uint8Array(65536) })).length;
  file = encodeSections({ ...parts, screen: old });
  console.error(`${zhTrigrams.count} trigrams: ${spare} bytes to spare`);
  if ((spare >= 0 && spare < 2500) || round === 5) break;
  budget += Math.floor((spare - 1000) / BYTES_A_TRIGRAM);
}
writeFileSync(args.out, file);
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
const manifest = {
  generator: `npx tsx scripts/train.ts --classes ${args.classes} --bigrams ${args.bigrams} --other ${args.other} --limit ${args.limit}`,
  sha256: sha256(file),
  bytes: file.length,
  gzip: gzipSync(file, { level: 9 }).length,
  brotli: brotliCompressSync(file).length,
  symbols: vocabulary.units.length,
  classes: V,
  bigrams: zhModel.rows.reduce((n, r) => n + r.ids.length, 0),
  trigrams: zhTrigrams.count,
  otherBigrams: otherModel.rows.reduce((n, r) => n + r.ids.length, 0),
  openGram: OPEN_GRAM,
  sources: [...zhFiles, ...otherFiles].map((f) => ({
    source: f.source,
    variant: f.variant,
    class: f.class,
    sha256: sha256(readFileSync(f.path)).slice(0, 16),
    weight: f.variant === 'hans' || f.variant === 'hant' ? sourceWeight(f) : otherWeight(f.path),
  })),
};
writeFileSync(args.out.replace(/\.bin$/, '.manifest.json'), JSON.stringify(manifest, null, 1) + '\n');
console.error({ ...manifest, sources: manifest.sources.length });

function readOld(path: string): Uint8Array {
  try {
    return unpackModel(readFileSync(path)).screen;
  } catch {
    return new Uint8Array(65536);
  }
}
