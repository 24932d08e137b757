/**
 * `npm run build`: src → dist, one file in, one file out.
 *
 * tsc compiles src/codec/gbk.ts to dist/codec/gbk.js and .d.ts; whatever in src is data (tables, the model,
 * their manifests) is copied to the same relative place, because src/asset.ts reads it beside its own module.
 * tsc leaves `from './types.ts'` as it stands in declarations; it is rewritten to `./types.js` here, which
 * every TypeScript that knows `exports` resolves.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SRC = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
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

// comments are for the sources, and the docstrings stand in the declarations
for (const path of filesBelow(DIST)) {
  if (!path.endsWith('.js')) continue;
  const file = join(DIST, path);
  const { code } = transformSync(readFileSync(file, 'utf8'), { charset: 'utf8', target: 'node20' });
  writeFileSync(file, code);
}

if (existsSync(BIN)) chmodSync(BIN, 0o755);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
