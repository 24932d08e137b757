/** Counting tables for the trainer: open addressing over typed arrays, weights in float. */

/** A counter over non-negative integer keys below 2^53. */
export class Counter {
  keys: Float64Array;
  values: Float32Array;
  size = 0;
  private mask: number;

  constructor(bits: number) {
    this.keys = new Float64Array(2 ** bits).fill(-1);
    this.values = new Float32Array(2 ** bits);
    this.mask = 2 ** bits - 1;
  }

  /** Slot of the key: occupied by it, or empty. */
  slot(key: number): number {
    const low = key | 0;
    const high = (key / 4294967296) | 0;
    let h = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    h ^= h >>> 15;
    h = Math.imul(h, 0xc2b2ae35);
    let i = (h ^ (h >>> 13)) & this.mask;
    while (this.keys[i] !== -1 && this.keys[i] !== key) i = (i + 1) & this.mask;
    return i;
  }

  add(key: number, weight: number): void {
    const i = this.slot(key);
    if (this.keys[i] === -1) {
      if (this.size > this.mask * 0.85) throw new Error('Counter is full: give it more bits');
      this.keys[i] = key;
      this.size++;
    }
    this.values[i]! += weight;
  }

  get(key: number): number {
    const i = this.slot(key);
    return this.keys[i] === -1 ? 0 : this.values[i]!;
  }

  forEach(visit: (key: number, value: number) => void): void {
    for (let i = 0; i < this.keys.length; i++) if (this.keys[i] !== -1) visit(this.keys[i]!, this.values[i]!);
  }
}
