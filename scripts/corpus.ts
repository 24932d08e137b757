/**
 * The text that training, tuning and evaluation read, and which of them may read what.
 *
 * The archives lie in `../shared/corpus` (or in LUANMA_CORPUS); they are unpacked once into
 * `.cache/corpus`. Three sides, by whole files:
 *
 *   train     what the trainer counts: the `train` part of every source that is not held out
 *   dev       what thresholds are tuned on: the `dev` part of the same sources
 *   held out  what neither sees: five whole Chinese sources (`train` and `dev` part) and about
 *             a third of the files in other languages
 *
 * Nothing of this text enters the package, only counts derived from the train side.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

export type Variant = 'hans' | 'hant' | 'neg';
export type Split = 'train' | 'dev' | 'heldout';

export interface CorpusFile {
  path: string;
  /** `ner-news`; of the other languages the file name without `.txt`: `ntrex.rus`. */
  source: string;
  variant: Variant;
  /** Licence class: A free, B share-alike, C counts only (see the corpus' own README). */
  class: 'A' | 'B' | 'C';
  split: Split;
}

/** News, essays, technical prose (Simplified); encyclopedic and political prose (Traditional). */
export const HELD_OUT_SOURCES: ReadonlySet<string> = new Set([
  'ner-news',
  'lit-essays',
  'linux-kernel-cn',
  'drcd',
  'plurality-tw',
]);

/**
 * Files in other languages: every third by name, except for these, which are placed by hand. Of a
 * language with several files both sides get some, near copies (`eng`, `eng-GB`) stay together, and
 * the only file of a large language or script is trained on.
 */
const NEG_HELD_OUT: ReadonlySet<string> = new Set([
  'ntrex.jpn',
  'common-voice.ko',
  'ntrex.eng',
  'ntrex.eng-GB',
  'ntrex.eng-IN',
  'ntrex.eng-US',
  'ntrex.fra',
  'ntrex.fra-CA',
  'taiwan-md.es',
]);
const NEG_TRAIN: ReadonlySet<string> = new Set([
  'common-voice.ja',
  'taiwan-md.ja',
  'ntrex.kor',
  'taiwan-md.ko',
  'taiwan-md.en',
  'taiwan-md.fr',
  'ntrex.spa',
  'ntrex.spa-MX',
  'ntrex.ell',
  'ntrex.rus',
  'ntrex.vie',
  'ntrex.deu',
  'ntrex.arb',
  'ntrex.heb',
  'ntrex.tha',
  'ntrex.hye',
  'ntrex.kat',
  'ntrex.hin',
  'ntrex.tur',
]);
const HELD_OUT_EVERY = 3;

/** Sources whose licence lets them be used freely; the rest of `corpus-AB` is class B. */
const CLASS_A: ReadonlySet<string> = new Set([
  'prc-laws',
  'prc-local-laws',
  'common-voice-cn',
  'howtocook',
  'tw-laws',
  'ms-d365-tw',
  'plurality-tw',
  'common-voice-hk',
  'common-voice-tw',
]);

const ARCHIVES: Record<string, string> = {
  'corpus-AB': 'corpus-AB.tar.xz',
  'corpus-C': 'corpus-C.tar.xz',
  neg: 'neg-scripts.tar.xz',
};

const PROJECT: string = resolve(import.meta.dirname, '..');

