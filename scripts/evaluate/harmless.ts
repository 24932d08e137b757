/**
 * Lines in which an escape is the correct spelling, and lines that only look like one: templates filled with Chinese
 * of a fixed set, and whatever the packages on this machine have in their own sources.
 */
import { codeSets } from './cleanCode.ts';
import { type Line, plain, TEMPLATES, WORDS } from './harmlessTemplates.ts';
import { type Random, seeded } from './random.ts';
import { pool, type Side } from './samples.ts';

export interface HarmlessSet {
  name: string;
  generated: boolean;
  documents: string[];
}

/** Lines a template. */
const EACH = 24;

export function harmlessLines(side: Side): HarmlessSet[] {
  const generated = Object.entries(TEMPLATES).map(([name, lines]): HarmlessSet => {
    const random = seeded(`harmless ${side} ${name}`);
    return { name, generated: true, documents: lines.flatMap((line) => fill(line, side, random)) };
  });
  return [...generated, ...packages()];
}

function fill(line: Line, side: Side, random: Random): string[] {
  return Array.from({ length: EACH }, () =>
    line(plain(pool(side, 'hans').draw('5–10', random).text), random.pick(WORDS), random.int(1, 9999)),
  );
}

/** Escapes of a character beyond ASCII, as most programs write them. */
const ESCAPED =
  /\\u[4-9a-f][\da-f]{3}|\\x[89a-f][\da-f]|\\[23][0-7]{2}|%[89A-F][\dA-F]%|&#x?\w{4,5};|=\?[\w-]+\?[BQ]\?|=[89A-F][\dA-F]=[89A-F]|\+[A-Za-z\d+/]{6,}-|~\{|<U\+|\{U\+|#U\w{4}/i;
/** Its files hold escapes that are no part of a program: what they document. */
const LINES_EACH = 4000;

/** Files of installed packages, as they are; of each set those lines that have an escape, with their neighbours. */
function packages(): HarmlessSet[] {
  return codeSets('').sets.map(({ name, files }): HarmlessSet => {
    const documents: string[] = [];
    let lines = 0;
    for (const file of files) {
      if (lines >= LINES_EACH) break;
      if (!ESCAPED.test(file.text)) continue;
      const all = file.text.split('\n');
      const near = new Set(
        all.flatMap((line, i) => (ESCAPED.test(line) && line.length < 2000 ? [i - 1, i, i + 1] : [])),
      );
      const kept = all.filter((line, i) => near.has(i) && line.length < 2000);
      documents.push(kept.join('\n'));
      lines += kept.length;
    }
    return { name, generated: false, documents };
  });
}
