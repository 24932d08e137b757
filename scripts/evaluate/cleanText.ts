/** Clean lines of the corpus: Chinese of both scripts, every other language, headlines, cut words. */
import { type CorpusFile, negHeldOutFiles, negTrainFiles, readLines } from '../corpus.ts';
import type { CleanSet } from './clean.ts';
import { points } from './measure.ts';
import { seeded, shuffled } from './random.ts';
import { type Script, type Side, sideFiles, sideLines } from './samples.ts';

/** Lines longer than this are given a second time, sentence by sentence. */
const LONG = 100;
/** So many lines make one document in the second pass over a set. */
export const DOCUMENT = 100;
/** Of one file of another language at most; parallel news have 2,000 lines. */
const PER_LANGUAGE = 30000;
const WORDS_EACH = 25000;
const HEADLINES: ReadonlySet<string> = new Set(['weibo-hot', 'zhihu-hot', 'fewclue-tnews']);
const SCRIPT_NAME: Record<Script, string> = { hans: 'Chinese, Simplified', hant: 'Chinese, Traditional' };

export function chineseSets(side: Side): CleanSet[] {
  return (['hans', 'hant'] as const).flatMap((script) => {
    // the held-out Traditional sources are small: the dev lines make up the number
    const sides: Side[] = side === 'dev' ? ['dev'] : ['heldout', 'dev'];
    return sides.map((part): CleanSet => {
      const lines = sideFiles(part, script)
        .filter((f) => !HEADLINES.has(f.source))
        .flatMap((f) => readLines(f));
      return {
        name: `${SCRIPT_NAME[script]}, ${part}`,
        items: [...lines, ...lines.flatMap(sentences)],
        documents: true,
      };
    });
  });
}

function sentences(line: string): string[] {
  if (line.length <= LONG) return [];
  return (line.match(/[^。！？!?]+[。！？!?]*/gu) ?? []).map((s) => s.trim()).filter((s) => s !== '');
}

export function headlineSets(): CleanSet[] {
  const files = sideFiles('dev', 'hans').filter((f) => HEADLINES.has(f.source));
  return [{ name: 'headlines (dev)', items: files.flatMap((f) => readLines(f)), documents: true }];
}

const GROUPS: readonly [string, RegExp][] = [
  ['Japanese', /\.(jpn|ja)$/],
  ['Korean', /\.(kor|ko)$/],
  ['English', /\.(eng.*|en)$/],
  ['French', /\.(fra.*|fr)$/],
  ['Spanish', /\.(spa.*|es)$/],
  ['Cyrillic scripts', /\.(rus|ukr|bel|bul|mkd|srp-Cyrl|kaz|kir|tat|bak|mon|tgk-Cyrl)$/],
  ['Greek', /\.ell$/],
  ['Vietnamese', /\.vie$/],
];

export function languageSets(side: Side): CleanSet[] {
  const sets: CleanSet[] = [];
  const parts: [string, CorpusFile[]][] = [['trained on', negTrainFiles()]];
  if (side === 'heldout') parts.unshift(['held out', negHeldOutFiles()]);
  for (const [part, files] of parts) {
    const groups = new Map<string, CorpusFile[]>();
    for (const file of files) {
      const group = GROUPS.find(([, pattern]) => pattern.test(file.source))?.[0] ?? 'other languages';
      groups.set(group, [...(groups.get(group) ?? []), file]);
    }
    for (const [group, members] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const items = members.flatMap((file) => readLines(file).slice(0, PER_LANGUAGE));
      const least = Math.min(...members.map((file) => readLines(file).length));
      sets.push({
        name: `${group}, ${part} (${members.length} files, ≥ ${least} lines each)`,
        items,
        documents: true,
      });
    }
  }
  return sets;
}

/** Words of 2–6 characters cut from clean lines: half by the word breaker, half anywhere. */
export function wordSets(side: Side): CleanSet[] {
  const neg = (pattern: RegExp): string[] => {
    const files = [...(side === 'heldout' ? negHeldOutFiles() : []), ...negTrainFiles()].filter((f) =>
      pattern.test(f.source),
    );
    return shuffled(
      files.flatMap((f) => readLines(f).slice(0, PER_LANGUAGE / 3)),
      seeded('words'),
    );
  };
  return [
    {
      name: 'words of 2–6 characters, Simplified',
      items: words(sideLines(side, 'hans', 3000), 'zh', /^[\p{Script=Han}\p{L}\p{N}]+$/u),
    },
    {
      name: 'words of 2–6 characters, Traditional',
      items: words(sideLines(side, 'hant', 3000), 'zh-Hant', /^[\p{Script=Han}\p{L}\p{N}]+$/u),
    },
    {
      name: 'words of 2–6 characters, Japanese',
      items: words(neg(/\.(jpn|ja)$/), 'ja', /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u),
    },
    {
      name: 'words of 2–6 characters, Korean',
      items: words(neg(/\.(kor|ko)$/), 'ko', /^[\p{Script=Hangul} ]+$/u),
    },
  ];
}

function words(lines: readonly string[], locale: string, allowed: RegExp): string[] {
  const found = new Set<string>();
  const take = (word: string): void => {
    const { length } = points(word);
    if (length >= 2 && length <= 6 && allowed.test(word) && /[^\u0000-\u007f]/.test(word)) found.add(word);
  };
  const breaker = new Intl.Segmenter(locale, { granularity: 'word' });
  for (const line of lines) {
    if (found.size >= WORDS_EACH / 2) break;
    for (const { segment } of breaker.segment(line)) take(segment);
  }
  const random = seeded(`words ${locale}`);
  for (let tries = 0; found.size < WORDS_EACH && tries < WORDS_EACH * 20; tries++) {
    const chars = points(random.pick(lines));
    const at = random.int(0, Math.max(0, chars.length - 2));
    take(
      chars
        .slice(at, at + random.int(2, 6))
        .join('')
        .trim(),
    );
  }
  return [...found];
}
