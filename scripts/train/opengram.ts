/**
 * Expected character bigram counts of the open-gram word trigram model, which has seen other text than
 * the corpus: 的，438889.2. Tokens that are no single UTF-16 unit (its unknown word) are left out.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { archiveRoot } from '../corpus.ts';

/** Weight of a count, by script; set on dev and the bits per character of other sources. */
const WEIGHT = { hans: 0.1, hant: 0.05 };

/** For the manifest. */
export const OPEN_GRAM: { source: string; licence: string; weight: Record<'hans' | 'hant', number> } = {
  source: 'open-gram character bigrams, from Debian sunpinyin-data 0.1.22',
  licence: 'CC BY-SA 3.0',
  weight: WEIGHT,
};

export interface PairCount {
  from: number;
  to: number;
  weight: number;
}

/** Pairs of units and their weight; needs xz. */
export function* openGram(): Generator<PairCount> {
  for (const script of ['hans', 'hant'] as const) {
    const archive = join(archiveRoot(), `opengram-bigrams.${script}.tsv.xz`);
    const text = execFileSync('xz', ['-dc', archive], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    for (const line of text.split('\n')) {
      const [from, to, count] = line.split('\t');
      if (from?.length !== 1 || to?.length !== 1 || count === undefined) continue;
      yield { from: from.charCodeAt(0), to: to.charCodeAt(0), weight: Number(count) * WEIGHT[script] };
    }
  }
}
