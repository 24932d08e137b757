/** The hypotheses of a search as a struct of arrays: adding one allocates nothing, and an index is all there is to a path. */
export class Arena {
  /** 1/8 bits. */
  cost: Int32Array = new Int32Array(8192);
  /** What the writer's automaton has of an unfinished character (writer.ts); 0 between characters. */
  pending: Int32Array = new Int32Array(8192);
  cls: Uint16Array = new Uint16Array(8192);
  /** findPair of the last two classes. */
  pair: Int32Array = new Int32Array(8192);
  back: Int32Array = new Int32Array(8192);
  /** Code point emitted on the way here, −1 if none. */
  point: Int32Array = new Int32Array(8192);
  /** The last code point of the text so far, restored or not; a line end at first. */
  last: Int32Array = new Int32Array(8192);
  /** Slots of that character if some were unknown, else 0. */
  slots: Int32Array = new Int32Array(8192);
  /** Observed offset reached; ~offset outside the damage. */
  at: Int32Array = new Int32Array(8192);
  /** What the line has said (pairs.ts). */
  pairs: Int32Array = new Int32Array(8192);
  length = 0;

  add(
    cost: number,
    pending: number,
    cls: number,
    pair: number,
    back: number,
    point: number,
    slots: number,
    at: number,
    pairs: number,
  ): number {
    if (this.length === this.cost.length) this.grow();
    const i = this.length++;
    this.cost[i] = cost;
    this.pending[i] = pending;
    this.cls[i] = cls;
    this.pair[i] = pair;
    this.back[i] = back;
    this.point[i] = point;
    this.last[i] = point >= 0 ? point : back >= 0 ? this.last[back]! : 10;
    this.slots[i] = slots;
    this.at[i] = at;
    this.pairs[i] = pairs;
    return i;
  }

  private grow(): void {
    this.cost = wider(this.cost);
    this.pending = wider(this.pending);
    this.cls = wider(this.cls);
    this.pair = wider(this.pair);
    this.back = wider(this.back);
    this.point = wider(this.point);
    this.last = wider(this.last);
    this.slots = wider(this.slots);
    this.at = wider(this.at);
    this.pairs = wider(this.pairs);
  }
}

/** The same array, twice as long. */
function wider<T extends Int32Array | Uint16Array>(a: T): T {
  const b = new (a.constructor as new (n: number) => T)(a.length * 2);
  b.set(a);
  return b;
}