/** The folder of generated, unversioned files. */
export function cacheDir(...parts: string[]): string {
  const dir = join(PROJECT, '.cache', ...parts);
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** A folder of material beside the project (`corpus`, `cases`); explains itself when it is not there. */
export function sharedDir(name: string, env: string): string {
  const dir = process.env[env] ?? join(PROJECT, '..', 'shared', name);
  if (!existsSync(dir)) {
    throw new Error(
      `no ${name} at ${dir}: this script needs the project's ${name} folder; set ${env} to where it is`,
    );
  }
  return dir;
}

/** The folder of the archives: also holds the frequency lists. */
export function archiveRoot(): string {
  return sharedDir('corpus', 'LUANMA_CORPUS');
}

/** The folder that has `corpus-AB`, `corpus-C` and `neg`; unpacks them on first use. */
export function corpusRoot(): string {
  const root = cacheDir('corpus');
  for (const [folder, archive] of Object.entries(ARCHIVES)) {
    if (!existsSync(join(root, folder))) unpack(root, folder, join(archiveRoot(), archive));
  }
  return root;
}

/** Unpacks beside the target and renames, so that a broken or parallel run leaves nothing half done. */
function unpack(root: string, folder: string, archive: string): void {
  if (!existsSync(archive))
    throw new Error(`no archive ${archive}: set LUANMA_CORPUS to the folder that has it`);
  const temporary = mkdtempSync(join(root, '.unpack-'));
  try {
    execFileSync('tar', ['-xJf', archive, '-C', temporary], { stdio: ['ignore', 'ignore', 'pipe'] });
    if (!existsSync(join(root, folder))) renameSync(join(temporary, folder), join(root, folder));
  } catch (cause) {
    if (!existsSync(join(root, folder)))
      throw new Error(`cannot unpack ${archive} (needs tar and xz)`, { cause });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What the trainer may count. */
export function trainFiles(variant?: 'hans' | 'hant'): CorpusFile[] {
  return chinese('train', variant).filter((f) => f.split === 'train');
}

/** What thresholds are tuned on. */
export function devFiles(variant?: 'hans' | 'hant'): CorpusFile[] {
  return chinese('dev', variant).filter((f) => f.split === 'dev');
}

/** What neither training nor tuning sees. */
export function heldOutFiles(variant?: 'hans' | 'hant'): CorpusFile[] {
  return [...chinese('dev', variant), ...chinese('train', variant)].filter((f) => f.split === 'heldout');
}

export function negTrainFiles(): CorpusFile[] {
  return neg().filter((f) => f.split === 'train');
}

export function negHeldOutFiles(): CorpusFile[] {
  return neg().filter((f) => f.split === 'heldout');
}

/** The lines of a file, without empty ones. */
export function readLines(file: CorpusFile | string): string[] {
  const text = readFileSync(typeof file === 'string' ? file : file.path, 'utf8');
  return text.split('\n').filter((line) => line.trim() !== '');
}

function chinese(part: 'train' | 'dev', variant?: 'hans' | 'hant'): CorpusFile[] {
  const files: CorpusFile[] = [];
  for (const folder of ['corpus-AB', 'corpus-C']) {
    const dir = join(corpusRoot(), folder, part);
    for (const name of readdirSync(dir).sort()) {
      const match = /^(.+)\.(hans|hant)\.txt$/.exec(name);
      if (!match || (variant && match[2] !== variant)) continue;
      const source = match[1]!;
      files.push({
        path: join(dir, name),
        source,
        variant: match[2] as Variant,
        class: folder === 'corpus-C' ? 'C' : CLASS_A.has(source) ? 'A' : 'B',
        split: HELD_OUT_SOURCES.has(source) ? 'heldout' : part,
      });
    }
  }
  return files;
}

function neg(): CorpusFile[] {
  const dir = join(corpusRoot(), 'neg');
  const names = readdirSync(dir)
    .filter((name) => name.endsWith('.txt'))
    .sort();
  let seen = 0;
  return names.map((name) => {
    const source = basename(name, '.txt');
    const placed = NEG_HELD_OUT.has(source) || NEG_TRAIN.has(source);
    const heldOut = placed ? NEG_HELD_OUT.has(source) : seen++ % HELD_OUT_EVERY === 1;
    return {
      path: join(dir, name),
      source,
      variant: 'neg',
      class: 'C',
      split: heldOut ? 'heldout' : 'train',
    };
  });
}
