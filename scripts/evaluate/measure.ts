/** Distances, rates and bounds, defined once for every table. */

/** The code points of a text: what every table calls its characters. */
export function points(text: string): string[] {
  return Array.from(text);
}

/** Levenshtein distance over code points. */
export function distance(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = trimmed(points(a), points(b));
  if (x.length === 0 || y.length === 0) return x.length + y.length;
  let above = Uint32Array.from({ length: y.length + 1 }, (_, j) => j);
  let row = new Uint32Array(y.length + 1);
  for (let i = 1; i <= x.length; i++) {
    row[0] = i;
    const c = x[i - 1];
    for (let j = 1; j <= y.length; j++) {
      const replaced = above[j - 1]! + (c === y[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, above[j]! + 1, row[j - 1]! + 1);
    }
    [above, row] = [row, above];
  }
  return above[y.length]!;
}

function trimmed(a: string[], b: string[]): [string[], string[]] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** Longest texts that are aligned; beyond them the table would take too much memory. */
const ALIGN_LIMIT = 3000;

/**
 * A cheapest alignment of `got` to `original`: for every code point of `got` the index of the code
 * point of `original` that stands in its place, or −1 where it was put in; null if too long.
 */
export function align(got: readonly string[], original: readonly string[]): Int32Array | null {
  const n = got.length;
  const m = original.length;
  if (n > ALIGN_LIMIT || m > ALIGN_LIMIT) return null;
  const width = m + 1;
  const cost = new Uint16Array((n + 1) * width);
  for (let j = 0; j <= m; j++) cost[j] = j;
  for (let i = 1; i <= n; i++) {
    cost[i * width] = i;
    for (let j = 1; j <= m; j++) {
      const replaced = cost[(i - 1) * width + j - 1]! + (got[i - 1] === original[j - 1] ? 0 : 1);
      cost[i * width + j] = Math.min(replaced, cost[(i - 1) * width + j]! + 1, cost[i * width + j - 1]! + 1);
    }
  }
  const map = new Int32Array(n).fill(-1);
  for (let i = n, j = m; i > 0 && j > 0;) {
    const here = cost[i * width + j]!;
    const same = got[i - 1] === original[j - 1] ? 0 : 1;
    if (here === cost[(i - 1) * width + j - 1]! + same) map[--i] = --j;
    else if (here === cost[(i - 1) * width + j]! + 1) i--;
    else j--;
  }
  return map;
}

/** Upper end of the one-sided 95 % Clopper-Pearson interval: 1 − 0.05^(1/n) ≈ 3/n when nothing was seen. */
export function upperBound(seen: number, n: number, alpha = 0.05): number {
  if (n === 0 || seen >= n) return 1;
  let low = seen / n;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const p = (low + high) / 2;
    if (binomialCdf(seen, n, p) > alpha) low = p;
    else high = p;
  }
  return high;
}

function binomialCdf(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}

/** What happened to damaged samples, summed. */
export class Tally {
  n = 0;
  exact = 0;
  wrong = 0;
  untouched = 0;
  characters = 0;
  edits = 0;

  add(original: string, observed: string, got: string): 'exact' | 'wrong' | 'untouched' {
    this.n++;
    this.characters += points(original).length;
    if (got === original) {
      this.exact++;
      return 'exact';
    }
    this.edits += distance(got, original);
    if (got === observed) {
      this.untouched++;
      return 'untouched';
    }
    this.wrong++;
    return 'wrong';
  }

  merge(other: Tally): void {
    this.n += other.n;
    this.exact += other.exact;
    this.wrong += other.wrong;
    this.untouched += other.untouched;
    this.characters += other.characters;
    this.edits += other.edits;
  }

  /** 1 − distance / length, summed over samples, not below 0. */
  get charactersRight(): number {
    return this.characters === 0 ? Number.NaN : Math.max(0, 1 - this.edits / this.characters);
  }
}

export function percent(part: number, whole = 1, digits = 2): string {
  if (whole === 0 || Number.isNaN(part)) return '–';
  const share = (100 * part) / whole;
  // never round up to a full 100
  return share < 100 && share.toFixed(digits) === (100).toFixed(digits)
    ? (100 - 10 ** -digits).toFixed(digits)
    : share.toFixed(digits);
}
