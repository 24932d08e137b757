/** `luanma names`: what it shows, renames and undoes; 10,000 files; interrupted anywhere. */
import { spawn } from 'node:child_process';
import {
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
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encode } from '../../src/codec/index.ts';
import { readUndo, rename, revert, writeUndo } from '../../src/cli/names/undo.ts';
import { damage } from '../../src/index.ts';
import { runCli } from './harness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const windows = process.platform === 'win32';
/** Systems whose file names are Unicode cannot hold other bytes. */
const anyBytes = process.platform === 'linux';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'luanma-names-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const garbled = (text: string): string => damage(text, { channel: 'utf8-as-gbk' }).text;
const gbk = (text: string): Buffer => Buffer.from(encode('gbk', text).bytes);

/** Every path below a folder with the content of files, in bytes. */
function snapshot(folder: Buffer | string): string[] {
  const at = Buffer.from(folder);
  return readdirSync(at, { encoding: 'buffer', withFileTypes: true })
    .flatMap((entry): string[] => {
      const path = Buffer.concat([at, Buffer.from('/'), entry.name]);
      if (entry.isDirectory()) return [`${path.toString('latin1')}/`, ...snapshot(path)];
      return [`${path.toString('latin1')} ${entry.isFile() ? readFileSync(path, 'latin1') : 'link'}`];
    })
    .sort();
}

/** Folders in folders, with names of the tree's length damaged; the numbers keep them apart. */
function makeTree(root: string, files: number): void {
  mkdirSync(root);
  for (let i = 0; i < files; i++) {
    const folder = join(root, garbled(`文件夹子${i % 10}`), garbled(`资料${i % 100}`));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, garbled(`会议记录${i}`) + (i % 3 === 0 ? '.txt' : '')), String(i));
  }
}

describe('names', () => {
  test('shows old and new, and renames nothing', async () => {
    makeTree(join(cwd, 'tree'), 12);
    const before = snapshot(cwd);
    const { status, stdout, stderr } = await runCli(['names', 'tree'], { cwd });
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.toString().split('\n').slice(0, -1);
    expect(lines).toHaveLength(12 + 12 + 10);
    expect(lines[0]).toMatch(/会议记录\d+(\.txt)? {2}99\.9 %$/);
    expect(snapshot(cwd)).toEqual(before);
  });

  test('renames, deepest first, and gives everything back', async () => {
    makeTree(join(cwd, 'tree'), 30);
    const before = snapshot(join(cwd, 'tree'));
    const ran = await runCli(['names', '--apply', '--undo-file', 'undo.jsonl', 'tree'], { cwd });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout.toString()).toMatch(/renamed 70 of 70; to undo: luanma names --undo .*undo\.jsonl\n$/);
    expect(readFileSync(join(cwd, 'tree/文件夹子3/资料13/会议记录13'), 'utf8')).toBe('13');
    expect((await runCli(['names', 'tree'], { cwd })).stdout.toString()).toBe('');
    const undone = await runCli(['names', '--undo', 'undo.jsonl'], { cwd });
    expect([undone.status, undone.stdout.toString()]).toEqual([0, '70 of 70 have their old names\n']);
    expect(snapshot(join(cwd, 'tree'))).toEqual(before);
    // once more changes nothing
    expect((await runCli(['names', '--undo', 'undo.jsonl'], { cwd })).status).toBe(0);
    expect(snapshot(join(cwd, 'tree'))).toEqual(before);
  });

  test.runIf(anyBytes)('names that are not UTF-8', async () => {
    for (const name of ['工作计划.txt', '会议记录.txt', '照片']) {
      const path = Buffer.concat([Buffer.from(`${cwd}/`), gbk(name)]);
      writeFileSync(path, name);
    }
    const before = snapshot(cwd);
    const ran = await runCli(['names', '--apply', '--undo-file', 'undo.jsonl', '.'], { cwd });
    expect(ran.stdout.toString()).toContain('\\xB9\\xA4\\xD7\\xF7\\xBC\\xC6\\xBB\\xAE.txt → 工作计划.txt');
    expect(readdirSync(cwd).sort()).toEqual(['undo.jsonl', '工作计划.txt', '会议记录.txt', '照片'].sort());
    await runCli(['names', '--undo', 'undo.jsonl'], { cwd });
    rmSync(join(cwd, 'undo.jsonl'));
    expect(snapshot(cwd)).toEqual(before);
  });

  test('never overwrites: a name that is taken is left', async () => {
    writeFileSync(join(cwd, garbled('会议记录')), 'garbled');
    writeFileSync(join(cwd, '会议记录'), 'good');
    const { status, stdout } = await runCli(['names', '--apply', '.'], { cwd });
    expect(status).toBe(0);
    expect(stdout.toString()).toContain('left: there is one of that name');
    expect(readFileSync(join(cwd, '会议记录'), 'utf8')).toBe('good');
    expect(readdirSync(cwd)).toHaveLength(2);
  });

  test('two names for one: the second is left', async () => {
    writeFileSync(join(cwd, garbled('会议记录')), '1');
    writeFileSync(join(cwd, damage('会议记录', { channel: 'gbk-as-cp437' }).text), '2');
    const { stdout } = await runCli(['names', '.'], { cwd });
    expect(stdout.toString().match(/left: there is one of that name/g)).toHaveLength(1);
  });

  test.skipIf(windows)('links are renamed, not followed', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'luanma-outside-'));
    writeFileSync(join(outside, garbled('会议记录')), '');
    symlinkSync(outside, join(cwd, garbled('资料链接')));
    const { stdout } = await runCli(['names', '.'], { cwd });
    expect(stdout.toString().trim().split('\n')).toHaveLength(1);
    rmSync(outside, { recursive: true });
  });

  test('a single file, and a path that is not there', async () => {
    writeFileSync(join(cwd, garbled('会议记录')), '');
    const ran = await runCli(['names', garbled('会议记录'), 'missing'], { cwd });
    expect(ran.stdout.toString()).toContain('会议记录');
    expect(ran.stderr).toBe('luanma: names: missing: no such file; check the name\n');
    expect(ran.status).toBe(2);
  });

  test('an undo file that is there already is not overwritten', async () => {
    writeFileSync(join(cwd, 'undo.jsonl'), 'mine');
    writeFileSync(join(cwd, garbled('会议记录')), '');
    const ran = await runCli(['names', '--apply', '--undo-file', 'undo.jsonl', '.'], { cwd });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('nothing was renamed');
    expect(readdirSync(cwd)).toContain(garbled('会议记录'));
  });

  test.each([
    ['{"undo":1,"renamings":1}\n', 'should have 1 renamings and has 0'],
    ['text\n', 'line 1 is no JSON'],
    ['{}\n', 'not an undo file'],
  ])('a file that is no undo file: %j', async (content, message) => {
    writeFileSync(join(cwd, 'undo.jsonl'), content);
    const ran = await runCli(['names', '--undo', 'undo.jsonl'], { cwd });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain(message);
  });

  test('usage', async () => {
    expect((await runCli(['names'], { cwd })).stderr).toContain('name at least one file or folder');
    expect((await runCli(['names', '--help'], { cwd })).stdout.toString()).toContain('Usage: luanma names');
    expect((await runCli(['names', '--bogus'], { cwd })).status).toBe(2);
    expect((await runCli(['names', '--min-confidence', '7', '.'], { cwd })).status).toBe(2);
  });

  test('./names is the file of that name', async () => {
    writeFileSync(join(cwd, 'names'), 'text\n');
    expect((await runCli(['./names'], { cwd })).stdout.toString()).toBe('text\n');
  });
});

