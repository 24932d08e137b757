/**
 * Bytes that Python kept as lone surrogates (PEP 383): E4 as U+DCE4. Names of files on Linux and command lines have
 * them. 中 in GBK, D6 D0, is U+DCD6 U+DCD0.
 *
 * The form is the reader: `ascii`, or `utf-8`, which makes characters of what happens to be valid. Refuses nothing
 * but bytes that no known encoding explains.
 */
import type { ChannelStep } from '../../types.ts';
import { decode, encode, utf8Length, utf8Second } from '../../codec/index.ts';
import type { Escape, Reading } from './escape.ts';
import { bytesOf, textOf, WRITERS } from './writers.ts';

const ID = 'surrogate-escape';

const isEscaped = (text: string, i: number): boolean => {
  const u = text.charCodeAt(i);
  const before = text.charCodeAt(i - 1);
  return u >= 0xdc80 && u <= 0xdcff && !(before >= 0xd800 && before < 0xdc00);
};

function bytesBelow(run: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < run.length;) {
    if (isEscaped(run, i)) {
      out.push(run.charCodeAt(i) & 0xff);
      i++;
      continue;
    }
    const char = String.fromCodePoint(run.codePointAt(i)!);
    out.push(...encode('utf-8', char).bytes);
    i += char.length;
  }
  return Uint8Array.from(out);
}

/** The bytes as Python reads them with errors='surrogateescape'. */
function read(bytes: Uint8Array, reader: string): string {
  let out = '';
  for (let i = 0; i < bytes.length;) {
    const b = bytes[i]!;
    const size = reader === 'utf-8' ? utf8Length(b) : b < 0x80 ? 1 : 0;
    let whole = size > 0 && i + size <= bytes.length && (size === 1 || utf8Second(b, bytes[i + 1]!));
    for (let k = 2; whole && k < size; k++) whole = (bytes[i + k]! & 0xc0) === 0x80;
    out += whole ? decode('utf-8', bytes.subarray(i, i + size)).text : String.fromCharCode(0xdc00 | b);
    i += whole ? size : 1;
  }
  return out;
}

export const SURROGATE_ESCAPE: Escape = {
  id: ID,
  title: 'bytes as lone surrogates U+DC80 to U+DCFF, as Python keeps what it cannot decode',
  kind: 'escape',
  policies: [],
  starts: '',
  carriesBytes: true,
  joins: (gap) => gap.length <= 24 && !/[^\x20-\x7e\u0080-\u07ff]/.test(gap),
  token: (text, i) => (isEscaped(text, i) ? { end: i + 1 } : null),
  around: (text, start, end) => {
    const lucky = (i: number): boolean => text.charCodeAt(i) >= 0x80 && text.charCodeAt(i) < 0x800;
    let from = start;
    let to = end;
    while (from > 0 && lucky(from - 1)) from--;
    while (to < text.length && lucky(to)) to++;
    return [from, to];
  },
  read: (run) => {
    const bytes = bytesBelow(run);
    const form = read(bytes, 'ascii') === run ? 'ascii' : 'utf-8';
    return WRITERS.flatMap((encoding): Reading[] => {
      const text = textOf(encoding, bytes);
      const step: ChannelStep = { channel: ID, form, ...(encoding === 'utf-8' ? {} : { encoding }) };
      return text === null ? [] : [{ text, step }];
    });
  },
  undo: (run, step) => textOf(step.encoding ?? 'utf-8', bytesBelow(run)) ?? run,
  forward: (text, step) => {
    const bytes = bytesOf(step.encoding ?? 'utf-8', text);
    return bytes ? read(bytes, step.form ?? 'ascii') : text;
  },
};
