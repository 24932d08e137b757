/**
 * UTF-7 (RFC 2152) and the modified UTF-7 of IMAP mailbox names (RFC 3501, 5.1.3), shown as they are stored.
 *
 * 你好 is 4F60 597D, in base64 T2BZfQ: +T2BZfQ- or, in IMAP, &T2BZfQ-. What is escaped is decided unit by unit (`at`
 * has the exceptions); neighbours share one block. Refuses base64 whose spare bits are not zero.
 */
import type { ChannelStep } from '../../types.ts';
import { isAsciiGap, type Escape, type Reading } from './escape.ts';

const STANDARD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly shift: string;
  readonly digits: string;
  /** Forms; the second closes a block only where it must. */
  readonly forms: readonly string[];
}

/** The units of the block at text[i], which is the shift character; null if there is no block, or `wanted` refuses one. */
function blockAt(
  kind: Kind,
  text: string,
  i: number,
  wanted: (unit: number) => boolean = () => true,
): { units: number[]; end: number; closed: boolean } | null {
  let bits = 0;
  let count = 0;
  const units: number[] = [];
  let end = i + 1;
  for (; end < text.length; end++) {
    const d = kind.digits.indexOf(text[end]!);
    if (d < 0) break;
    bits = ((bits << 6) | d) & 0x3fffff;
    count += 6;
    if (count >= 16) {
      count -= 16;
      const unit = (bits >> count) & 0xffff;
      if (!wanted(unit)) return null;
      units.push(unit);
    }
  }
  if (units.length === 0 || count >= 6 || (bits & ((1 << count) - 1)) !== 0) return null;
  const closed = text[end] === '-';
  return { units, end: closed ? end + 1 : end, closed };
}

function block(kind: Kind, units: readonly number[]): string {
  let out = kind.shift;
  let bits = 0;
  let count = 0;
  for (const u of units) {
    bits = (bits << 16) | u;
    count += 16;
    while (count >= 6) {
      count -= 6;
      out += kind.digits[(bits >>> count) & 63]!;
    }
    bits &= (1 << count) - 1;
  }
  return count > 0 ? out + kind.digits[(bits << (6 - count)) & 63]! : out;
}

/** Units that Chinese text has; others make a block base64 of something else. */
function likely(u: number): boolean {
  return (
    (u >= 0x20 && u < 0x500) || (u >= 0x2000 && u < 0x3400) || (u >= 0x4e00 && u < 0xa000) || u >= 0xd800
  );
}

interface Raw {
  units: number[];
  at: number[];
  /** Where a block was closed although the next begins at once. */
  breaks: number[];
  loose: boolean;
}

function rawOf(kind: Kind, run: string): Raw | null {
  const raw: Raw = { units: [], at: [], breaks: [], loose: false };
  const mustEscape = (u: number): boolean => u >= 0x80 || u === kind.shift.charCodeAt(0);
  let blockEnd = -1;
  for (let i = 0; i < run.length;) {
    if (run[i] === kind.shift) {
      if (run[i + 1] === '-') {
        raw.units.push(run.charCodeAt(i));
        i += 2;
        continue;
      }
      const found = blockAt(kind, run, i);
      if (!found) return null;
      if (!found.closed) raw.loose = true;
      if (run[i - 1] === '-' && i === blockEnd) raw.breaks.push(raw.units.length);
      for (const u of found.units) {
        if (!mustEscape(u)) raw.at.push(raw.units.length);
        raw.units.push(u);
      }
      i = found.end;
      blockEnd = i;
    } else {
      const u = run.charCodeAt(i++);
      if (mustEscape(u)) raw.at.push(raw.units.length);
      raw.units.push(u);
    }
  }
  return raw;
}

function utf7(kind: Kind): Escape {
  const mark = kind.shift.charCodeAt(0);
  return {
    id: kind.id,
    title: kind.title,
    kind: 'escape',
    policies: [],
    starts: kind.shift,
    carriesBytes: false,
    joins: isAsciiGap,
    token: (text, i) => blockAt(kind, text, i, likely),
    around: (_, start, end) => [start, end],
    read: (run) => {
      const raw = rawOf(kind, run);
      if (!raw) return [];
      const text = raw.units.map((u) => String.fromCharCode(u)).join('');
      const at = {
        ...(raw.at.length > 0 ? { at: raw.at } : {}),
        ...(raw.breaks.length > 0 ? { breaks: raw.breaks } : {}),
      };
      // which of the two it is does not show where every block had to be closed
      const forms = raw.loose ? kind.forms.slice(1) : kind.forms;
      return forms.map((form, k): Reading => {
        const step: ChannelStep = { channel: kind.id, ...(k === 0 && !raw.loose ? {} : { form }), ...at };
        return { text, step };
      });
    },
    undo: (run) =>
      rawOf(kind, run)
        ?.units.map((u) => String.fromCharCode(u))
        .join('') ?? run,
    forward: (text, step) => {
      const at = new Set(step.at);
      const breaks = new Set(step.breaks);
      const always = step.form === undefined || step.form === kind.forms[0];
      let out = '';
      let pending: number[] = [];
      const close = (next: string): void => {
        if (pending.length === 0) return;
        out += block(kind, pending);
        if (always || next === '' || next === '-' || kind.digits.includes(next)) out += '-';
        pending = [];
      };
      for (let i = 0; i < text.length; i++) {
        if (breaks.has(i)) close('-');
        const u = text.charCodeAt(i);
        const escaped = (u >= 0x80 || u === mark) !== at.has(i);
        if (!escaped) {
          close(text[i]!);
          out += text[i]!;
        } else if (u === mark && pending.length === 0) out += `${kind.shift}-`;
        else pending.push(u);
      }
      close('');
      return out;
    },
  };
}

export const UTF7_ESCAPES: readonly Escape[] = [
  utf7({
    id: 'utf-7',
    title: 'UTF-7 shown as it is stored',
    shift: '+',
    digits: STANDARD,
    forms: ['+AbC-', '+AbC'],
  }),
  utf7({
    id: 'imap-utf-7',
    title: 'the modified UTF-7 of IMAP mailbox names',
    shift: '&',
    digits: STANDARD.replace('/', ','),
    forms: ['&AbC-'],
  }),
];