describe('10,000 files', () => {
  test('renamed and given back: the tree is what it was', async () => {
    makeTree(join(cwd, 'tree'), 10_000);
    const before = snapshot(join(cwd, 'tree'));
    const ran = await runCli(['names', '--apply', '--undo-file', 'undo.jsonl', 'tree'], { cwd });
    expect(ran.stdout.toString().slice(-200)).toContain('renamed 10110 of 10110');
    expect(
      snapshot(join(cwd, 'tree')).every((path) => !path.includes(Buffer.from('鏂').toString('latin1'))),
    ).toBe(true);
    await runCli(['names', '--undo', 'undo.jsonl'], { cwd });
    expect(snapshot(join(cwd, 'tree'))).toEqual(before);
  }, 300_000);
});

describe('interrupted', () => {
  test('after any number of renamings the undo file gives everything back', async () => {
    makeTree(join(cwd, 'tree'), 24);
    const before = snapshot(join(cwd, 'tree'));
    await runCli(['names', '--apply', '--undo-file', 'undo.jsonl', 'tree'], { cwd });
    const all = readUndo(join(cwd, 'undo.jsonl'));
    writeUndo(join(cwd, 'again.jsonl'), all, '0');
    expect(readUndo(join(cwd, 'again.jsonl'))).toEqual(all);
    for (let done = all.length; done >= 0; done -= 3) {
      for (const renaming of [...all].reverse()) revert(renaming);
      expect(snapshot(join(cwd, 'tree'))).toEqual(before);
      expect(all.slice(0, done).map(rename)).toEqual(all.slice(0, done).map(() => 'renamed'));
    }
    for (const renaming of [...all].reverse()) revert(renaming);
    expect(snapshot(join(cwd, 'tree'))).toEqual(before);
  });

  test.skipIf(windows)(
    'killed in the middle, three times',
    async () => {
      makeTree(join(cwd, 'tree'), 600);
      const before = snapshot(join(cwd, 'tree'));
      for (const at of [1, 40, 300]) {
        const file = join(cwd, `undo-${at}.jsonl`);
        const child = spawn(
          process.execPath,
          [
            '--import',
            'tsx',
            join(ROOT, 'src/cli/bin.ts'),
            'names',
            '--apply',
            '--undo-file',
            file,
            join(cwd, 'tree'),
          ],
          { cwd: ROOT, stdio: 'ignore' },
        );
        const ended = new Promise((done) => child.on('close', done));
        // killed once so many names are new, or when it has finished
        const renamed = (): boolean => {
          const nth = existsSync(file) ? readUndo(file)[at] : undefined;
          return nth !== undefined && !existsSync(Buffer.concat([nth.folder, Buffer.from('/'), nth.from]));
        };
        while (child.exitCode === null && child.signalCode === null && !renamed())
          await new Promise((done) => setTimeout(done, 5));
        child.kill('SIGKILL');
        await ended;
        const undone = await runCli(['names', '--undo', file], { cwd });
        expect([undone.status, undone.stderr]).toEqual([0, '']);
        expect(snapshot(join(cwd, 'tree'))).toEqual(before);
      }
    },
    120_000,
  );
});
