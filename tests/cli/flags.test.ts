/** Options: what they mean, and that every mistake is told with its remedy. */
import { describe, expect, test } from 'vitest';
import { FLAGS, helpText, parseFlags, UsageError } from '../../src/cli/flags.ts';

function mistake(...args: string[]): string {
  try {
    parseFlags(args);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'none';
}

describe('options', () => {
  test('all of them', () => {
    const args =
      '--jsonl --field a --field=b.c --explain --report r --min-confidence .5 --channels x,y --channels z --lost mark --strict --add-report luanma -o out.gz --jobs 3 --summary --progress f - g';
    expect(parseFlags(args.split(' '))).toEqual({
      mode: 'repair',
      files: ['f', '-', 'g'],
      jsonl: true,
      fields: ['a', 'b.c'],
      candidates: 0,
      explain: true,
      report: 'r',
      addReport: 'luanma',
      wet: false,
      output: 'out.gz',
      inPlace: false,
      backup: undefined,
      dryRun: false,
      format: 'text',
      baseline: undefined,
      updateBaseline: false,
      jobs: 3,
      summary: true,
      progress: true,
      strict: true,
      repair: { minConfidence: 0.5, lost: 'mark', channels: ['x', 'y', 'z'] },
    });
  });

  test('none: standard input, and the defaults of the library', () => {
    expect(parseFlags([])).toMatchObject({ mode: 'repair', files: ['-'], repair: {} });
  });

  test.each([
    [['--check'], 'check'],
    [['--candidates', '3'], 'candidates'],
    [['--channels', 'list'], 'list-channels'],
    [['-h'], 'help'],
    [['-V'], 'version'],
    [['--bogus', '--help', '--candidates', 'x'], 'help'],
    [['--', '--check'], 'repair'],
  ])('%j: %s', (args, mode) => {
    expect(parseFlags(args).mode).toBe(mode);
  });

  test.each([
    [['--chek'], 'unknown option --chek; did you mean --check? (a file of that name: ./--chek)'],
    [['--zzzzzzzzz'], 'unknown option --zzzzzzzzz (a file of that name: ./--zzzzzzzzz)'],
    [['-x'], 'unknown option -x (a file of that name: ./-x)'],
    [['--check=yes'], '--check takes no value; leave out =yes'],
    [['--field'], '--field needs a value: --field NAME'],
    [['--report='], '--report needs a value: --report FILE'],
    [['--field', '--jsonl'], '--field needs a value; if --jsonl is the value, write --field=--jsonl'],
    [['--lost', 'drop'], "--lost takes infer, keep or mark, not 'drop'"],
    [['--candidates', '0'], "--candidates takes a whole number from 1, not '0'"],
    [['--min-confidence', '1.5'], "--min-confidence takes a number from 0 to 1, not '1.5'"],
    [['--min-confidence', '90%'], "--min-confidence takes a number from 0 to 1, not '90%'"],
    [['--jsonl'], '--jsonl needs the name of at least one field: --jsonl --field text'],
    [['--field', 'a'], '--field is for JSON Lines: add --jsonl, or leave it out'],
    [['--report', '-'], '--report needs a file, for standard output has the text: --report report.jsonl'],
    [['--check', '--candidates', '2'], '--check and --candidates exclude each other: run luanma twice'],
    [['--candidates', '2', '--explain'], '--candidates repairs nothing: leave out --explain and --report'],
    [['--jobs', '0'], "--jobs takes a whole number from 1, not '0'"],
    [['--add-report', 'r'], '--add-report is for JSON Lines: add --jsonl, or leave it out'],
    [['--format', 'sarif'], '--format is about findings: add --check, or leave it out'],
    [['--check', '--format', 'xml'], "--format takes text, github or sarif, not 'xml'"],
    [['--check', '--update-baseline'], '--update-baseline needs the name of the file: --baseline FILE'],
    [['--backup', '.orig', 'f'], '--backup is for --in-place: add it, or leave it out'],
    [['-i', '--backup', 'a/b', 'f'], '--backup takes the end of a name, without /: --backup .orig'],
    [['-i', '--check', 'f'], '--in-place repairs files, --check does not: leave one of them out'],
    [['-i', '-o', 'x', 'f'], '--in-place and --output exclude each other: leave one of them out'],
    [['--wet', '-i', 'f'], '--wet and --in-place exclude each other: leave one of them out'],
    [['-i'], '--in-place needs the names of files or folders, for standard input has no place'],
    [['-n', '-'], '--dry-run needs the names of files or folders, for standard input has no place'],
  ])('%j is refused', (args, message) => {
    expect(mistake(...args)).toBe(message);
  });

  test('the help has every option, in lines that fit', () => {
    const help = helpText();
    for (const { name } of FLAGS) expect(help).toContain(`--${name}`);
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
  });
});
