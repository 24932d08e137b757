/** Text for the detection cells, drawn at random places of the corpus and cut to a number of bytes. */
import { type Written, writeAs } from '../../src/bytes/codecs.ts';
import { negHeldOutFiles, negTrainFiles, readLines } from '../corpus.ts';
import { points } from './measure.ts';
import type { Random } from './random.ts';
import { type Script, type Side, sideLines } from './samples.ts';

const HAN = /\p{Script=Han}/u;

export type Encode = (text: string) => Written;

/** Text that is drawn at random places of lines. */
export class Source {
  readonly #lines: readonly string[];
  constructor(lines: readonly string[]) {
    if (lines.length === 0) throw new Error('no lines to draw from');
    this.#lines = lines;
  }

  /** At most `size` bytes, and not many less, cut between characters; `keep` says which text will do. */
  draw(
    random: Random,
    encode: Encode,
    size: number,
    keep: (text: string) => boolean = () => true,
  ): { bytes: Uint8Array; text: string } {
    for (;;) {
      let text = random.pick(this.#lines);
      text = points(text)
        .slice(random.int(0, Math.max(0, points(text).length - 3)))
        .join('');
      while (text.length < size) text += `\n${random.pick(this.#lines)}`;
      const chars = points(text.slice(0, size));
      let n = 0;
      let length = 0;
      for (const char of chars) {
        const next = encode(char).bytes.length;
        if (length + next > size) break;
        length += next;
        n++;
      }
      const cut = chars.slice(0, n).join('');
      if (!keep(cut)) continue;
      const { bytes, unencodable } = encode(cut);
      if (unencodable.length === 0) return { bytes, text: cut };
    }
  }

  /** `n` hanzi in a row. */
  hanzi(random: Random, n: number): string {
    for (;;) {
      const chars = points(random.pick(this.#lines));
      const at = random.int(0, Math.max(0, chars.length - n));
      const cut = chars.slice(at, at + n);
      if (cut.length === n && cut.every((c) => HAN.test(c))) return cut.join('');
    }
  }
}

const sources = new Map<string, Source>();

export function chinese(side: Side, script: Script): Source {
  const key = `${side} ${script}`;
  let source = sources.get(key);
  if (!source) sources.set(key, (source = new Source(sideLines(side, script))));
  return source;
}

/** Other languages; those of which there is one file alone are the same on both sides. */
export function foreign(side: Side, languages: readonly string[]): Source {
  const key = `${side} ${languages.join()}`;
  let source = sources.get(key);
  if (source) return source;
  const pick = (files: ReturnType<typeof negTrainFiles>) =>
    files.filter((f) => languages.some((l) => f.source.endsWith(`.${l}`)));
  let files = pick(side === 'dev' ? negTrainFiles() : negHeldOutFiles());
  if (files.length === 0) files = pick([...negTrainFiles(), ...negHeldOutFiles()]);
  sources.set(key, (source = new Source(files.flatMap((f) => readLines(f).slice(0, 5000)))));
  return source;
}

/** Lines of pure ASCII. */
export function english(side: Side): Source {
  const key = `${side} english`;
  let source = sources.get(key);
  if (source) return source;
  const files = (side === 'dev' ? negTrainFiles() : negHeldOutFiles()).filter((f) => /\.en/.test(f.source));
  const lines = files
    .flatMap((f) => readLines(f).slice(0, 20_000))
    .filter((line) => !/[^\0-\x7f]/.test(line));
  sources.set(key, (source = new Source(lines)));
  return source;
}

export const mostlyHan = (text: string): boolean => {
  const chars = points(text);
  return chars.filter((c) => HAN.test(c)).length * 2 >= chars.length;
};

export const as =
  (name: string): Encode =>
  (text) =>
    writeAs(name, text);
