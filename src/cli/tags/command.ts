/**
 * `luanma tags [--apply] FILE…`: garbled tags of MP3 files, old → new; writes them on --apply. The evidence is pooled
 * over the files of one call: they mostly come from one collection.
 */
import { resolve } from 'node:path';
import { repairNames } from '../../names/index.ts';
import {
  type Command,
  codeOf,
  confidenceFrom,
  messageOf,
  parseCommand,
  percent,
  shown,
} from '../commands.ts';
import { UsageError } from '../flags.ts';
import { type Field, readFields, writeFields } from './file.ts';

const USAGE = `Usage: luanma tags [--apply] FILE.mp3...

Finds garbled ID3 tags (v1, v2.2 to v2.4) and prints old → new with the confidence.

Options:
  --apply             write them, in Unicode; garbled ID3v1 tags become ID3v2
  --min-confidence P  leave alone what is less certain than P (default 0.9)

Exit status: 0 done; 2 wrong usage, or a file that could not be read or written.
`;

export const tags: Command = async (argv, io, { out, err }) => {
  const { values, positionals } = parseCommand(
    'tags',
    { apply: { type: 'boolean' }, 'min-confidence': { type: 'string' } },
    argv,
  );
  if (values['help'] === true) {
    await out.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError('tags: name at least one file');
  const minConfidence = confidenceFrom(values['min-confidence']);
  let status = 0;
  const failed = async (path: string, error: unknown): Promise<void> => {
    const reason = codeOf(error) === 'ENOENT' ? 'no such file; check the name' : messageOf(error);
    await err.write(`luanma: tags: ${path}: ${reason}\n`);
    status = 2;
  };
  const files: { path: string; fields: Field[] }[] = [];
  for (const path of positionals) {
    try {
      files.push({ path, fields: await readFields(resolve(io.cwd, path)) });
    } catch (error) {
      await failed(path, error);
    }
  }
  const repairs = repairFields(
    files.flatMap(({ fields }) => fields),
    minConfidence,
  );
  let next = 0;
  for (const { path, fields } of files) {
    const texts: (string | undefined)[] = [];
    for (const field of fields) {
      const repair = repairs[next++];
      texts.push(repair?.text);
      if (repair)
        await out.write(
          `${shown(path)}: ${field.name}: ${shown(field.text)} → ${shown(repair.text)}  ${percent(repair.confidence)}\n`,
        );
    }
    if (values['apply'] !== true || texts.every((text) => text === undefined)) continue;
    try {
      await writeFields(resolve(io.cwd, path), texts);
    } catch (error) {
      await failed(path, error);
    }
  }
  return status;
};

/** For each field its repair, or undefined. A field that was cut within a character loses the rest of it: nothing is guessed. */
function repairFields(
  fields: readonly Field[],
  minConfidence: number,
): ({ text: string; confidence: number } | undefined)[] {
  const whole = repairNames(
    fields.map(({ text }) => text),
    { minConfidence },
  );
  const cut = fields.map(({ text, cutAt }) =>
    cutAt !== undefined && text.length >= cutAt ? text.slice(0, -1) : '',
  );
  const shorter = repairNames([...cut, ...fields.map(({ text }) => text)], { minConfidence });
  return fields.map(({ text }, i) => {
    // half a character at the end stays behind when the rest of it is repaired
    const rest =
      cut[i] !== '' &&
      (whole[i]!.text.endsWith(text.at(-1)!) ||
        (shorter[i]!.changed && whole[i]!.text.startsWith(shorter[i]!.text)));
    return (rest ? [shorter[i]!, whole[i]!] : [whole[i]!, shorter[i]!]).find(({ changed }) => changed);
  });
}
