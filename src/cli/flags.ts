/**
 * The options of the command, in one table: `node:util` parseArgs, the help text and completions are made from it.
 *
 * It decides what an option is called and which values it takes, and refuses everything else with a message that
 * names the remedy. Example: `--lost drop` → "--lost takes infer, keep or mark, not 'drop'".
 * It does not know the channels; whoever runs the command checks their names.
 */
import { parseArgs } from 'node:util';
import type { RepairOptions } from '../types.ts';
import type { Format } from './formats.ts';

/** One option. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; an option without it is a switch. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

export const FLAGS: readonly Flag[] = [
  {
    name: 'from',
    value: 'ENC',
    help: 'the files are in this encoding (default: detected)',
  },
  { name: 'to', value: 'ENC', help: 'write in this encoding (default UTF-8)' },
  {
    name: 'unencodable',
    value: 'HOW',
    choices: ['entity', 'question'],
    help: 'with --to: write what ENC lacks as &#20320; or as ? (default: stop with an error)',
  },
  { name: 'detect', help: 'print the encoding of each file: path, encoding, confidence, runner-up, parts' },
  { name: 'jsonl', help: 'read JSON Lines: repair the given fields, leave every other byte of a line alone' },
  {
    name: 'field',
    value: 'NAME',
    help: 'field for --jsonl; repeatable; a.b for nested, * for every element',
  },
  {
    name: 'add-report',
    value: 'NAME',
    help: 'with --jsonl: add a field that tells what was repaired in the record',
  },
  { name: 'wet', help: "read WARC files, as Common Crawl's WET: repair the text of each conversion record" },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    help: 'write to FILE, which appears when it is complete; .gz compresses',
  },
  {
    name: 'in-place',
    short: 'i',
    help: 'repair the files themselves; folders too, without what .gitignore names',
  },
  { name: 'backup', value: 'SUFFIX', help: 'with --in-place: keep the old file under its name and SUFFIX' },
  { name: 'dry-run', short: 'n', help: 'show what --in-place would change, as a diff' },
  { name: 'check', help: 'print path:line:column kind for everything damaged; exit 1 if anything is' },
  {
    name: 'format',
    value: 'HOW',
    choices: ['text', 'github', 'sarif'],
    help: 'how --check tells its findings: text, github (annotations), sarif',
  },
  { name: 'baseline', value: 'FILE', help: 'with --check: tell only what FILE does not know' },
  { name: 'update-baseline', help: 'with --baseline: write FILE with everything found, exit 0' },
  { name: 'candidates', value: 'N', help: 'print the N best explanations of each line, with scores' },
  { name: 'explain', help: 'tell on standard error what was repaired, and how' },
  { name: 'report', value: 'FILE', help: 'write every span to FILE as JSON Lines' },
  {
    name: 'min-confidence',
    value: 'P',
    help: 'leave alone what is less certain than P, from 0 to 1 (default 0.9)',
  },
  {
    name: 'channels',
    value: 'LIST',
    help: 'consider only these kinds of damage (a,b,c); "list" prints them all',
  },
  {
    name: 'lost',
    value: 'HOW',
    choices: ['infer', 'keep', 'mark'],
    help: 'characters whose bytes were lost: infer, keep what stands there, mark with U+FFFD',
  },
  {
    name: 'escapes',
    value: 'WHEN',
    choices: ['auto', 'never', 'always'],
    help: 'undo \\u4f60, %E4%BD%A0 and the like: auto (not in code and URLs), never, always',
  },
  {
    name: 'script',
    value: 'HOW',
    choices: ['original', 'keep', 'simplified', 'traditional'],
    help: 'script of what is repaired: as it was written (default), as it stands, or converted',
  },
  {
    name: 'punctuation',
    value: 'HOW',
    choices: ['keep', 'full-width'],
    help: 'ASCII punctuation of annotated pages: keep, or full-width between hanzi',
  },
  { name: 'jobs', short: 'j', value: 'N', help: 'work in N threads (default 1); the output is the same' },
  { name: 'summary', help: 'say at the end, on standard error, what was found' },
  { name: 'progress', help: 'show on a terminal how far the work is' },
  { name: 'strict', help: 'with --jsonl: exit 2 if a line could not be read as asked' },
  { name: 'help', short: 'h', help: 'print this' },
  { name: 'version', short: 'V', help: 'print the version' },
];

/** What the command is asked to do. */
export interface CliOptions {
  mode: 'repair' | 'check' | 'candidates' | 'detect' | 'list-channels' | 'help' | 'version';
  files: string[];
  jsonl: boolean;
  fields: string[];
  addReport: string | undefined;
  wet: boolean;
  candidates: number;
  explain: boolean;
  report: string | undefined;
  output: string | undefined;
  inPlace: boolean;
  backup: string | undefined;
  dryRun: boolean;
  format: Format;
  baseline: string | undefined;
  updateBaseline: boolean;
  jobs: number;
  summary: boolean;
  progress: boolean;
  strict: boolean;
  /** The encoding that is written. */
  to: string | undefined;
  unencodable: 'entity' | 'question' | undefined;
  repair: RepairOptions;
}

