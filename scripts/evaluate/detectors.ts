/** Detectors of encodings: luanma, npm's, and Python's where they are. Labels by one spelling. */
import { createRequire } from 'node:module';
import { detect } from '../../src/index.ts';
import { python } from './python.ts';

const require: NodeJS.Require = createRequire(import.meta.url);

export interface Detector {
  name: string;
  /** Labels of all samples; empty where it has no answer. */
  labels(samples: readonly Uint8Array[]): string[];
}

/** As many samples a cell for the others: some take milliseconds a call. */
export const PEER_SAMPLES = 100;

const BINDINGS: Readonly<Record<string, string>> = {
  uchardet: 'import cchardet\nf = lambda b: cchardet.detect(b)["encoding"]',
  chardetng: 'import chardetng_py\nf = lambda b: chardetng_py.detect(b, allow_utf8=True)',
  'chardet (Python)': 'import chardet\nf = lambda b: chardet.detect(b)["encoding"]',
  'charset-normalizer':
    'from charset_normalizer import from_bytes\ndef f(b):\n    r = from_bytes(b).best()\n    return r.encoding if r else ""',
};

const LOOP = `
import sys
for line in sys.stdin:
    try:
        print(f(bytes.fromhex(line.strip())) or "")
    except Exception:
        print("threw")`;

function each(name: string, call: (bytes: Uint8Array) => string | null): Detector {
  const safely = (bytes: Uint8Array): string => {
    try {
      return call(bytes) ?? '';
    } catch {
      return 'threw';
    }
  };
  return { name, labels: (samples) => samples.map((bytes) => safely(bytes)) };
}

function binding(name: string, code: string): Detector | null {
  if (python(code + LOOP, '61\n') === undefined) return null;
  return {
    name,
    labels: (samples) =>
      python(code + LOOP, `${samples.map((b) => Buffer.from(b).toString('hex')).join('\n')}\n`)!.split('\n'),
  };
}

/** luanma first. */
export function detectors(): Detector[] {
  const jschardet = require('jschardet') as { detect(b: Buffer): { encoding: string | null } };
  const chardet = require('chardet') as { detect(b: Uint8Array): string | null };
  return [
    each('luanma', (bytes) => detect(bytes)[0]!.encoding),
    each('jschardet', (bytes) => jschardet.detect(Buffer.from(bytes)).encoding),
    each('chardet (npm)', (bytes) => chardet.detect(bytes)),
    ...Object.entries(BINDINGS).flatMap(([name, code]) => binding(name, code) ?? []),
  ];
}

/** The same encoding under another name, or one that reads it too. */
export function family(encoding: string): string {
  const name = encoding
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^utf-(16|32)-(?=[bl]e$)/, 'utf-$1');
  if (name.startsWith('hz')) return 'hz';
  if (/^(gb|x-gbk|cp936|euc-cn)/.test(name)) return 'gb';
  if (/^(big5|cp950|x-windows-950)/.test(name)) return 'big5';
  return name.startsWith('utf-8') ? 'utf-8' : name;
}

export function saysChinese(label: string): boolean {
  return /^(?:gb|big5|hz|iso-2022-cn|euc-tw|x-euc-tw)/.test(family(label));
}
