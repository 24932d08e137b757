/**
 * The architecture as a test: an import in src/ points to the same layer or to an earlier one, whether it is
 * static, `import type`, a re-export, `import()` or `require()`. Worked example: src/codec/gbk.ts may import
 * '../asset.ts'; if it imports '../model/format.ts' this fails, naming file, import and both layers.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** From the bottom up; names are files or folders of src/. */
const LAYERS: readonly (readonly string[])[] = [
  ['asset.ts', 'types.ts', 'version.ts', 'weights.ts'],
  ['codec'],
  ['channel'],
  ['model'],
  ['detect'],
  ['bytes'],
  ['repair'],
  ['repairer.ts'],
  ['names'],
  ['stream'],
  ['cli'],
  ['index.ts', 'browser.ts'],
];

/**
 * Layers that only type-only imports may reach upwards: src/types.ts names `Policy`, which the codec contract
 * declares. Nothing is loaded by it.
 */
const TYPES_ONLY = new Map([['types.ts', 'codec']]);

/** The only files that may read this package: the table generator, and the peers it is measured with. Everything else uses src/codec. */
const TABLE_SCRIPTS = /^(?:scripts\/(?:tables(?:\.ts$|\/)|evaluate\/peers\.ts$)|bench\/(?:bytes|peers)\.ts$)/;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Every import of one source text. */
function importsOf(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  const statements =
    /^\s*(?:import|export)\s+(type\s)?(?:[\w*${},\s]+?\sfrom\s+)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/gm;
  for (const [, type, fixed, dynamic] of code.matchAll(statements)) {
    found.push({ from: file, to: (fixed ?? dynamic)!, typeOnly: type !== undefined });
  }
  return found;
}

/** Name and height of the layer that a path below src/ belongs to. */
function layerOf(path: string): { name: string; height: number } {
  const name = path.split('/')[0]!;
  const height = LAYERS.findIndex((names) => names.includes(name));
  return { name, height };
}

/** What is wrong with an import, or null. */
function fault({ from, to, typeOnly }: Import): string | null {
  if (!to.startsWith('.')) return null;
  const source = layerOf(relative('src', from));
  const path = relative(join(ROOT, 'src'), resolve(ROOT, dirname(from), to));
  if (path.startsWith('..')) return `${from} imports ${to}, which is outside src/`;
  const target = layerOf(path);
  if (target.height < 0) return `${from} imports ${to}: src/${target.name} is in no layer`;
  if (target.height <= source.height) return null;
  if (typeOnly && TYPES_ONLY.get(source.name) === target.name) return null;
  return `${from} imports ${to}: ${source.name} is below ${target.name}`;
}

function sourcesBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function allImports(folder: string): Import[] {
  return sourcesBelow(folder).flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));
}

describe('layers', () => {
  test('every file of src/ is in a layer', () => {
    const strays = sourcesBelow('src').filter((file) => layerOf(relative('src', file)).height < 0);
    expect(strays).toEqual([]);
  });

  test('imports only point to the same layer or to one below', () => {
    const faults = allImports('src')
      .map(fault)
      .filter((message) => message !== null);
    expect(faults).toEqual([]);
  });

  test('iconv-lite is read by the table generator alone', () => {
    const readers = ['src', 'scripts', 'tests', 'bench']
      .flatMap(allImports)
      .filter(({ from, to }) => /^iconv-lite(?:\/|$)/.test(to) && !TABLE_SCRIPTS.test(from));
    expect(readers).toEqual([]);
  });

  test.each([
    ["import { a } from '../model/format.ts';", 'codec is below model'],
    ["import {\n  a,\n  b,\n} from '../cli/main.ts';", 'codec is below cli'],
    ["import type { A } from '../repairer.ts';", 'codec is below repairer.ts'],
    ["export * from '../index.ts';", 'codec is below index.ts'],
    ["const m = await import('../stream/node.ts');", 'codec is below stream'],
    ["import '../misc/x.ts';", 'in no layer'],
    ["import x from '../../scripts/x.ts';", 'outside src/'],
  ])('an import upwards is found: %j', (text, message) => {
    expect(importsOf('src/codec/gbk.ts', text).map(fault)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    "import { readAsset } from '../asset.ts';",
    "import { other } from './other.ts';",
    "import { readFileSync } from 'node:fs';",
    "// import { a } from '../model/format.ts';",
  ])('an import downwards is allowed: %j', (text) => {
    expect(importsOf('src/codec/gbk.ts', text).map(fault).filter(Boolean)).toEqual([]);
  });
});
