/** How much each source weighs in the training mixture; set on dev bits per character (docs/model.md). */
import type { CorpusFile } from '../corpus.ts';

/** Statutes are half of class A and unlike what people write; business manuals repeat themselves. */
const SOURCE_WEIGHT: Record<string, number> = {
  'prc-laws': 0.12,
  'prc-local-laws': 0.12,
  'tw-laws': 0.15,
  'ms-d365-tw': 0.5,
  xinwenlianbo: 0.6,
  lctt: 0.7,
  'chinese-poetry': 0.4,
};

export function sourceWeight(file: CorpusFile): number {
  return SOURCE_WEIGHT[file.source] ?? 1;
}

/** Units that a language file contributes at most, and how much more Japanese and Korean count. */
export const OTHER_UNITS = 400_000;

export function otherWeight(path: string): number {
  const size = /\.(ja|jpn|ko|kor)\.|\.(jpn|kor)\./.test(path)
    ? 6
    : /\.(eng|en|fra|fr|spa|es|deu|rus|vie|por|ita)/.test(path)
      ? 3
      : 1;
  return size;
}

/** Every so many lines of a source also appear as code-like lines (templates.ts). */
export const CODE_STEP = 25;
