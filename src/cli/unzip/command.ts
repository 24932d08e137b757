/**
 * `luanma unzip [--list] FILE.zip [-d FOLDER]`: an archive with its names as they were meant.
 * Example: 2 entries in GBK without a flag, `luanma unzip --list a.zip` → "文档/\tgbk\t99.9 %" and so on.
 */
import { resolve } from 'node:path';
import {
  type Command,
  codeOf,
  confidenceFrom,
  messageOf,
  type Output,
  parseCommand,
  percent,
  shown,
} from '../commands.ts';
import { UsageError } from '../flags.ts';
import { type Archive, ArchiveError, openArchive } from './archive.ts';
import { extract } from './extract.ts';
import { refuseHostile } from './guard.ts';

const USAGE = `Usage: luanma unzip [--list] FILE.zip [-d FOLDER]

Unpacks a ZIP file whose names are in GBK, Big5, Shift_JIS or another encoding, or were garbled.

Options:
  -l, --list          print name, encoding and confidence of every entry; unpack nothing
  -d, --folder DIR    where to (default: the working directory)
  --max-size BYTES    how much it may unpack to (default: 200 times its size, at least 64 MiB)
  --min-confidence P  leave garbled names that are less certain than P (default 0.9)

Nothing is overwritten. Archives that lead out of the folder, hold links or unpack to far too much are refused.
Exit status: 0 done; 2 wrong usage, an archive that was refused, or an entry that could not be written.
`;

export const unzip: Command = async (argv, io, output) => {
  const { values, positionals } = parseCommand(
    'unzip',
    {
      list: { type: 'boolean', short: 'l' },
      folder: { type: 'string', short: 'd' },
      'max-size': { type: 'string' },
      'min-confidence': { type: 'string' },
    },
    argv,
  );
  if (values['help'] === true) {
    await output.out.write(USAGE);
    return 0;
  }
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('unzip: name one ZIP file');
  const maxSize = sizeFrom(values['max-size']);
  const minConfidence = confidenceFrom(values['min-confidence']);
  let archive: Archive;
  try {
    archive = await openArchive(resolve(io.cwd, file), minConfidence);
  } catch (error) {
    return failed(file, error, output);
  }
  try {
    if (values['list'] === true) {
      for (const { name, encoding, confidence } of archive.items)
        await output.out.write(`${shown(name)}\t${encoding}\t${percent(confidence)}\n`);
      return 0;
    }
    refuseHostile(archive, maxSize);
    return await unpack(archive, resolve(io.cwd, String(values['folder'] ?? '.')), file, output);
  } catch (error) {
    return await failed(file, error, output);
  } finally {
    archive.zip.close();
  }
};

async function unpack(
  { zip, items }: Archive,
  folder: string,
  file: string,
  output: Output,
): Promise<number> {
  let status = 0;
  for (const item of items) {
    try {
      await extract(zip, item, folder);
      await output.out.write(`${shown(item.name)}\n`);
    } catch (error) {
      status = await failed(`${file}: ${shown(item.name)}`, error, output);
    }
  }
  return status;
}

async function failed(what: string, error: unknown, { err }: Output): Promise<number> {
  if (!(error instanceof ArchiveError) && codeOf(error) === '' && !(error instanceof Error)) throw error;
  const reason = codeOf(error) === 'ENOENT' ? 'no such file; check the name' : messageOf(error);
  await err.write(`luanma: unzip: ${what}: ${reason}\n`);
  return 2;
}

function sizeFrom(value: string | boolean | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  throw new UsageError(`--max-size takes a number of bytes, not '${String(value)}'`);
}
