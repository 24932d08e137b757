/**
 * The loop of the screen over UTF-8, in WebAssembly (scan.wat): twice as fast as the same loop in JavaScript, which checks
 * every access. What it reads lies in a memory of its own, so that a piece of the text is copied there first.
 *
 * Example: of E4 BD A0 0A it says that it came to 4, with 2 units, one line end and the sum as before.
 */
import { readAsset } from '../asset.ts';

/** Where things lie in the memory; scan.wat has the same numbers. */
const AROUND = 65536;
const PLAIN = 98304;
const RESULT = 98432;
const TEXT = 98816;
/** So many bytes are looked at at a time; a character that begins in them may end behind, and one byte more is read. */
export const PIECE: number = 1 << 16;
const BEHIND = 3;

/** Of an ASCII mark: whether a byte behind it, and one before it, is such that it may ask. */
export const MAY_FOLLOW = 1;
export const MAY_PRECEDE = 2;

type Run = (at: number, stop: number, sum: number, limit: number) => number;

/** What is used of it: the compiler's own declarations come with all of the browser. */
interface Wasm {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => { exports: { memory: { buffer: ArrayBuffer }; scan: Run } };
}
const wasm = (globalThis as { WebAssembly?: Wasm }).WebAssembly;
let compiled: object | undefined;

export class Scan {
  readonly #run: Run;
  readonly #memory: Uint8Array;
  readonly #result: Int32Array;

  /**
   * Weights of all units, in which 127 is a mark; the weights of ASCII without marks; of ASCII marks, by mark × 256 + byte, MAY_FOLLOW
   * and MAY_PRECEDE. Throws an Error where there is no WebAssembly (`node --jitless`).
   */
  constructor(weights: Int8Array, plain: Int8Array, around: Uint8Array) {
    if (!wasm) throw new Error('luanma: no WebAssembly here; start Node without --jitless');
    compiled ??= new wasm.Module(readAsset('detect/scan.wasm'));
    const { memory, scan } = new wasm.Instance(compiled).exports;
    const { buffer } = memory;
    this.#run = scan;
    this.#memory = new Uint8Array(buffer);
    this.#result = new Int32Array(buffer, RESULT, 5);
    const signed = new Int8Array(buffer);
    signed.set(weights);
    signed.set(plain.subarray(0, 128), PLAIN);
    this.#memory.set(around, AROUND);
  }

  /** Takes bytes[at, at + size), size at most PIECE, of a text that is bytes[from, to). */
  load(bytes: Uint8Array, from: number, at: number, size: number, to: number): void {
    const memory = this.#memory;
    const end = Math.min(to, at + size + BEHIND);
    memory.set(bytes.subarray(at, end), TEXT);
    memory[TEXT - 1] = at > from ? bytes[at - 1]! : 0;
    memory[TEXT + end - at] = 0;
  }

  /**
   * Looks on from the character at `at` of what was taken, to `stop` or to the first unit that takes the sum past `limit`, or to a
   * character of four bytes; returns where it came to.
   */
  run(at: number, stop: number, sum: number, limit: number): number {
    return this.#run(at, stop, sum, limit);
  }

  /** Of the last run: the sum, … */
  get sum(): number {
    return this.#result[0]!;
  }

  /** … bytes that are no unit's first, … */
  get extra(): number {
    return this.#result[1]!;
  }

  /** … line ends, … */
  get lines(): number {
    return this.#result[2]!;
  }

  /** … where the last one ended, and `extra` up to there. */
  get line(): number {
    return this.#result[3]!;
  }

  get lineExtra(): number {
    return this.#result[4]!;
  }
}