/** More threads than this are a mistake: each holds a model of its own. */
const MOST_JOBS = 256;

/** The command was called wrongly: exit 2. */
export class UsageError extends Error {}

/** Reads the arguments; throws UsageError. `--help` and `--version` win over mistakes in the rest. */
export function parseFlags(argv: readonly string[]): CliOptions {
  const given = readTokens(argv);
  const one = (name: string): string | undefined => given.values.get(name)?.at(-1);
  const has = (name: string): boolean => given.values.has(name);
  const mode = has('help') ? 'help' : has('version') ? 'version' : undefined;
  if (mode === undefined && given.fault !== undefined) throw new UsageError(given.fault);
  const options: CliOptions = {
    mode: mode ?? 'repair',
    files: given.files.length > 0 ? given.files : ['-'],
    jsonl: has('jsonl'),
    fields: given.values.get('field') ?? [],
    addReport: one('add-report'),
    wet: has('wet'),
    candidates: 0,
    explain: has('explain'),
    report: one('report'),
    output: one('output'),
    inPlace: has('in-place'),
    backup: one('backup'),
    dryRun: has('dry-run'),
    format: (one('format') ?? 'text') as Format,
    baseline: one('baseline'),
    updateBaseline: has('update-baseline'),
    jobs: 1,
    summary: has('summary'),
    progress: has('progress'),
    strict: has('strict'),
    to: one('to'),
    unencodable: one('unencodable') as CliOptions['unencodable'],
    repair: {},
  };
  if (mode !== undefined) return options;
  options.candidates = count('candidates', one('candidates'));
  if (has('jobs')) options.jobs = Math.min(MOST_JOBS, count('jobs', one('jobs')));
  options.repair = repairOptions(given.values);
  if (options.repair.channels?.[0] === 'list') return { ...options, mode: 'list-channels' };
  if (has('check')) options.mode = 'check';
  if (has('candidates')) options.mode = 'candidates';
  if (has('detect')) options.mode = 'detect';
  // In place a file keeps the encoding that was named.
  if (options.inPlace && options.to === undefined) options.to = options.repair.from;
  const conflict = contradiction(options, has('check')) ?? misplaced(options, given);
  if (conflict !== undefined) throw new UsageError(conflict);
  return options;
}

/** The help text. */
export function helpText(): string {
  const left = FLAGS.map(
    ({ name, short, value }) =>
      `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`,
  );
  const width = Math.max(...left.map((text) => text.length));
  const rows = FLAGS.map(({ help }, i) => {
    return `  ${left[i]!.padEnd(width)}  ${help}`;
  });
  return [
    'Usage: luanma [options] [FILE...]',
    '',
    'Gives back Chinese text that a wrong decoder garbled. Reads the files, or standard input (also as -),',
    'and writes the repaired text to standard output in UTF-8. Whatever is not damaged comes out as it is.',
    '',
    'Options:',
    ...rows,
    '',
    'Commands, before any option: names (of files and folders), unzip, tags (of MP3 files); each has its --help.',
    '',
    'Exit status: 0 done; 1 --check found damage; 2 wrong usage, or a file that could not be read or written.',
    '',
  ].join('\n');
}

interface Given {
  values: Map<string, string[]>;
  files: string[];
  /** The first mistake. */
  fault: string | undefined;
}

function readTokens(argv: readonly string[]): Given {
  const options = Object.fromEntries(
    FLAGS.map(({ name, short, value }) => [
      name,
      {
        type: value === undefined ? 'boolean' : 'string',
        ...(short === undefined ? {} : { short }),
      } as const,
    ]),
  );
  // Not parseArgs' own strictness: its messages name no remedy and stop before --help is seen.
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given: Given = { values: new Map(), files: [], fault: undefined };
  for (const token of tokens) {
    if (token.kind === 'positional') given.files.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const flag = FLAGS.find((f) => f.name === name);
    const fault = tokenFault(flag, rawName, value, inlineValue === true);
    if (fault !== undefined) given.fault ??= fault;
    else given.values.set(name, [...(given.values.get(name) ?? []), value ?? '']);
  }
  return given;
}

function tokenFault(
  flag: Flag | undefined,
  raw: string,
  value: string | undefined,
  inline: boolean,
): string | undefined {
  if (!flag) {
    const near = nearest(
      raw.replace(/^-+/, ''),
      FLAGS.map((f) => f.name),
    );
    return `unknown option ${raw}${near === undefined ? '' : `; did you mean --${near}?`} (a file of that name: ./${raw})`;
  }
  if (flag.value === undefined)
    return value === undefined ? undefined : `${raw} takes no value; leave out =${value}`;
  if (value === undefined || value === '') return `${raw} needs a value: ${raw} ${flag.value}`;
  if (!inline && /^-./.test(value))
    return `${raw} needs a value; if ${value} is the value, write ${raw}=${value}`;
  if (flag.choices && !flag.choices.includes(value)) {
    const all = `${flag.choices.slice(0, -1).join(', ')} or ${flag.choices.at(-1)}`;
    return `${raw} takes ${all}, not '${value}'`;
  }
  return undefined;
}

