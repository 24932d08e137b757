/**
 * `npm run build`: src → dist.
 *
 * tsc checks and writes the declarations, one file in, one file out; esbuild bundles the code: a process that repairs
 * one line loads a handful of files instead of a hundred. What several entries share goes into chunks beside
 * index.js, since src/asset.ts reads tables and the model (copied to the same relative place) from there.
 * tsc leaves `from './types.ts'` as it stands in declarations; it is rewritten to `./types.js` here, which
 * every TypeScript that knows `exports` resolves.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
/** What package.json points to, and the thread of `--jobs`. */
const ENTRIES = [
  'index.ts',
  'browser.ts',
  'stream/index.ts',
  'stream/node.ts',
  'stream/web.ts',
  'cli/bin.ts',
  'cli/worker.ts',
];
const DATA = /\.(?:bin|json)$/;
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

buildSync({
  absWorkingDir: SRC,
  entryPoints: ENTRIES,
  outbase: '.',
  outdir: DIST,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  packages: 'external',
  target: 'node20',
  minify: true,
  charset: 'utf8',
});

if (existsSync(BIN)) chmodSync(BIN, 0o755);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
