/**
 * GB18030's four-byte forms: 81–FE 30–39 81–FE 30–39 counted as one linear pointer.
 *
 * 81308130 (pointer 0) is U+0080, 90308130 (pointer 189000) U+10000. Which BMP characters have one
 * differs by policy, as these are what the two-byte codes leave over. Refuses pointers without a
 * character, and reads unfinished forms as each family of decoders does.
 */
import type { InvalidReason, Policy } from './codec.ts';
import { fourByteUnits } from './pages.ts';

const BMP_POINTERS = 39420;
const ASTRAL = 189000;
const NONE = -1;

const units = new Map<Policy, Uint16Array>();
const pointers = new Map<Policy, Uint16Array>();

function unitsOf(policy: Policy): Uint16Array {
  let table = units.get(policy);
  if (!table) units.set(policy, (table = fourByteUnits(policy)));
  return table;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isHigh = (byte: number): boolean => byte >= 0x81 && byte <= 0xfe;

/** Code point of four bytes of the right form under a policy, −1 if they have none. */
export function fourBytePoint(policy: Policy, b1: number, b2: number, b3: number, b4: number): number {
  const pointer = (((b1 - 0x81) * 10 + b2 - 0x30) * 126 + b3 - 0x81) * 10 + b4 - 0x30;
  if (pointer >= ASTRAL) return pointer < ASTRAL + 0x100000 ? 0x10000 + pointer - ASTRAL : NONE;
  return pointer < BMP_POINTERS ? unitsOf(policy)[pointer]! || NONE : NONE;
}

/** The four bytes of a code point under a policy as one number, −1 if it has none (surrogates, two-byte characters). */
export function fourByteCode(policy: Policy, point: number): number {
  let pointer = ASTRAL + point - 0x10000;
  if (point < 0x10000) {
    let inverse = pointers.get(policy);
    if (!inverse) {
      inverse = new Uint16Array(65536);
      for (let p = 0; p < BMP_POINTERS; p++) inverse[unitsOf(policy)[p]!] = p + 1;
      pointers.set(policy, inverse);
    }
    pointer = inverse[point]! - 1;
    if (pointer < 0 || point === 0) return NONE;
  }
  const b4 = 0x30 + (pointer % 10);
  const b3 = 0x81 + (Math.floor(pointer / 10) % 126);
  const b2 = 0x30 + (Math.floor(pointer / 1260) % 10);
  return (0x81 + Math.floor(pointer / 12600)) * 0x1000000 + (b2 << 16) + (b3 << 8) + b4;
}

/** What stands at a lead byte followed by a digit: a code point, or (point −1) how much is invalid and why. */
export interface Four {
  readonly point: number;
  readonly length: number;
  readonly reason: InvalidReason;
}

/** Reads a four-byte form that `beginsFour` saw. */
export function readFour(policy: Policy, bytes: Uint8Array, i: number): Four {
  const left = bytes.length - i;
  const whole = policy !== 'whatwg' && policy !== 'python' && policy !== 'mysql';
  // Python asks for four bytes before it looks at any of them
  if (left < 4 && policy === 'python') return { point: NONE, length: left, reason: 'truncated' };
  if (left > 2 && !isHigh(bytes[i + 2]!)) return { point: NONE, length: whole ? 3 : 1, reason: 'bad-trail' };
  if (left > 3 && !isDigit(bytes[i + 3]!)) return { point: NONE, length: whole ? 4 : 1, reason: 'bad-trail' };
  if (left < 4) return { point: NONE, length: policy === 'mysql' ? 1 : left, reason: 'truncated' };
  const point = fourBytePoint(policy, bytes[i]!, bytes[i + 1]!, bytes[i + 2]!, bytes[i + 3]!);
  return { point, length: point !== NONE || whole ? 4 : 1, reason: 'unassigned' };
}

/** Whether a policy takes two bytes for the beginning of a four-byte form; PHP only where there could be a character. */
export function beginsFour(policy: Policy, first: number, second: number): boolean {
  return isDigit(second) && (policy !== 'php' || first <= 0x84 || (first >= 0x90 && first <= 0xe3));
}
