/**
 * An escape is a spelling of bytes or characters in ASCII that was left in the text instead of being undone.
 *
 * Decides what a run of spellings says; whether it was meant is not decided here (repair/escapes). What is spelled are
 * bytes of an encoding, UTF-16 units or code points. A form is called by how it spells ABCD (bytes: AB): the form `%AB`
 * of percent-escape spells 中 (E4 B8 AD) as %E4%B8%AD.
 * Refuses to mix forms: a run is read under one form, so that the forward direction can give it back.
 */
import type { ChannelStep } from '../../types.ts';
import type { Channel } from '../channel.ts';
import { namedAt, numberAt, spell, valuesOf, valueAt, type Carries, type Form } from './form.ts';
import { textOf, WRITERS } from './writers.ts';

/** What a run of escapes says. */
export interface Reading {
  /** Undone; for bytes, what `step.encoding` makes of them. */
  readonly text: string;
  /** With which forward gives the run back. */
  readonly step: ChannelStep;
  /** The encoding that the escape itself names. */
  readonly label?: string;
}

/** A stretch of text that is one escape, and nothing but it. */
export interface Token {
  readonly end: number;
}

export interface Escape extends Channel {
  readonly kind: 'escape';
  /** The characters that an escape begins with. */
  readonly starts: string;
  /** Whether single bytes are spelled, so that a run may begin or end within a character. */
  readonly carriesBytes: boolean;
  /** Whether two escapes with this between them are of one run. */
  joins(gap: string): boolean;
  /** The escape that begins at text[i] under any form; null if none does. */
  token(text: string, i: number): Token | null;
  /** The run with what surrounds it by its form (quotes), as a range of `text`. */
  around(text: string, start: number, end: number): [number, number];
  /** Every way to read the run, with the encodings it may have been written in. */
  read(run: string): Reading[];
  /** The same for one known way: `step` as `read` gave it. */
  undo(run: string, step: ChannelStep): string;
}

interface Raw {
  values: number[];
  /** Indices of values that the form would have left, or would have escaped. */
  at: number[];
  /** Indices before which there was a `gap`. */
  breaks: number[];
  gap?: string;
  escaped: number;
}

/** The values in a run under one form; null if it does not read all of it. */
function rawOf(form: Form, run: string, glue: Glue | undefined): Raw | null {
  const open = form.open ?? '';
  const close = form.close ?? '';
  if (!run.startsWith(open) || !run.endsWith(close) || run.length < open.length + close.length) return null;
  if (form.mark && !form.mark.test(run)) return null;
  const raw: Raw = { values: [], at: [], breaks: [], escaped: 0 };
  const end = run.length - close.length;
  for (let i = open.length; i < end;) {
    const gap = glue && gapAt(run, i, glue);
    if (gap) {
      if (raw.gap !== undefined && raw.gap !== gap) return null;
      raw.gap = gap;
      raw.breaks.push(raw.values.length);
      i += gap.length;
      continue;
    }
    const found = valueAt(form, run, i);
    const usable = found && found.end <= end ? found : null;
    const value = usable ? usable.value : form.carries === 'points' ? run.codePointAt(i)! : run.charCodeAt(i);
    if (!usable && value >= 0x80 && form.carries === 'bytes') return null;
    if (form.escapes(value) !== (usable !== null)) raw.at.push(raw.values.length);
    if (usable) raw.escaped++;
    raw.values.push(value);
    i = usable ? usable.end : i + (value > 0xffff ? 2 : 1);
  }
  return raw.escaped > 0 ? raw : null;
}

function withoutGlue(gap: string, glue: Glue): string {
  let out = '';
  for (let i = 0; i < gap.length;) {
    const n = gapAt(gap, i, glue).length;
    if (n === 0) out += gap[i];
    i += n === 0 ? 1 : n;
  }
  return out;
}

/** The longest glue at text[i]; ''. */
function gapAt(text: string, i: number, glue: Glue): string {
  for (let n = 3; n > 0; n--)
    if (i + n <= text.length && glue(text.slice(i, i + n))) return text.slice(i, i + n);
  return '';
}

type Glue = (gap: string) => boolean;

/** ASCII on one line, and not much of it. */
export function isAsciiGap(gap: string): boolean {
  return gap.length <= MAX_GAP && !/[^\x20-\x7e\t]/.test(gap);
}
const MAX_GAP = 64;

