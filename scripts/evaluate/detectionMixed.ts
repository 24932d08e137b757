/** Files that change their encoding, by line and inside a line. */
import { as, chinese, mostlyHan } from './detectionText.ts';
import type { Options } from './options.ts';
import { type Random, seeded } from './random.ts';
import type { Script } from './samples.ts';

export interface MixedSamples {
  name: string;
  samples: { bytes: Uint8Array; text: string }[];
}

const MIX: readonly (readonly [string, Script])[] = [
  ['utf-8', 'hans'],
  ['gb18030', 'hans'],
  ['big5', 'hant'],
];

const make = (
  name: string,
  n: number,
  one: (r: Random) => { bytes: Uint8Array; text: string },
): MixedSamples => {
  const random = seeded(`mixed ${name}`);
  return { name, samples: Array.from({ length: n }, () => one(random)) };
};

const joined = (
  parts: { bytes: Uint8Array; text: string }[],
  separator: string,
): { bytes: Uint8Array; text: string } => ({
  text: parts.map((p) => p.text).join(separator),
  bytes: Uint8Array.from(
    Buffer.concat(parts.flatMap((p, i) => (i === 0 ? [p.bytes] : [Buffer.from(separator), p.bytes]))),
  ),
});

export function mixedSamples({ samples, side }: Options): MixedSamples[] {
  const piece = (r: Random, chars: number): { bytes: Uint8Array; text: string } => {
    const [name, script] = r.pick(MIX);
    return chinese(side, script).draw(
      r,
      as(name),
      name === 'utf-8' ? 3 * chars : 2 * chars,
      (t) => mostlyHan(t) && !t.includes('\n'),
    );
  };
  const repeat = (r: Random, n: number, chars: () => number): { bytes: Uint8Array; text: string }[] =>
    Array.from({ length: n }, () => piece(r, chars()));
  const n = Math.max(2, Math.ceil(samples / 10));
  return [
    make('lines of 15–60 characters', n, (r) =>
      joined(
        repeat(r, 20, () => r.int(15, 60)),
        '\n',
      ),
    ),
    make('lines of 4–15 characters', n, (r) =>
      joined(
        repeat(r, 20, () => r.int(4, 15)),
        '\n',
      ),
    ),
    make('runs of 5–20 characters, commas between', n, (r) =>
      joined(
        repeat(r, 6, () => r.int(5, 20)),
        ',',
      ),
    ),
    make('runs of 5–20 characters, nothing between', n, (r) =>
      joined(
        repeat(r, 6, () => r.int(5, 20)),
        '',
      ),
    ),
  ];
}
