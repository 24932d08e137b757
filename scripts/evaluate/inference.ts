/** Characters that were inferred: how often the stated probability is right, and what is confused with what. */
import { align, percent, points } from './measure.ts';
import type { Table } from './report.ts';
import type { Outcome } from './cell.ts';

/** Lower ends of the bins of stated probability. */
const BINS: readonly number[] = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];
const CONFUSIONS = 30;

export class Inference {
  private readonly n: number[] = BINS.map(() => 0);
  private readonly right: number[] = BINS.map(() => 0);
  private readonly stated: number[] = BINS.map(() => 0);
  private readonly confusions = new Map<string, number>();
  /** Characters inside repaired spans that are presented as certain. */
  certain = 0;
  certainRight = 0;
  inferred = 0;
  inferredRight = 0;
  lost = 0;
  /** Inferred ranges of which the original is among the alternatives. */
  listed = 0;

  add({ got, original, result }: Outcome): void {
    if (!result) return;
    const outputs = points(got);
    const originals = points(original);
    const map = got === original ? Int32Array.from(outputs, (_, i) => i) : align(outputs, originals);
    if (!map) return;
    const at = pointIndex(got);
    const marked = new Uint8Array(outputs.length);
    const covered = new Uint8Array(outputs.length);
    let shift = 0;
    for (const span of result.spans) {
      const base = span.start + shift;
      shift += span.text.length - (span.end - span.start);
      if (span.channels.length === 0) continue;
      covered.fill(1, at[base], at[base + span.text.length]);
      for (const range of span.lost) {
        marked.fill(1, at[base + range.start], at[base + range.end]);
        this.lost++;
      }
      for (const range of span.inferred) {
        const from = at[base + range.start]!;
        const to = at[base + range.end]!;
        marked.fill(1, from, to);
        this.judge(range.alternatives, truth(map, originals, from, to));
      }
    }
    outputs.forEach((char, i) => {
      const right = map[i]! >= 0 && originals[map[i]!] === char;
      if (covered[i] && !marked[i]) {
        this.certain++;
        if (right) this.certainRight++;
      }
      if (!right && covered[i]) {
        const key = `${map[i]! >= 0 ? originals[map[i]!] : ''}\t${char}`;
        this.confusions.set(key, (this.confusions.get(key) ?? 0) + 1);
      }
    });
  }

  private judge(alternatives: readonly { text: string; probability: number }[], original: string): void {
    const first = alternatives[0];
    if (!first) return;
    const bin = BINS.findLastIndex((low) => first.probability >= low);
    if (bin < 0) return;
    this.n[bin]!++;
    this.stated[bin]! += first.probability;
    this.inferred++;
    if (first.text === original) {
      this.right[bin]!++;
      this.inferredRight++;
    }
    if (alternatives.some((other) => other.text === original)) this.listed++;
  }

  reliability(title: string): Table {
    return {
      title,
      note: `Stated probability of the first alternative against how often it is the original. The original is among the alternatives of ${percent(this.listed, this.inferred)} % of ${this.inferred} inferred places; ${this.lost} places reported as lost.`,
      columns: ['stated from', 'N', 'mean stated %', 'right %'],
      rows: BINS.flatMap((low, i) =>
        this.n[i]
          ? [[low, this.n[i], percent(this.stated[i]!, this.n[i]), percent(this.right[i]!, this.n[i])]]
          : [],
      ),
    };
  }

  confusionTable(): Table {
    const top = [...this.confusions]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, CONFUSIONS);
    return {
      title: `Lossy damage: the ${CONFUSIONS} commonest confusions`,
      note: 'Aligned characters inside repaired spans. Empty original: a character too many.',
      columns: ['original', 'written', 'times'],
      rows: top.map(([key, times]) => [...key.split('\t'), times]),
    };
  }
}

/** UTF-16 offset → index of the code point. */
function pointIndex(text: string): Uint32Array {
  const at = new Uint32Array(text.length + 1);
  let index = 0;
  for (let i = 0; i < text.length; i++) {
    at[i] = index;
    const pair = (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (pair) at[++i] = index;
    index++;
  }
  at[text.length] = index;
  return at;
}

/** What the original has where the output has code index from–to. */
function truth(map: Int32Array, originals: readonly string[], from: number, to: number): string {
  const places = [...map.subarray(from, to)].filter((i) => i >= 0);
  return places.length === 0 ? '' : originals.slice(places[0], places.at(-1)! + 1).join('');
}
