/**
 * `--candidates N`: for each line (with --jsonl: each field) the N best explanations, best first, one a row:
 *
 *     path:line  rank  logOdds  confidence  channels  text      (tabs between; path:line:field with --jsonl)
 *
 * "undamaged" stands for no channels and competes like the others; with --channels only chains of those channels
 * and "undamaged" are shown. Empty lines are left out; a line longer than a block is explained block by block.
 * Control characters are shown as escapes, so that a row is always one line with five tabs.
 */
import { DocumentReader } from '../stream/reader.ts';
import { chainName } from '../stream/tally.ts';
import { asUtf8, readerOptions } from './encodings.ts';
import { printable } from './explain.ts';
import { fieldReader, readRecord, skipEvents, stringOf } from './jsonl.ts';
import { eachLine, lineBatches } from './lines.ts';
import type { Run } from './run.ts';

/** The explanations of every line of a file. */
export async function explainLines(path: string, run: Run): Promise<void> {
  const reader = new DocumentReader(readerOptions(run.options));
  const pass = async (pieces: ReturnType<DocumentReader['end']>): Promise<void> => {
    for (const piece of pieces) {
      if (piece.kind === 'bytes') {
        if (piece.reason === 'encoding')
          await run.say(`luanma: ${path}:${piece.line}: bytes in no known encoding; left out\n`);
        continue;
      }
      for (const [index, text] of piece.text.split('\n').entries()) {
        await run.write(rows(`${path}:${piece.line + index}`, text.replace(/\r$/, ''), run));
      }
    }
  };
  for await (const chunk of run.read(path)) await pass(reader.push(chunk));
  await pass(reader.end());
}

/** The explanations of every wanted field of a file of records. */
export async function explainRecords(path: string, run: Run): Promise<void> {
  const { fields } = fieldReader(run.options.fields);
  let number = 0;
  const { from } = run.options.repair;
  const chunks = from === undefined ? run.read(path) : asUtf8(run.read(path), from);
  for await (const { bytes } of lineBatches(chunks)) {
    for (const line of eachLine(bytes)) {
      number++;
      const read = readRecord(line, number === 1, fields);
      await run.tell(path, skipEvents(read, line, number));
      for (const value of read.values) {
        await run.write(rows(`${path}:${number}:${value.field}`, stringOf(line, value).value, run));
      }
    }
  }
}

function rows(place: string, text: string, run: Run): string {
  if (text.trim() === '') return '';
  const { candidates, repair } = run.options;
  const allowed = repair.channels;
  return run.engine
    .detect(text)
    .filter(({ channels }) => !allowed || channels.every((step) => allowed.includes(step.channel)))
    .slice(0, candidates)
    .map(({ channels, text: original, logOdds, confidence }, rank) => {
      const scores = [String(rank + 1), logOdds.toFixed(1), confidence.toFixed(4)];
      return `${[place, ...scores, chainName(channels, 'undamaged'), printable(original)].join('\t')}\n`;
    })
    .join('');
}