export interface SpelledOptions {
  readonly id: string;
  readonly title: string;
  readonly starts: string;
  readonly forms: readonly Form[];
  /** Whether this line break between two escapes belongs to them. */
  readonly glue?: Glue;
  /** Text in which a token is none, e.g. after a letter. */
  readonly notAfter?: RegExp;
}

/** An escape whose forms are given as data. */
export function spelled({ id, title, starts, forms, glue, notAfter }: SpelledOptions): Escape {
  const plain = forms.filter((f) => f.open === undefined);
  const formOf = (step: ChannelStep): Form => forms.find((f) => f.name === step.form) ?? forms[0]!;
  return {
    id,
    title,
    kind: 'escape',
    policies: [],
    starts,
    carriesBytes: forms[0]!.carries === 'bytes',
    joins: (gap) => isAsciiGap(glue ? withoutGlue(gap, glue) : gap),
    token: (text, i) => {
      if (notAfter && i > 0 && notAfter.test(text[i - 1]!)) return null;
      for (const form of plain) {
        // a name alone is no sign: \n may be the end of a path
        const found = form.spellings.length > 0 ? numberAt(form, text, i) : valueAt(form, text, i);
        if (found) return found;
      }
      return null;
    },
    around: (text, start, end) => {
      for (const { open, close } of forms) {
        if (open === undefined || close === undefined) continue;
        const range = quoted(text, start, end, open, close);
        if (range) return range;
      }
      let to = end;
      for (let more = namedAt(forms[0]!, text, to); more; more = namedAt(forms[0]!, text, to)) to = more.end;
      return [start, to];
    },
    read: (run) => {
      const raws = forms.flatMap((form) => {
        const raw = rawOf(form, run, glue);
        return raw ? [{ form, raw }] : [];
      });
      const most = Math.max(0, ...raws.map(({ raw }) => raw.escaped));
      return raws
        .filter(({ raw }) => raw.escaped === most)
        .flatMap(({ form, raw }): Reading[] => {
          const { values, at, breaks, gap } = raw;
          const step: ChannelStep = {
            channel: id,
            ...(form === forms[0] ? {} : { form: form.name }),
            ...(at.length > 0 ? { at } : {}),
            ...(gap === undefined ? {} : { breaks, gap }),
          };
          if (form.carries !== 'bytes') return [{ text: fromValues(form.carries, values), step }];
          const bytes = Uint8Array.from(values);
          return WRITERS.flatMap((encoding): Reading[] => {
            const text = textOf(encoding, bytes);
            return text === null ? [] : [{ text, step: encoding === 'utf-8' ? step : { ...step, encoding } }];
          });
        });
    },
    undo: (run, step) => {
      const form = formOf(step);
      const raw = rawOf(form, run, glue);
      if (!raw) return run;
      if (form.carries !== 'bytes') return fromValues(form.carries, raw.values);
      return textOf(step.encoding ?? 'utf-8', Uint8Array.from(raw.values)) ?? run;
    },
    forward: (text, step) => {
      const form = formOf(step);
      const values = valuesOf(form.carries, text, step.encoding);
      if (!values) return text;
      const at = new Set(step.at);
      const breaks = new Set(step.breaks);
      let out = form.open ?? '';
      values.forEach((value, i) => {
        if (breaks.has(i)) out += step.gap ?? '';
        out += form.escapes(value) !== at.has(i) ? spell(form, value) : String.fromCodePoint(value);
      });
      if (breaks.has(values.length)) out += step.gap ?? '';
      return out + (form.close ?? '');
    },
  };
}

function fromValues(carries: Carries, values: readonly number[]): string {
  if (carries === 'units') return values.map((v) => String.fromCharCode(v)).join('');
  return values.map((v) => (v > 0x10ffff ? '\ufffd' : String.fromCodePoint(v))).join('');
}

/** The range from `open` to `close` around [start, end), on one line and without another such quote; null if there is none. */
function quoted(
  text: string,
  start: number,
  end: number,
  open: string,
  close: string,
): [number, number] | null {
  let from = start;
  while (from > 0 && from > start - MAX_QUOTED && ![close, '\n'].includes(text[from - 1]!)) from--;
  if (!text.slice(0, from).endsWith(open) || /[^\x00-\x7f]/.test(text.slice(from, start))) return null;
  let to = end;
  while (to < text.length && to < end + MAX_QUOTED && ![close, '\n'].includes(text[to]!))
    to += text[to] === '\\' ? 2 : 1;
  if (text[to] !== close || /[^\x00-\x7f]/.test(text.slice(end, to))) return null;
  return [from - open.length, to + close.length];
}
const MAX_QUOTED = 300;
