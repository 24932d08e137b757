/**
 * Encoded words of RFC 2047 left as they stand: =?gb2312?B?1tDOxA==?= is D6 D0 CE C4, 中文.
 *
 * Words with nothing but white space between them are read together, for mailers cut characters in two. The label
 * may be wrong: which encoding it was is part of the step, the label part of the form (`gb2312?B`). Refuses words that
 * differ in label and letter, and base64 that is not canonical.
 */
import type { Escape, Reading } from './escape.ts';
import { bytesOf, textOf, WRITERS } from './writers.ts';
import type { ChannelStep } from '../../types.ts';

const ID = 'mime-word';
const WORD = /=\?([\w.:*-]+)\?([bBqQ])\?([^\s?]*)\?=/y;
const LABELS: Readonly<Record<string, string>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  gb2312: 'gbk',
  gbk: 'gbk',
  gb18030: 'gbk',
  cp936: 'gbk',
  big5: 'big5',
};

interface Word {
  head: string;
  data: string;
  end: number;
}

function wordAt(text: string, i: number): Word | null {
  WORD.lastIndex = i;
  const found = WORD.exec(text);
  return found && { head: `${found[1]}?${found[2]}`, data: found[3]!, end: WORD.lastIndex };
}

interface Words {
  form: string;
  bytes: Uint8Array;
  at: number[];
  breaks: number[];
  gap: string;
}

/** The words of a run, joined; null if it is no such run. */
function wordsOf(run: string): Words | null {
  const first = wordAt(run, 0);
  if (!first) return null;
  const quoted = /\?q$/i.test(first.head);
  const lower = quoted && /=[0-9]?[a-f]/.test(run.slice(first.head.length + 3));
  const bytes: number[] = [];
  const at: number[] = [];
  const breaks: number[] = [];
  let gap: string | undefined;
  let word: Word | null = first;
  for (;;) {
    if (word.head !== first.head) return null;
    if (quoted) readQ(word.data, bytes, at);
    else {
      const part = fromBase64(word.data);
      if (!part) return null;
      bytes.push(...part);
    }
    if (word.end === run.length) break;
    const space: string = /^\s*/.exec(run.slice(word.end))![0];
    const next = wordAt(run, word.end + space.length);
    if (!next || (gap !== undefined && gap !== space)) return null;
    gap = space;
    breaks.push(bytes.length);
    word = next;
  }
  return {
    form: first.head + (lower ? '?=ab' : ''),
    bytes: Uint8Array.from(bytes),
    at,
    breaks,
    gap: gap ?? '',
  };
}

/** RFC 2047, 5.3: what may stand for itself in any place. */
const keptByQ = (b: number): boolean =>
  (b >= 0x30 && b <= 0x39) || (b >= 0x41 && b <= 0x5a) || (b >= 0x61 && b <= 0x7a) || b === 0x20;

function readQ(data: string, bytes: number[], at: number[]): void {
  for (let i = 0; i < data.length; i++) {
    const hex = /^=([0-9A-Fa-f]{2})/.exec(data.slice(i, i + 3));
    const byte = hex ? parseInt(hex[1]!, 16) : data[i] === '_' ? 0x20 : data.charCodeAt(i) & 0xff;
    if (keptByQ(byte) === (hex !== null)) at.push(bytes.length);
    bytes.push(byte);
    if (hex) i += 2;
  }
}

function writeQ(
  bytes: Uint8Array,
  from: number,
  to: number,
  at: ReadonlySet<number>,
  lower: boolean,
): string {
  let out = '';
  for (let i = from; i < to; i++) {
    const b = bytes[i]!;
    const hex = b.toString(16).padStart(2, '0');
    if (keptByQ(b) === at.has(i)) out += `=${lower ? hex : hex.toUpperCase()}`;
    else out += b === 0x20 ? '_' : String.fromCharCode(b);
  }
  return out;
}

export function fromBase64(data: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    return toBase64(bytes) === data ? bytes : null;
  } catch {
    return null;
  }
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
}

export const MIME_WORD: Escape = {
  id: ID,
  title: 'encoded words of mail headers, joined where they are split',
  kind: 'escape',
  policies: [],
  starts: '=',
  carriesBytes: false,
  joins: (gap) => gap.length <= 4 && gap.trim() === '',
  token: wordAt,
  around: (_, start, end) => [start, end],
  read: (run) => {
    const words = wordsOf(run);
    if (!words) return [];
    const { form, bytes, at, breaks, gap } = words;
    const label = LABELS[form.slice(0, form.indexOf('?')).toLowerCase()];
    return WRITERS.flatMap((encoding): Reading[] => {
      const text = textOf(encoding, bytes);
      if (text === null) return [];
      const step: ChannelStep = {
        channel: ID,
        form,
        ...(encoding === 'utf-8' ? {} : { encoding }),
        ...(at.length > 0 ? { at } : {}),
        ...(breaks.length > 0 ? { breaks, gap } : {}),
      };
      return [label === undefined ? { text, step } : { text, step, label }];
    });
  },
  undo: (run, step) => {
    const words = wordsOf(run);
    return (words && textOf(step.encoding ?? 'utf-8', words.bytes)) ?? run;
  },
  forward: (text, step) => {
    const bytes = bytesOf(step.encoding ?? 'utf-8', text);
    if (!bytes) return text;
    const [label = 'utf-8', letter = 'B', hex] = (step.form ?? 'UTF-8?B').split('?');
    const at = new Set(step.at);
    const cuts = [0, ...(step.breaks ?? []), bytes.length];
    return cuts
      .slice(1)
      .map((to, k) => {
        const data =
          letter.toUpperCase() === 'Q'
            ? writeQ(bytes, cuts[k]!, to, at, hex !== undefined)
            : toBase64(bytes.subarray(cuts[k], to));
        return `=?${label}?${letter}?${data}?=`;
      })
      .join(step.gap ?? ' ');
  },
};
