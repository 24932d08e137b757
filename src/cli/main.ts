/**
 * The `luanma` command: a filter like any other. Bytes in, bytes out, findings where they were asked for.
 *
 * It never exits the process and touches no global stream, so tests run it in place. What only a run needs is loaded
 * by a run, so that --help and --version stay quick.
 * Example: main(['--check', 'a.txt'], io) → 1, with "a.txt:3:7 utf8-as-gbk\n" on io.stdout.
 */
import { commandOf } from './commands.ts';
import type { Engine } from './engine.ts';
import { type CliOptions, helpText, nearest, parseFlags, UsageError } from './flags.ts';
import { BrokenPipe, type CliIo, OutputError, Sink } from './io.ts';

/** Runs the command with the arguments after its name; resolves to the exit status. */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  const out = new Sink(io.stdout, 'standard output');
  const err = new Sink(io.stderr, 'standard error');
  let status = 0;
  try {
    const command = await commandOf(argv[0]);
    if (command) {
      status = await command(argv.slice(1), io, { out, err });
      await out.finish();
      return status;
    }
    const options = parseFlags(argv);
    const information = await informationFor(options, io);
    if (information !== null) {
      await out.write(information);
      await out.finish();
      return 0;
    }
    const engine = await io.engine();
    checkChannels(options, engine);
    const { perform } = await import('./perform.ts');
    status = await perform(options, engine, io, { out, err, status: (now) => (status = now) });
    await err.finish().catch(() => {});
    return status;
  } catch (error) {
    if (error instanceof BrokenPipe) return status;
    await err.write(`luanma: ${failure(error)}\n`).catch(() => {});
    return 2;
  }
}

/** What is asked for instead of a run; null for a run. */
async function informationFor({ mode }: CliOptions, io: CliIo): Promise<string | null> {
  if (mode === 'help') return helpText();
  if (mode === 'version') return `luanma ${io.version}\n`;
  if (mode !== 'list-channels') return null;
  const all = (await io.engine()).channels();
  return all.map(({ id, title }) => `${id}\t${title}\n`).join('');
}

function checkChannels({ repair }: CliOptions, engine: Engine): void {
  const known = engine.channels().map(({ id }) => id);
  const wrong = repair.channels?.find((id) => !known.includes(id));
  if (wrong === undefined) return;
  const near = nearest(wrong, known);
  const guess = near === undefined ? '' : ` did you mean ${near}?`;
  throw new UsageError(`unknown channel '${wrong}';${guess} "luanma --channels list" prints them all`);
}

function failure(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\nTry 'luanma --help'.`;
  if (error instanceof OutputError) return error.message;
  return `failed, please report this: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
