/**
 * Writes src/channel/annotated/zhu.json: when is the 著 of a converted page 著 in Simplified, too (著名), and when
 * 着 (沿着)? Logistic regression over the two characters before and the two behind, counted in the train side of
 * the corpus; weights that matter little are left out. Prints how often it errs on train and dev.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { devFiles, trainFiles, type CorpusFile } from './corpus.ts';
import {
  around,
  BEFORE,
  KINDS,
  OTHER,
  UNIT,
  weightsOf,
  zhuOdds,
  type ZhuWeights,
} from '../src/channel/annotated/zhu.ts';

const FILE = new URL('../src/channel/annotated/zhu.json', import.meta.url);
const EPOCHS = 12;
const STRIDE = 499;
const RATE = 0.1;
/** Pulls each weight to 0, the harder the rarer its character: what was seen once or twice says little. */
const DECAY = 2e-4;
/** 著 is one case in eight, and more often in what is written with care. */
const ZHU_WEIGHT = 4;
const MAX = 40;
const LEAST = 2;
/** A character before that was seen less often is like one that was never seen: a name, not a verb. */
const SEEN = 6;
/** Corpora that were converted to and fro write one for the other: 显着, 编着. */
const BAD = /[\u663e\u539f\u540d\u7f16\u8bd1\u4e13]\u7740|\u7740\u540d/u;

interface Case {
  chars: string[];
  zhu: boolean;
}

function cases(files: readonly CorpusFile[]): Case[] {
  const out: Case[] = [];
  for (const file of files) {
    const text = `\n\n${readFileSync(file.path, 'utf8')}\n\n`;
    for (let i = 2; i < text.length - 2; i++) {
      const char = text[i]!;
      if (char !== '\u7740' && char !== '\u8457') continue;
      if (BAD.test(text.slice(i - 1, i + 2))) continue;
      const at = (k: number): string => (text[i + k] === '\u8457' ? '\u7740' : text[i + k]!);
      out.push({ chars: around(at), zhu: char === '\u8457' });
    }
  }
  return out;
}

/** Shuffled by a fixed rule: every so many cases. */
function* inOrder(all: readonly Case[], epoch: number): Generator<Case> {
  for (let from = 0; from < STRIDE; from++)
    for (let i = (from * 37 + epoch) % STRIDE; i < all.length; i += STRIDE) yield all[i]!;
}

const train = cases(trainFiles('hans'));
const seen = new Map<string, number>();
for (const { chars } of train) seen.set(chars[BEFORE]!, (seen.get(chars[BEFORE]!) ?? 0) + 1);
for (const { chars } of train) if (seen.get(chars[BEFORE]!)! < SEEN) chars[BEFORE] = OTHER;
const weights: ZhuWeights = { bias: 0, at: Array.from({ length: KINDS }, () => new Map<string, number>()) };
for (let epoch = 0; epoch < EPOCHS; epoch++) {
  const rate = RATE / (1 + epoch / 3);
  for (const { chars, zhu } of inOrder(train, epoch)) {
    const gap = (zhu ? ZHU_WEIGHT : 1) * ((zhu ? 1 : 0) - 1 / (1 + Math.exp(-zhuOdds(weights, chars))));
    weights.bias += rate * gap * 0.1;
    chars.forEach((char, p) => {
      const w = weights.at[p]!.get(char) ?? 0;
      weights.at[p]!.set(char, w + rate * (gap - DECAY * w));
    });
  }
}
const rounded = (w: number): number => Math.max(-MAX, Math.min(MAX, Math.round(w / UNIT)));
const file = {
  generator: 'tsx scripts/zhu.ts',
  bias: rounded(weights.bias),
  // by place, then by weight: the characters that have it
  at: weights.at.map((map, kind) => {
    const groups: Record<string, string> = {};
    for (const [chars, w] of [...map].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
      const r = rounded(w);
      if (Math.abs(r) >= LEAST || kind === BEFORE) groups[r] = (groups[r] ?? '') + chars;
    }
    return groups;
  }),
};
writeFileSync(FILE, `${JSON.stringify(file, null, 1)}\n`);
const kept = weightsOf(file);
for (const [name, set] of [
  ['train', train],
  ['dev', cases(devFiles('hans'))],
] as const) {
  const wrong = set.filter((c) => zhuOdds(kept, c.chars) > 0 !== c.zhu);
  console.log(
    `${name}: ${wrong.length} of ${set.length} wrong, ${wrong.filter((c) => c.zhu).length} of them \u8457`,
  );
}