function contradiction(options: CliOptions, check: boolean): string | undefined {
  const { mode, jsonl, fields, explain, report } = options;
  if (jsonl && fields.length === 0)
    return '--jsonl needs the name of at least one field: --jsonl --field text';
  if (!jsonl && fields.length > 0) return '--field is for JSON Lines: add --jsonl, or leave it out';
  if (report === '-') return '--report needs a file, for standard output has the text: --report report.jsonl';
  if (mode !== 'candidates') return undefined;
  if (check) return '--check and --candidates exclude each other: run luanma twice';
  if (explain || report !== undefined)
    return '--candidates repairs nothing: leave out --explain and --report';
  return undefined;
}

/** Options that need others, or go ill with them. */
function misplaced(options: CliOptions, { values, files }: Given): string | undefined {
  const { mode, jsonl, inPlace, dryRun, output, baseline } = options;
  const has = (name: string): boolean => values.has(name);
  if (mode === 'detect')
    for (const name of ['check', 'candidates', 'jsonl', 'in-place', 'dry-run', 'to', 'explain'])
      if (has(name)) return `--detect repairs nothing: leave out --${name}`;
  if (has('unencodable') && !has('to')) return '--unencodable is for --to: name the encoding that is written';
  if (has('to') && mode !== 'repair') return '--to is about what is written: leave it out';
  if (has('add-report') && !jsonl) return '--add-report is for JSON Lines: add --jsonl, or leave it out';
  if (mode !== 'check')
    for (const name of ['format', 'baseline', 'update-baseline'])
      if (has(name)) return `--${name} is about findings: add --check, or leave it out`;
  if (options.updateBaseline && baseline === undefined)
    return '--update-baseline needs the name of the file: --baseline FILE';
  if (has('backup') && !inPlace) return '--backup is for --in-place: add it, or leave it out';
  if (options.backup?.includes('/')) return '--backup takes the end of a name, without /: --backup .orig';
  const other = ['jsonl', 'in-place', 'dry-run', 'candidates'].find(has);
  if (options.wet && other !== undefined)
    return `--wet and --${other} exclude each other: leave one of them out`;
  if (!inPlace && !dryRun) return undefined;
  const one = inPlace ? '--in-place' : '--dry-run';
  if (mode !== 'repair') return `${one} repairs files, --${mode} does not: leave one of them out`;
  if (inPlace && output !== undefined)
    return '--in-place and --output exclude each other: leave one of them out';
  if (files.length === 0 || files.includes('-'))
    return `${one} needs the names of files or folders, for standard input has no place`;
  return undefined;
}

function count(name: string, value: string | undefined): number {
  if (value === undefined) return 0;
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`--${name} takes a whole number from 1, not '${value}'`);
}

function repairOptions(values: ReadonlyMap<string, readonly string[]>): RepairOptions {
  const options: RepairOptions = {};
  const confidence = values.get('min-confidence')?.at(-1);
  if (confidence !== undefined) {
    if (!/^(?:\d+\.?\d*|\.\d+)$/.test(confidence) || Number(confidence) > 1) {
      throw new UsageError(`--min-confidence takes a number from 0 to 1, not '${confidence}'`);
    }
    options.minConfidence = Number(confidence);
  }
  const lost = values.get('lost')?.at(-1);
  if (lost !== undefined) options.lost = lost as NonNullable<RepairOptions['lost']>;
  const from = values.get('from')?.at(-1);
  if (from !== undefined) options.from = from;
  const escapes = values.get('escapes')?.at(-1);
  if (escapes !== undefined) options.escapes = escapes as NonNullable<RepairOptions['escapes']>;
  const script = values.get('script')?.at(-1);
  if (script !== undefined) options.script = script as NonNullable<RepairOptions['script']>;
  const punctuation = values.get('punctuation')?.at(-1);
  if (punctuation !== undefined)
    options.punctuation = punctuation as NonNullable<RepairOptions['punctuation']>;
  const channels = values.get('channels');
  if (channels !== undefined) {
    options.channels = channels.flatMap((list) => list.split(',')).map((id) => id.trim());
  }
  return options;
}

/** The name that was probably meant; undefined if none is near. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((other) => ({ other, d: distance(name.toLowerCase(), other) }))
    .sort((a, b) => a.d - b.d);
  const best = ranked[0];
  return best && best.d <= Math.max(1, Math.floor(name.length / 3)) ? best.other : undefined;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
