/**
 * 著 of a converted page: 着 in Simplified (沿着), or 著 there, too (著名)? Log-odds by the characters around it,
 * learnt by scripts/zhu.ts from text that nobody converted.
 */
import { readAsset } from '../../asset.ts';

/** Weights are stored in these steps, natural log. */
export const UNIT = 0.5;
/** What is looked at: four characters around and three pairs of them. */
export const KINDS = 7;
/** The kind that knows all that can stand there, and what the rest goes by. */
export const BEFORE = 1;
export const OTHER = '?';

export interface ZhuWeights {
  bias: number;
  /** By kind: one or two characters → weight. */
  readonly at: readonly Map<string, number>[];
}

/** The kinds around a place; `at(k)` is the character k places on. */
export function around(at: (k: number) => string): string[] {
  const [far, before, after, next] = [at(-2), at(-1), at(1), at(2)] as [string, string, string, string];
  return [far, before, after, next, far + before, after + next, before + after];
}

/** Log-odds (natural) of 著 against 着. */
export function zhuOdds(weights: ZhuWeights, kinds: readonly string[]): number {
  let sum = weights.bias;
  for (let k = 0; k < KINDS; k++) {
    const map = weights.at[k]!;
    sum += map.get(kinds[k]!) ?? (k === BEFORE ? map.get(OTHER) : 0) ?? 0;
  }
  return sum;
}

let loaded: ZhuWeights | undefined;

/** The weights in the package, read on first use. */
export function zhuWeights(): ZhuWeights {
  return (loaded ??= weightsOf(
    JSON.parse(new TextDecoder().decode(readAsset('channel/annotated/zhu.json'))),
  ));
}

/** Stored: by kind, weight in steps → the characters (or pairs) that have it, in one string. */
export function weightsOf(file: { bias: number; at: Record<string, string>[] }): ZhuWeights {
  return {
    bias: file.bias * UNIT,
    at: file.at.map((groups, kind) => {
      const size = kind < 4 ? 1 : 2;
      const map = new Map<string, number>();
      for (const [weight, chars] of Object.entries(groups))
        for (let i = 0; i < chars.length; i += size) map.set(chars.slice(i, i + size), Number(weight) * UNIT);
      return map;
    }),
  };
}
