/**
 * A repair as data: `applyPlan(observed, plan)` redoes it without any model or search.
 *
 * 浣犲ソ under utf8-as-gbk: encode gbk → E4 BD A0 E5 A5 BD, decode utf-8 → 你好. Where the table alone
 * does not say which bytes stood there (`?`), the encode step carries them as a choice.
 */
import { toSimplified } from '../channel/annotated/convert.ts';
import { channel, forward } from '../channel/catalogue.ts';
import { escapeOf } from '../channel/escapes/index.ts';
import { decode, encode, type EncodingId, type Policy } from '../codec/index.ts';
import type { ChannelStep, PlanStep } from '../types.ts';

/** Runs the steps in order. Throws TypeError for a step or an encoding it does not know. */
export function applyPlan(observed: string, plan: readonly PlanStep[]): string {
  let text = observed;
  let bytes: Uint8Array = new Uint8Array(0);
  for (const step of plan) {
    switch (step.step) {
      case 'encode':
        bytes = encodeWithChoices(text, step.encoding as EncodingId, step.policy, step.choices ?? []);
        break;
      case 'decode':
        text = decode(step.encoding as EncodingId, bytes, 'whatwg').text;
        break;
      case 'unescape': {
        const { step: _, escape, ...how } = step;
        text = escapeOf(escape).undo(text, { channel: escape, ...how });
        break;
      }
      case 'replace':
        text = replaceRanges(text, step.edits);
        break;
      case 'simplify':
        text = toSimplified(text, step.keep ?? []);
        break;
      default:
        throw new TypeError(`unknown plan step ${JSON.stringify(step satisfies never)}`);
    }
  }
  return text;
}

function encodeWithChoices(
  text: string,
  encoding: EncodingId,
  policy: Policy,
  choices: readonly [number, number, string][],
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [start, length, hex] of choices) {
    parts.push(encode(encoding, text.slice(at, start), policy).bytes, fromHex(hex));
    at = start + length;
  }
  parts.push(encode(encoding, text.slice(at), policy).bytes);
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let n = 0;
  for (const p of parts) {
    out.set(p, n);
    n += p.length;
  }
  return out;
}

function replaceRanges(text: string, edits: readonly [number, number, string][]): string {
  let out = '';
  let at = 0;
  for (const [start, end, put] of edits) {
    out += text.slice(at, start) + put;
    at = end;
  }
  return out + text.slice(at);
}

/** The plan that undoes `steps` (in the order in which the damage happened) on `observed`, given the restored text. */
export function planFor(observed: string, steps: readonly ChannelStep[], restored: string): PlanStep[] {
  // what the text was before each transcoding, and after the losses that follow it
  const stages: { step: ChannelStep; before: string; after: string }[] = [];
  let text = restored;
  for (const step of steps) {
    const after = forward(text, [step]);
    if (['transcoding', 'escape'].includes(channel(step.channel).kind))
      stages.push({ step, before: text, after });
    else if (stages.length > 0) stages[stages.length - 1]!.after = after;
    text = after;
  }
  return stages.reverse().flatMap(({ step, before, after }): PlanStep[] => {
    const c = channel(step.channel);
    if (c.kind === 'escape') {
      const { channel: escape, policy: _policy, level: _level, ...how } = step;
      return [{ step: 'unescape', escape, ...how }];
    }
    const policy = step.policy ?? c.policies[0]!;
    const bytes = encode(c.writer!, before).bytes;
    const choices = choicesFor(after, c.reader!, policy, bytes);
    return [
      { step: 'encode', encoding: c.reader!, policy, ...(choices.length > 0 ? { choices } : {}) },
      { step: 'decode', encoding: c.writer! },
    ];
  });
}

/** Where encoding `text` does not give `bytes`: the places the decoder marked, or one range around all differences. */
function choicesFor(
  text: string,
  reader: EncodingId,
  policy: Policy,
  bytes: Uint8Array,
): [number, number, string][] {
  if (same(encode(reader, text, policy).bytes, bytes)) return [];
  const { errors } = decode(reader, bytes, policy);
  const marked = errors.map((e, i): [number, number, string] => {
    const next = errors[i + 1];
    const width = text[e.at] === undefined || (next && next.at === e.at) ? 0 : 1;
    return [e.at, width, toHex(bytes.subarray(e.offset, e.offset + e.length))];
  });
  if (same(encodeWithChoices(text, reader, policy, marked), bytes)) return marked;
  const plain = Array.from(text, (char) => encode(reader, char, policy).bytes);
  const chars = Array.from(text);
  let head = 0;
  let from = 0;
  while (head < chars.length && plain[head]!.every((b, k) => bytes[from + k] === b))
    from += plain[head++]!.length;
  let tail = chars.length;
  let to = bytes.length;
  while (
    tail > head &&
    to - plain[tail - 1]!.length >= from &&
    plain[tail - 1]!.every((b, k) => bytes[to - plain[tail - 1]!.length + k] === b)
  )
    to -= plain[--tail]!.length;
  const start = chars.slice(0, head).join('').length;
  return [[start, chars.slice(head, tail).join('').length, toHex(bytes.subarray(from, to))]];
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}
function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (h) => parseInt(h, 16));
}
