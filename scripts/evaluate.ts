/**
 * Measures luanma on text that it has not seen: reversible and lossy damage, clean text, real cases,
 * calibration, and the peers on the same work. Prints Markdown tables; `--write` keeps them.
 *
 *   npm run evaluate -- --only reversible,clean --set heldout --samples 500 --show 2
 *
 * The same options give the same samples on every run. Failures are listed in `.cache/evaluate`.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { cacheDir } from './corpus.ts';
import { assertAlive, revision } from './evaluate/alive.ts';
import { type Options, type SectionId, USAGE, UsageError, readOptions } from './evaluate/options.ts';
import { type Section, markdown } from './evaluate/report.ts';

const RUN: Record<SectionId, (options: Options) => Promise<Section>> = {
  reversible: async (options) => (await import('./evaluate/reversible.ts')).reversible(options),
  lossy: async (options) => (await import('./evaluate/lossy.ts')).lossy(options),
  annotated: async (options) => (await import('./evaluate/annotated.ts')).annotated(options),
  clean: async (options) => (await import('./evaluate/clean.ts')).clean(options),
  wild: async (options) => (await import('./evaluate/wild.ts')).wild(options),
  escapes: async (options) => (await import('./evaluate/escapes.ts')).escapes(options),
  names: async (options) => (await import('./evaluate/fileNames.ts')).fileNames(options),
  calibration: async (options) => (await import('./evaluate/calibration.ts')).calibration(options),
  peers: async (options) => (await import('./evaluate/peers.ts')).peers(options),
  detection: async (options) => (await import('./evaluate/detection.ts')).detection(options),
};

const HEADINGS: Record<SectionId, string> = {
  reversible: 'Reversible damage',
  lossy: 'Lossy damage',
  annotated: 'Annotated-traditional pages',
  clean: 'Clean text',
  wild: 'Real cases',
  escapes: 'Escapes',
  names: 'Names of files',
  calibration: 'Calibration',
  peers: 'Peers',
  detection: 'Detection of encodings',
};

const SIDES: Record<Options['side'], string> = {
  heldout: 'sources that neither training nor tuning has seen',
  dev: 'the `dev` lines of the sources that were trained on',
};

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const date = new Date().toISOString().slice(0, 10);
  const measured = `Measured: ${revision()}, ${options.samples} samples a cell at most, Node ${process.versions.node}, ${cpus().length} × ${arch()}, by \`npm run evaluate -- ${args.join(' ')}\`. ${assertAlive(options.side)}`;
  const sections: Section[] = [];
  const written = new Map<string, string>();
  for (const id of options.only) {
    const started = performance.now();
    const section = await RUN[id](options);
    sections.push(section);
    const text = [`## ${HEADINGS[id]}`, '', measured, '', ...section.tables.map(markdown)].join('\n');
    written.set(HEADINGS[id], `${text.trimEnd()}\n`);
    console.log(text);
    console.error(
      `${id}: ${((performance.now() - started) / 1000).toFixed(1)} s; listings in ${cacheDir('evaluate')}`,
    );
  }
  const name = options.side === 'dev' ? `${date}-dev` : date;
  writeFileSync(
    join(cacheDir('evaluate'), `${name}.json`),
    JSON.stringify({ date, measured, options, sections }, null, 1),
  );
  if (options.write) {
    const folder = resolve(import.meta.dirname, '..', 'docs', 'evaluation');
    mkdirSync(folder, { recursive: true });
    writePage(
      join(folder, `${name}.md`),
      [`# Evaluation of ${date}`, `Set: ${SIDES[options.side]}.`],
      written,
    );
  }
}

/** Sections of the same day that this run did not measure stay; each says for itself what was measured. */
function writePage(path: string, head: readonly string[], written: ReadonlyMap<string, string>): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8').split(/^(?=## )/m) : [];
  const sections = Object.values(HEADINGS).flatMap((heading) => {
    const text = written.get(heading) ?? before.find((part) => part.startsWith(`## ${heading}\n`));
    return text === undefined ? [] : [text.trimEnd()];
  });
  writeFileSync(path, `${[...head, ...sections].join('\n\n')}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n${USAGE}`.trim());
  else console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 2;
}
