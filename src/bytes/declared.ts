/**
 * What the bytes say about themselves: a byte order mark, HTML's meta, XML's declaration, Python's coding line,
 * and what the caller was told (`Content-Type`). Evidence, not truth: files lie.
 *
 * Example: `# -*- coding: gbk -*-` → gb18030; EF BB BF → utf-8.
 */
import { encodingNamed } from './names.ts';

/** Where declarations stand. */
const HEAD = 1024;
const TAB = 9;
const LINE_FEED = 10;
const FORM_FEED = 12;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const COLON = 0x3a;
const LESS = 0x3c;
const EQUALS = 0x3d;
const AT = 0x40;
const E = 0x65;
const G = 0x67;
const N = 0x6e;
const T = 0x74;

/** The encoding whose byte order mark begins the input, and its length. */
export function markOf(bytes: Uint8Array): { encoding: string; length: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { encoding: 'utf-32le', length: 4 };
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { encoding: 'utf-32be', length: 4 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 };
  return null;
}

/** The encodings that are declared inside the bytes or by `contentType`, best known first. */
export function declaredIn(bytes: Uint8Array, contentType?: string): string[] {
  const found: string[] = [];
  const add = (label: string | undefined): void => {
    const name = label === undefined ? undefined : encodingNamed(label);
    if (name !== undefined) found.push(name === 'gbk' ? 'gb18030' : name);
  };
  if (contentType !== undefined) add(/charset\s*=\s*["']?([\w-]+)/i.exec(contentType)?.[1] ?? contentType);
  if (!mayDeclare(bytes)) return found;
  let head = '';
  const end = Math.min(bytes.length, HEAD);
  for (let i = 0; i < end; i++) head += String.fromCharCode(bytes[i]! & 0x7f);
  add(/^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)["']/.exec(head)?.[1]);
  add(/<meta\s[^>]*charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]);
  add(/^(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([\w.-]+)/.exec(head)?.[1]);
  add(/^@charset "([\w-]+)"/.exec(head)?.[1]);
  return found;
}

/** Whether anything in the head has the form of a declaration: all other heads are not read. */
function mayDeclare(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD);
  const first = afterBlanks(head, 0);
  if (first === AT || first === HASH || head.includes(LESS)) return holdsValue(head);
  const line = head.indexOf(LINE_FEED);
  return line >= 0 && afterBlanks(head, line + 1) === HASH && holdsValue(head);
}

/** The first byte at or after `i` that is no blank. */
function afterBlanks(head: Uint8Array, i: number): number {
  while (head[i] === SPACE || head[i] === TAB || head[i] === FORM_FEED) i++;
  return head[i] ?? 0;
}

/** Whether some `coding`, `encoding` or `charset` is followed by a value. */
function holdsValue(head: Uint8Array): boolean {
  for (let i = 1; i < head.length; i++) {
    const b = head[i]!;
    if (b > EQUALS || (b !== EQUALS && b !== COLON && b !== QUOTE)) continue;
    let k = i - 1;
    while (k > 0 && head[k] === SPACE) k--;
    if ((head[k] === G && head[k - 1] === N) || (head[k] === T && head[k - 1] === E)) return true;
  }
  return false;
}
