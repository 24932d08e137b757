/**
 * `luanma names [--apply] PATH…`: damaged names of files and folders, old → new; renames them on --apply.
 *
 * Decides per folder, for names of one folder share their damage. Refuses a target that is there already, one that two
 * names would share, and one that is no name (a slash in it, longer than 255 bytes).
 */
import { resolve } from 'node:path';
import { repairNames, type NameRepair } from '../../names/index.ts';
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
import type { CliIo } from '../io.ts';
import { type Outcome, readUndo, rename, type Renaming, revert, UndoFileError, writeUndo } from './undo.ts';
import { type Folder, foldersBelow } from './walk.ts';

const USAGE = `Usage: luanma names [--apply] PATH...
       luanma names --undo FILE

Finds garbled names of files and folders, at PATH and below it, and prints old → new with the confidence.

Options:
  --apply             rename them; what was renamed is first written to an undo file
  --undo-file FILE    name of the undo file (default: luanma-undo-DATE.jsonl in the working directory)
  --undo FILE         give everything in FILE its old name back
  --min-confidence P  leave alone what is less certain than P (default 0.9)

Exit status: 0 done; 2 wrong usage, or something could not be read or renamed.
`;

interface Found extends Renaming {
  repair: NameRepair;
  /** Why it cannot be renamed. */
  fault?: string;
}

export const names: Command = async (argv, io, output) => {
  const { values, positionals } = parseCommand(
    'names',
    {
      apply: { type: 'boolean' },
      undo: { type: 'string' },
      'undo-file': { type: 'string' },
      'min-confidence': { type: 'string' },
    },
    argv,
  );
  if (values['help'] === true) {
    await output.out.write(USAGE);
    return 0;
  }
  if (typeof values['undo'] === 'string') {
    if (positionals.length > 0 || values['apply'] === true)
      throw new UsageError('names: --undo takes everything from its file; leave out the rest');
    return undoAll(resolve(io.cwd, values['undo']), output);
  }
  if (positionals.length === 0) throw new UsageError('names: name at least one file or folder');
  const minConfidence = confidenceFrom(values['min-confidence']);
  const { found, status } = await search(positionals, minConfidence, io, output);
  for (const { folder, from, repair, fault } of found) {
    const where = `${spelled(folder)}/`;
    const note = fault === undefined ? percent(repair.confidence) : `left: ${fault}`;
    await output.out.write(`${where}${spelled(from)} → ${shown(repair.text)}  ${note}\n`);
  }
  if (values['apply'] !== true) return status;
  const file = typeof values['undo-file'] === 'string' ? values['undo-file'] : undoName();
  return Math.max(status, await applyAll(found, resolve(io.cwd, file), io, output));
};

/** Everything damaged at and below the paths, deepest first, each once. */
async function search(
  paths: readonly string[],
  minConfidence: number,
  io: CliIo,
  { err }: Output,
): Promise<{ found: Found[]; status: number }> {
  const found: Found[] = [];
  const seen = new Set<string>();
  let status = 0;
  for (const path of paths) {
    try {
      for (const folder of foldersBelow(path, io.cwd))
        for (const one of inFolder(folder, minConfidence)) {
          const key = `${one.folder.toString('hex')}/${one.from.toString('hex')}`;
          if (!seen.has(key)) found.push(one);
          seen.add(key);
        }
    } catch (error) {
      await err.write(
        `luanma: names: ${path}: ${codeOf(error) === 'ENOENT' ? 'no such file; check the name' : messageOf(error)}\n`,
      );
      status = 2;
    }
  }
  // one path may lie in another: what is deeper goes first
  const depth = ({ folder }: Found): number => folder.toString('latin1').split(/[\\/]/).length;
  return { found: found.sort((a, b) => depth(b) - depth(a)), status };
}

function inFolder({ path, all, names: asked }: Folder, minConfidence: number): Found[] {
  const texts = all.map((name) => name.toString());
  const foreign = all.some((name, i) => !Buffer.from(texts[i]!).equals(name));
  const repairs = repairNames(foreign ? all : texts, { minConfidence });
  const taken = new Set(all.map((name) => name.toString('hex')));
  return all.flatMap((from, i): Found[] => {
    const repair = repairs[i]!;
    const to = Buffer.from(repair.text);
    if (!repair.changed || to.equals(from) || !asked.some((name) => name.equals(from))) return [];
    const fault = faultOf(repair.text, to, taken);
    taken.add(to.toString('hex'));
    return [{ folder: path, from, to, repair, ...(fault === undefined ? {} : { fault }) }];
  });
}

function faultOf(text: string, to: Buffer, taken: ReadonlySet<string>): string | undefined {
  if (text === '' || text === '.' || text === '..' || /[/\0]/.test(text)) return 'that is no name for a file';
  if (to.length > 255) return 'the new name is too long';
  return taken.has(to.toString('hex')) ? 'there is one of that name' : undefined;
}

async function applyAll(
  found: readonly Found[],
  file: string,
  io: CliIo,
  { out, err }: Output,
): Promise<number> {
  const wanted = found.filter(({ fault }) => fault === undefined);
  if (wanted.length === 0) return 0;
  try {
    writeUndo(file, wanted, io.version);
  } catch (error) {
    const reason =
      codeOf(error) === 'EEXIST' ? 'is there already; name another one with --undo-file' : messageOf(error);
    await err.write(`luanma: names: ${file}: ${reason}; nothing was renamed\n`);
    return 2;
  }
  const failed = await each(wanted, rename, err);
  await out.write(
    `renamed ${wanted.length - failed} of ${found.length}; to undo: luanma names --undo ${file}\n`,
  );
  return failed > 0 ? 2 : 0;
}

async function undoAll(file: string, { out, err }: Output): Promise<number> {
  let all: Renaming[];
  try {
    all = readUndo(file);
  } catch (error) {
    if (!(error instanceof UndoFileError) && codeOf(error) === '') throw error;
    await err.write(
      `luanma: names: ${codeOf(error) === 'ENOENT' ? `${file}: no such file; check the name` : messageOf(error)}\n`,
    );
    return 2;
  }
  const failed = await each([...all].reverse(), revert, err);
  await out.write(`${all.length - failed} of ${all.length} have their old names\n`);
  return failed > 0 ? 2 : 0;
}

const REASONS: Readonly<Record<Outcome, string | null>> = {
  renamed: null,
  'as it was': null,
  taken: 'there is one of the other name; left as it is',
  gone: 'neither name is there',
};

/** Goes through all of them; returns how many failed, after saying why. */
async function each(
  renamings: readonly Renaming[],
  step: (renaming: Renaming) => Outcome,
  err: Output['err'],
): Promise<number> {
  let failed = 0;
  for (const renaming of renamings) {
    let reason: string | null;
    try {
      reason = REASONS[step(renaming)];
    } catch (error) {
      reason = messageOf(error);
    }
    if (reason === null) continue;
    failed++;
    const { folder, from, to } = renaming;
    await err.write(`luanma: names: ${spelled(folder)}: ${spelled(from)} → ${spelled(to)}: ${reason}\n`);
  }
  return failed;
}

/** A name as text; bytes that are not UTF-8 as \xD6. */
function spelled(name: Buffer): string {
  const text = name.toString();
  if (Buffer.from(text).equals(name)) return shown(text);
  return Array.from(name, (b) =>
    b < 0x80 ? shown(String.fromCharCode(b)) : `\\x${b.toString(16).toUpperCase()}`,
  ).join('');
}

function undoName(): string {
  return `luanma-undo-${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}.jsonl`;
}
