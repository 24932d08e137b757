/**
 * The ways in which one channel may have gone: under which decoder's policy, and what vanished afterwards.
 *
 * The marks in the text tell what is worth trying: U+FFFD was not written by Windows, and where private-use
 * characters are left nobody dropped them. The likelier first; a later one is tried only where the earlier
 * leave something unexplained, unless it is a `rival`: that explains the same marks in another way.
 */
import { channel, type Channel } from '../channel/catalogue.ts';
import { codePage, isPage, type Policy } from '../codec/index.ts';
import type { ChannelId } from '../types.ts';
import { RARE_POLICY } from '../weights.ts';

export interface Variant {
  policy: Policy;
  losses: readonly ChannelId[];
  rival?: boolean;
  /** Bits that it must bring, for being rarer. */
  prior?: number;
  /** Bytes were lost before the text was read. */
  lostBytes?: boolean;
}

/** White space and invisible characters that copies of text lose. */
const COPIED: readonly ChannelId[] = ['nel-as-newline', 'nbsp-as-space', 'drop-soft-hyphen', 'trim-end'];

export function variantsFor(c: Channel, text: string): Variant[] {
  const policies = policiesFor(c, text).filter(
    (policy, i, [first]) => i === 0 || readsOtherwise(c, first!, policy, text),
  );
  const plain = policies.map((policy): Variant => ({ policy, losses: [], rival: text.includes('\ufffd') }));
  if (c.reader === 'gbk' && c.writer === 'utf-8' && marksBeforeAscii(text)) {
    if (!isPrivate(text)) plain.push({ policy: 'mysql', losses: [], rival: true, prior: RARE_POLICY });
    plain.push({ policy: 'whatwg', losses: ['ufffd-as-question'], rival: true, prior: RARE_POLICY });
  }
  // a gap in every third character, and no mark: errors were ignored
  if (c.reader === 'gbk' && c.writer === 'utf-8' && !/[?\ufffd]/.test(text))
    plain.push({ policy: 'python', losses: ['drop-marks'], rival: true });
  if (c.reader === c.writer) return [{ policy: policies[0]!, losses: [], lostBytes: true }];
  const lossy = lossesFor(c)
    .map((losses) => losses.filter((id) => hasIt(id, text)))
    .filter((losses) => losses.length > 0)
    .flatMap((losses) => policies.slice(0, 2).map((policy): Variant => ({ policy, losses })));
  return [...plain, ...lossy];
}

/** Whether two decoders differ in what this text shows: in its characters, or in marks of what they cannot read; glibc leaves none. */
function readsOtherwise({ reader }: Channel, a: Policy, b: Policy, text: string): boolean {
  if (!reader || !isPage(reader) || b === 'glibc' || /[?\ufffd]/.test(text)) return true;
  const [one, other] = [codePage(reader, a).codeOf, codePage(reader, b).codeOf];
  for (let i = 0; i < text.length; i++)
    if (one[text.charCodeAt(i)] !== other[text.charCodeAt(i)]) return true;
  return false;
}

/** What else may have happened to single bytes: trail bytes 5C of Big5, and any byte on the way. */
export function accidentsFor(c: Channel, text: string): Variant[] {
  if (c.reader === c.writer || !c.reader || !isPage(c.reader)) return [];
  const policy = policiesFor(c, text)[0]!;
  const anyByte: Variant = { policy, losses: [], lostBytes: true };
  if (c.writer !== 'big5' || text.includes('\\')) return [anyByte];
  const trails: ChannelId[] = ['drop-backslash'];
  if (text.includes('/')) trails.push('backslash-as-slash');
  return [...trails.map((id): Variant => ({ policy, losses: [id] })), anyByte];
}

/** Decoder families worth trying. */
function policiesFor(c: Channel, text: string): Policy[] {
  const known = (...wanted: Policy[]): Policy[] => {
    const found = wanted.filter((p) => c.policies.includes(p));
    return found.length > 0 ? found : [c.policies[0]!];
  };
  const marked = text.includes('\ufffd');
  if (c.reader === 'utf-8') return known(text.includes('?') && !marked ? 'php' : 'whatwg');
  if (marked && c.reader === 'gbk' && c.writer === 'utf-8')
    return text.includes('€')
      ? known('whatwg')
      : marksShift(text)
        ? isPrivate(text)
          ? known('java')
          : known('java', 'python')
        : known('whatwg', 'java');
  if (marked) return known(...(isPrivate(text) ? [] : (['python'] as const)), 'whatwg', 'java');
  if (c.reader === 'gbk') return text.includes('?') ? known('windows', 'mysql') : known('windows', 'glibc');
  // their tables differ: what one vendor left to its users another filled
  if (c.reader === 'big5' || c.reader === 'euc-kr' || c.reader === 'shift_jis')
    return isPrivate(text) ? known('windows') : known('windows', 'whatwg');
  return [c.policies[0]!];
}

/** What may have vanished after this channel. */
function lossesFor(c: Channel): (readonly ChannelId[])[] {
  const { reader } = c;
  if (reader === 'gbk' || reader === 'big5' || reader === 'euc-kr') return [['drop-private-use']];
  if (!reader || !isPage(reader) || codePage(reader).double !== null) return [];
  if (reader === 'latin1') return [['drop-c1', ...COPIED]];
  if (reader === 'cp1252' || reader === 'cp1254') return [['drop-undefined', ...COPIED]];
  return c.writer === 'utf-8' || reader === 'macroman' ? [COPIED] : [];
}

/** Whether the text may have suffered this loss: it has nothing left that would have been lost. */
function hasIt(id: ChannelId, text: string): boolean {
  return channel(id).forward(text, { channel: id }) === text;
}

function isPrivate(text: string): boolean {
  return /[\ue000-\uf8ff]/.test(text);
}

/** A mark stands before what a lead byte would have taken with it: for a lone byte (80), or what follows was read again. */
function marksShift(text: string): boolean {
  for (let i = text.indexOf('\ufffd'); i >= 0; i = text.indexOf('\ufffd', i + 1))
    if (i + 1 < text.length && text.charCodeAt(i + 1) >= 0x40 && text.charCodeAt(i + 1) !== 0xfffd)
      return true;
  return false;
}

/** Every `?` stands before ASCII that a two-byte reader cannot have swallowed, or at the end; and there is one after a damaged character. */
function marksBeforeAscii(text: string): boolean {
  let found = false;
  for (let i = text.indexOf('?'); i >= 0; i = text.indexOf('?', i + 1)) {
    if (i + 1 < text.length && text.charCodeAt(i + 1) >= 0x40) return false;
    if (i > 0 && text.charCodeAt(i - 1) >= 0x80) found = true;
  }
  return found;
}
