/**
 * `npm run build`: src → dist.
 *
 * tsc checks and writes the declarations, one file in, one file out; rolldown bundles the code: a process that repairs
 * one line loads a handful of files instead of a hundred. What several entries share goes into chunks beside
 * index.js, since src/asset.ts reads tables and the model (copied to the same relative place) from there.
 * tsc leaves `from './types.ts'` as it stands in declarations; it is rewritten to `./types.js` here, which
 * every TypeScript that knows `exports` resolves.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
/** What package.json points to, and the thread of `--jobs`. */
const ENTRIES = ['index', 'browser', 'stream/index', 'stream/node', 'stream/web', 'cli/bin', 'cli/worker'];
/** What --help and --version need; … */
const FRONT = /\/src\/cli\/(?:begun|commands|flags|io|main)\.ts$/;
/** … every repair; */
const CORE = /\/src\/(?:(?:asset|repairer|weights)\.ts$|(?:bytes|channel|codec|detect|model|repair)\/)/;
/** what few runs of the command need is left to stand alone. */
const RARE = /\/cli\/(?:bin|worker|detect|diff|inPlace|walk|wet)\.ts$|\/cli\/\w+\//;
const DATA = /\.(?:bin|json|wasm)$/;
const BIN = join(DIST, 'cli/bin.js');

rmSync(DIST, { recursive: true, force: true });

try {
  execFileSync(process.execPath, [TSC, '-p', 'tsconfig.build.json', '--pretty', 'false'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
} catch {
  console.error('build: tsc found errors (above)');
  process.exit(1);
}

for (const path of filesBelow(SRC)) {
  if (DATA.test(path)) cpSync(join(SRC, path), join(DIST, path));
}

for (const path of filesBelow(DIST)) {
  if (!path.endsWith('.d.ts')) continue;
  // nobody imports the command
  if (path.startsWith('cli')) {
    rmSync(join(DIST, path));
    continue;
  }
  const file = join(DIST, path);
  const text = readFileSync(file, 'utf8');
  const rewritten = text.replace(/((?:from|import) ?\(?)(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2');
  if (rewritten !== text) writeFileSync(file, rewritten);
}

await build({
  cwd: SRC,
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `${entry}.ts`])),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  output: {
    dir: DIST,
    format: 'esm',
    minify: true,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'front', test: FRONT, priority: 3 },
        { name: 'core', test: CORE, priority: 2 },
        { name: 'stream', test: /\/src\/stream\//, priority: 2 },
        { name: 'command', test: (id) => id.includes('/src/cli/') && !RARE.test(id), priority: 1 },
      ],
    },
  },
});

if (existsSync(BIN)) chmodSync(BIN, 0o755);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
