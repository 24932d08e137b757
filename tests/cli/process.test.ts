/** What only real processes show: signals, and kill -9 in the middle of --in-place. Worker threads: tests/package.test.ts. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { damage } from '../../src/repair/damage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = ['--import', 'tsx', join(ROOT, 'src/cli/bin.ts')];
const GOOD = '今天的天空很蓝，我们去公园散步。';
const BAD = damage(GOOD, { channel: 'utf8-as-gbk' }).text;

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'luanma-process-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], input: string | Uint8Array = ''): [number | null, string, string] {
  const ran = spawnSync(process.execPath, [...COMMAND, ...args], { cwd: ROOT, input, maxBuffer: 1 << 28 });
  return [ran.status, ran.stdout.toString('latin1'), ran.stderr.toString()];
}

describe.skipIf(process.platform === 'win32')('interrupted', () => {
  test('a signal leaves no partial output', async () => {
    const args = ['-o', join(folder, 'out.txt'), '--report', join(folder, 'r.jsonl')];
    const child = spawn(process.execPath, [...COMMAND, ...args], { cwd: ROOT, stdio: 'pipe' });
    child.stdin.write(Buffer.alloc(1 << 18, 'a clean line\n'));
    child.stdin.on('error', () => {});
    while (readdirSync(folder).length < 2) await new Promise((done) => setTimeout(done, 20));
    const closed = new Promise<NodeJS.Signals | null>((done) =>
      child.on('close', (_code, signal) => done(signal)),
    );
    child.kill('SIGTERM');
    expect([await closed, readdirSync(folder)]).toEqual(['SIGTERM', []]);
  });

  test('kill -9: every file is the old one or the new one', async () => {
    const fill = 'a clean line\n'.repeat(6_000);
    const bad = `${fill}${BAD}\n`;
    const good = `${fill}${GOOD}\n`;
    const names = Array.from({ length: 24 }, (_, i) => `${i}.txt`);
    for (const name of names) writeFileSync(join(folder, name), bad);
    const states = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, [...COMMAND, '-i', folder], { cwd: ROOT, stdio: 'ignore' });
      const closed = new Promise((done) => child.on('close', done));
      const left = (): number =>
        names.filter((name) => readFileSync(join(folder, name), 'utf8') === bad).length;
      const aim = left() - 2 - round;
      while (child.exitCode === null && left() > aim) await new Promise((done) => setTimeout(done, round));
      child.kill('SIGKILL');
      await closed;
      for (const name of names) {
        const now = readFileSync(join(folder, name), 'utf8');
        states.add(now === bad ? 'old' : now === good ? 'new' : `neither: ${name}, ${now.length}`);
      }
    }
    expect([...states].sort()).toEqual(['new', 'old']);
    const last = run(['-i', folder]);
    expect([last[0], last[2]]).toEqual([0, '']);
    for (const name of names) expect(readFileSync(join(folder, name), 'utf8') === good).toBe(true);
  }, 180_000);
});
