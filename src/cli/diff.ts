/**
 * `--dry-run`: a unified diff of what --in-place would change, on standard output, coloured on a terminal.
 *
 * It is made block by block, so that no file is too long; context lines end where a block does. `patch -p0` takes it where it has no
 * colours. Control characters are shown as they are only in a file or a pipe.
 */
import { structuredPatch } from 'diff';
import type { Painter } from './explain.ts';
import { printable } from './explain.ts';
import type { Destination } from './run.ts';

const CONTEXT = 3;

/** Tells the changes of one file. */
export class Preview implements Destination {
  readonly utf8Only = true;
  readonly #path: string;
  readonly #paint: Painter | undefined;
  readonly #say: (text: string) => Promise<void>;
  #begun = false;
  /** Lines that have passed, old and new. */
  #old = 0;
  #new = 0;

  /** `paint`: the diff is for a terminal. */
  constructor(path: string, paint: Painter | undefined, say: (text: string) => Promise<void>) {
    this.#path = path;
    this.#paint = paint;
    this.#say = say;
  }

  async write(bytes: Uint8Array, replaced?: Uint8Array | string): Promise<void> {
    if (replaced === undefined) {
      const lines = lineEnds(bytes);
      this.#old += lines;
      this.#new += lines;
      return;
    }
    const before = typeof replaced === 'string' ? replaced : textOf(replaced);
    const after = textOf(bytes);
    const { hunks } = structuredPatch('', '', before, after, '', '', { context: CONTEXT });
    let out = '';
    if (!this.#begun && hunks.length > 0) {
      out += this.#line('bold', `--- ${this.#path}`) + this.#line('bold', `+++ ${this.#path}`);
      this.#begun = true;
    }
    for (const { oldStart, oldLines, newStart, newLines, lines } of hunks) {
      const place = `-${oldStart + this.#old},${oldLines} +${newStart + this.#new},${newLines}`;
      out += this.#line('bold', `@@ ${place} @@`);
      for (const line of lines)
        out += this.#line(line[0] === '-' ? 'red' : line[0] === '+' ? 'green' : undefined, line);
    }
    this.#old += before.split('\n').length - 1;
    this.#new += after.split('\n').length - 1;
    await this.#say(out);
  }

  #line(colour: 'red' | 'green' | 'bold' | undefined, text: string): string {
    if (!this.#paint) return `${text}\n`;
    const shown = printable(text);
    return `${colour ? this.#paint(colour, shown) : shown}\n`;
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
}

function lineEnds(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) count++;
  return count;
}
