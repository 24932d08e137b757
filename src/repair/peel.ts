/** Takes one layer off strictly: every run whose bytes are whole UTF-8 sequences is read as such, the rest stays. */
import type { Channel } from '../channel/channel.ts';
import { decode, utf8Length, utf8Second } from '../codec/index.ts';
import { lattice } from '../channel/lattice.ts';

export interface Peeled {
  text: string;
  /** Offset in `text` → offset in the observed text where both are at a boundary, else −1. Length text.length + 1. */
  observedAt: Int32Array;
}

export function peel(observed: string, channel: Channel): Peeled {
  const { codeOf } = lattice(channel.reader!, channel.policies[0]!, [], true);
  let text = '';
  const at: number[] = [];
  let i = 0;
  while (i < observed.length) {
    const run = runAt(observed, i, codeOf);
    at.push(i);
    if (run) {
      for (let k = 1; k < run.text.length; k++) at.push(-1);
      text += run.text;
      i = run.end;
    } else text += observed[i++]!;
  }
  at.push(observed.length);
  return { text, observedAt: Int32Array.from(at) };
}

/** The shortest run from i whose bytes are whole multi-byte sequences, ending between characters of both. */
function runAt(observed: string, i: number, codeOf: Int32Array): { text: string; end: number } | null {
  if (observed.charCodeAt(i) < 0x80) return null;
  const bytes: number[] = [];
  let need = 0;
  let first = 0;
  let seen = 0;
  for (let j = i; j < observed.length; j++) {
    const code = codeOf[observed.charCodeAt(j)]!;
    if (code < 0) return null;
    // U+FFFD whose last byte was cut off with the text: nothing else begins EF BF
    if (code === 0x3f && j + 1 === observed.length && need === 1 && isMark(bytes))
      return { text: decode('utf-8', Uint8Array.from([...bytes, 0xbd])).text, end: j + 1 };
    for (const b of code > 0xff ? [code >> 8, code & 255] : [code]) {
      bytes.push(b);
      if (need === 0) {
        need = utf8Length(b) - 1;
        first = b;
        seen = 0;
        if (need < 0) return null;
      } else {
        if (seen === 0 ? !utf8Second(first, b) : (b & 0xc0) !== 0x80) return null;
        seen++;
        need--;
      }
    }
    if (need === 0) return { text: decode('utf-8', Uint8Array.from(bytes)).text, end: j + 1 };
  }
  return null;
}

function isMark(bytes: readonly number[]): boolean {
  return bytes.at(-2) === 0xef && bytes.at(-1) === 0xbf;
}
