/** Source code and configuration of whatever is installed: found by asking the tool chains where they live. */
import { execFileSync } from 'node:child_process';
import { type Dirent, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { hash } from './random.ts';

export interface SourceFile {
  name: string;
  text: string;
}

interface Place {
  name: string;
  dirs: string[];
  pattern: RegExp;
}

const LINES_EACH = 60000;
const LARGEST = 400_000;
/** Every line of code must count, but the interesting ones are not ASCII: files without any get this share. */
const ASCII_SHARE = 0.5;

/** Files that hold garbled or oddly encoded text on purpose; the list of those skipped is printed. */
const ON_PURPOSE =
  /mojibake|ftfy|cjkencod|chardet|charset[-_]?normali|iconv|encoding-japanese|multibyte|unidecode|encodings?_test|test_(codec|unicode|email|html|xml|mime|str|tokenize|source_encoding|utf8)|bad_?utf8|utf8_?(test|invalid)|gb18030|big5|euc[-_](jp|kr|tw)|shift[-_]?jis|sjis|double[-_]?encod|fix-latin1/i;

function ask(command: string, ...args: string[]): string[] {
  try {
    const answer = execFileSync(command, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 20_000,
    }).trim();
    return answer === '' ? [] : [answer];
  } catch {
    return [];
  }
}

function places(): Place[] {
  const python = ask('python3', '-c', 'import sys; print(sys.prefix)').map((dir) => join(dir, 'lib'));
  const go = ask('go', 'env', 'GOROOT');
  const rust = ask('rustc', '--print', 'sysroot');
  const node = [
    resolve(dirname(process.execPath), '..', 'lib', 'node_modules'),
    resolve(dirname(process.execPath), '..', 'include'),
  ];
  return [
    { name: 'Python', dirs: [...python, '/usr/lib/python3', '/usr/lib/python3.11'], pattern: /\.pyi?$/ },
    { name: 'Go', dirs: go.map((dir) => join(dir, 'src')), pattern: /\.(go|s)$/ },
    {
      name: 'Rust',
      dirs: [
        ...rust.flatMap((dir) => [join(dir, 'lib'), join(dir, 'share', 'doc')]),
        join(process.env['CARGO_HOME'] ?? join(homedir(), '.cargo'), 'registry', 'src'),
      ],
      pattern: /\.(rs|toml|html|css|md)$/,
    },
    {
      name: 'JavaScript and TypeScript',
      dirs: [resolve(import.meta.dirname, '..', '..', 'node_modules'), ...node],
      pattern: /\.([cm]?[jt]s|jsx|tsx|css|html)$/,
    },
    {
      name: 'C and C++ headers',
      dirs: ['/usr/include', '/usr/lib/gcc'],
      pattern: /(\.(h|hh|hpp|c|cc)|include\/c\+\+\/.*\/[a-z_]+)$/,
    },
    {
      name: 'Perl, PHP, shell, Vim, Tcl, Lisp',
      dirs: [
        '/usr/share/perl',
        '/usr/share/perl5',
        '/usr/share/php',
        '/usr/share/vim',
        '/usr/share/tcltk',
        '/usr/share/emacs',
        '/usr/share/bash-completion',
        '/usr/share/git-core',
      ],
      pattern: /\.(pl|pm|php|vim|tcl|el|sh|msg)$|completions\//,
    },
    {
      name: 'configuration',
      dirs: ['/etc', '/usr/share', resolve(import.meta.dirname, '..', '..', 'node_modules')],
      pattern:
        /\.(conf|cfg|ini|json|ya?ml|toml|xml|desktop|properties|service|rules|types|theme)$|^\/etc\/[^.]+$/,
    },
    {
      name: 'documents',
      dirs: [
        resolve(import.meta.dirname, '..', '..', 'node_modules'),
        '/usr/share/doc',
        '/usr/share/perl5',
        ...python,
        ...go,
      ],
      pattern: /\.(md|rst|txt|pod|tex)$|README[^/]*$|(NEWS|AUTHORS|THANKS)$/i,
    },
  ];
}

export interface CodeSet {
  name: string;
  files: SourceFile[];
  lines: number;
}

export function codeSets(match: string): { sets: CodeSet[]; skipped: string[] } {
  const skipped: string[] = [];
  const sets = places()
    .filter((place) => `code: ${place.name}`.includes(match))
    .map((place): CodeSet => {
      const paths = place.dirs.filter((dir) => existsSync(dir)).flatMap((dir) => walk(dir, place.pattern));
      // in an order of the names' hashes: the same on one machine, and spread over all packages
      const order = [...new Set(paths)].sort((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1));
      const files: SourceFile[] = [];
      let lines = 0;
      let plain = 0;
      for (const path of order) {
        if (lines >= LINES_EACH) break;
        if (ON_PURPOSE.test(path)) {
          skipped.push(path);
          continue;
        }
        const text = read(path);
        if (text === null) continue;
        const count = text.split('\n').length;
        if (!/[^\u0000-\u007f]/.test(text)) {
          if (plain + count > LINES_EACH * ASCII_SHARE) continue;
          plain += count;
        }
        files.push({ name: path, text });
        lines += count;
      }
      return { name: `code: ${place.name}`, files, lines };
    });
  return { sets, skipped };
}

function walk(root: string, pattern: RegExp): string[] {
  const out: string[] = [];
  const visit = (dir: string): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(dir, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) {
        if (relative(root, path).split('/').length < 12 && entry.name !== '.git') visit(path);
      } else if (entry.isFile() && pattern.test(path)) out.push(path);
    }
  };
  visit(root);
  return out;
}

/** The text of a file that is valid UTF-8 and not too large. */
function read(path: string): string | null {
  try {
    if (statSync(path).size > LARGEST) return null;
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch {
    return null;
  }
}
