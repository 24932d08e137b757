/**
 * What the documents show is run: TypeScript and JavaScript blocks against the built package (`expression; // value`
 * must hold), shell blocks with the built command, `garbled → original` lines and the READMEs' table of kinds.
 *
 * Of npm, only the script names are checked: `npm ci`, `npm test` and the like would run this test again.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repair } from '../src/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Inside the package, so that `luanma` is itself. */
const MODULES = join(ROOT, '.cache/docs');
const GENERATED = new Set(['api.md', 'channels.md']);
/** Its recipes need inputs of their own: tests/package.test.ts and python/tests/test_recipes.py run them. */
const ELSEWHERE = 'pipelines.md';
/** \u4f60\u597d in UTF-8, read as GBK, a few times. */
const GARBLED = '\u6d63\u72b2\u30bd'.repeat(4);
const temp = mkdtempSync(join(tmpdir(), 'luanma-docs-'));

interface Block {
  name: string;
  language: string;
  code: string;
}

const pages = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== ELSEWHERE && !GENERATED.has(name))
    .map((name) => `docs/${name}`),
];

function blocks(...languages: string[]): Block[] {
  return pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return Array.from(text.matchAll(/^```(\w+)\n(.*?)^```$/gms), (match): Block => {
      const line = text.slice(0, match.index).split('\n').length;
      return { name: `${page}:${line}`, language: match[1]!, code: match[2]! };
    }).filter((block) => languages.includes(block.language));
  });
}

beforeAll(() => {
  mkdirSync(MODULES, { recursive: true });
  cpSync(join(ROOT, 'fixtures'), join(temp, 'fixtures'), { recursive: true });
  for (const name of ['README.md', 'docs']) cpSync(join(ROOT, name), join(temp, name), { recursive: true });
  const bin = join(temp, 'bin');
  mkdirSync(bin);
  symlinkSync(join(ROOT, 'dist/cli/bin.js'), join(bin, 'luanma'));
  const shims: Record<string, string> = {
    npx: 'exec "$@"',
    npm: `case "$1" in
  run) grep -q "\\"$2\\":" '${join(ROOT, 'package.json')}' || { echo "no script $2"; exit 9; } ;;
  ci|install|test) ;;
  *) echo "npm $1 is not expected in a document"; exit 9 ;;
esac`,
  };
  for (const [name, body] of Object.entries(shims))
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
});

afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
  rmSync(MODULES, { recursive: true, force: true });
});

/** A file for every name that a block mentions and that is not there: a garbled line, or a record with one. */
function provide(code: string): void {
  for (const [name] of code.matchAll(/(?<![\w/.-])[\w-]+(?:\/[\w-]+)*\.(?:txt|log|md|csv|srt|jsonl?)\b/g)) {
    const file = join(temp, name);
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true });
    const text = name.includes('.json') ? `${JSON.stringify({ text: GARBLED })}\n` : `${GARBLED}\n`;
    writeFileSync(file, text);
  }
}

/** `expression; // value` → an assertion, where the value is a literal. */
function asserted(code: string): string {
  return code.replace(
    /^(\s*)(?!import|export|const|let|for|if|\/\/)(\S.*?);\s*\/\/ ('[^']*'|"[^"]*"|-?\d[\d.]*|true|false|\[.*\]|\{.*\})(?:[:,;] .*)?$/gm,
    (_, indent: string, expression: string, value: string) =>
      `${indent}assert.deepStrictEqual(${expression.replace(/^await /, 'await ')}, ${value});`,
  );
}

describe('code in the documents runs', () => {
  test.each(blocks('ts', 'js').map((b) => [b.name, b] as const))('%s', (name, { code }) => {
    provide(code);
    const { code: script } = transformSync(asserted(code), { loader: 'ts', format: 'esm' });
    const file = join(MODULES, `${name.replaceAll(/\W+/g, '-')}.mjs`);
    writeFileSync(file, `import assert from 'node:assert/strict';\n${script}`);
    const { status, stderr } = spawnSync(process.execPath, [pathToFileURL(file).pathname], {
      cwd: temp,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('commands in the documents run', () => {
  test.each(blocks('sh').map((b) => [b.name, b] as const))('%s', (_, { code }) => {
    provide(code);
    const { status, stderr } = spawnSync('bash', ['-uo', 'pipefail', '-c', code], {
      cwd: temp,
      encoding: 'utf8',
      input: '',
      env: { ...process.env, PATH: `${join(temp, 'bin')}:${process.env['PATH']}` },
    });
    expect(stderr).not.toMatch(/not found|No such file|unknown option|usage:/);
    expect([0, 1], stderr).toContain(status); // 1: damage was found
  });
});

test('garbled → original, as shown', () => {
  const shown = blocks('text').flatMap(({ code }) =>
    code.split('\n').flatMap((line) => {
      const [garbled, original] = line.split('   →   ');
      return garbled && original ? [[garbled, original] as const] : [];
    }),
  );
  expect(shown.length).toBeGreaterThan(0);
  for (const [garbled, original] of shown) expect(repair(garbled).text).toBe(original);
});

test.each(['README.md', 'README.zh-CN.md'])('the kinds in the table of %s are repaired', (page) => {
  const rows = Array.from(
    readFileSync(join(ROOT, page), 'utf8').matchAll(/^\| [^|]+ \| `([^`|]+)` \| ([^|`]+) \|$/gm),
    ([, garbled, original]) => [garbled!, original!.trim()] as const,
  );
  expect(rows.length).toBeGreaterThan(3);
  for (const [garbled, original] of rows) expect(repair(garbled).text, garbled).toBe(original);
});

test('links and pictures of the documents lead somewhere', () => {
  const broken = [...pages, 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((page) => {
    const links = readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g);
    return Array.from(links, ([, link]) => link!)
      .filter((link) => !existsSync(join(ROOT, dirname(page), link)))
      .map((link) => `${page}: ${link}`);
  });
  expect(broken).toEqual([]);
});
