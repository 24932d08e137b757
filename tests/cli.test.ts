/**
 * The command with the real library, as fixtures/cli tells: NAME/args (one argument a line), stdin, and what must come
 * out, byte for byte: stdout, stderr, status (an absent file is empty, an absent status 0). File names in args are
 * relative to the fixture. Then a few real processes, for what only a process shows.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { library } from '../src/cli/library.ts';
import { runCli } from './cli/harness.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FIXTURES = join(ROOT, 'fixtures/cli');
/** Runs the sources, so that a clean checkout needs no build. */
const COMMAND = ['--import', 'tsx', join(ROOT, 'src/cli/bin.ts')];

describe('fixtures', () => {
  test.each(readdirSync(FIXTURES))('%s', async (name) => {
    const folder = join(FIXTURES, name);
    const read = (file: string): Buffer => {
      const path = join(folder, file);
      return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    };
    const args = read('args').toString().split('\n').slice(0, -1);
    const ran = await runCli(args, { stdin: read('stdin'), cwd: folder, engine: library });
    expect(ran.stderr).toBe(read('stderr').toString());
    expect(ran.stdout.toString('latin1')).toBe(read('stdout').toString('latin1'));
    expect(ran.status).toBe(Number(read('status').toString() || '0'));
  });
});

describe('processes', () => {
  const bad = readFileSync(join(FIXTURES, 'text/stdin'));
  const good = readFileSync(join(FIXTURES, 'text/stdout'));

  test('reads standard input, writes standard output, says its version', () => {
    const ran = spawnSync(process.execPath, COMMAND, { cwd: ROOT, input: bad });
    expect([ran.status, ran.stderr.toString()]).toEqual([0, '']);
    expect(ran.stdout.equals(good)).toBe(true);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const said = execFileSync(process.execPath, [...COMMAND, '--version'], { cwd: ROOT, encoding: 'utf8' });
    expect(said).toBe(`luanma ${version}\n`);
  });

  test('writes before its input has ended, and is silent when its reader goes away', async () => {
    const child = spawn(process.execPath, COMMAND, { cwd: ROOT, stdio: 'pipe' });
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => {});
    const closed = new Promise<number | null>((done) => child.on('close', done));
    const block = Buffer.alloc(1 << 17, 'a line of text\n');
    child.stdin.write(block);
    // The input is still open when this arrives.
    await new Promise((done) => child.stdout.once('data', done));
    child.stdout.destroy();
    while (child.exitCode === null) {
      child.stdin.write(block);
      await new Promise((done) => setTimeout(done, 20));
    }
    expect([await closed, Buffer.concat(errors).toString()]).toEqual([0, '']);
  });

  test.skipIf(process.platform === 'win32')('a directory as standard input is an error', () => {
    const ran = spawnSync('sh', ['-c', '"$0" "$@" < .', process.execPath, ...COMMAND], { cwd: ROOT });
    expect([ran.status, ran.stderr.toString()]).toEqual([
      2,
      'luanma: standard input: is a directory; name the files in it\n',
    ]);
  });
});
