/**
 * What a stranger gets: the project is packed as `npm publish` would pack it, unpacked into an empty project
 * and used from there — imported, required, type-checked, run as a command.
 *
 * It works on a copy of the checkout with node_modules linked in, so that the build that `npm pack` starts
 * (`prepare`) never replaces the dist that other tests are running.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
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
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Neither packed nor needed to pack. */
const NOT_COPIED = new Set(['.git', 'node_modules', 'dist', 'coverage', '.cache']);

/** The package's own files, unpacked, and its model, compressed: the limits of the design. */
const MAX_UNPACKED = 2_000_000;
const MAX_MODEL_GZIP = 600_000;

const SAMPLE = '你好，世界';
/** SAMPLE in UTF-8, read as GBK: 浣犲ソ锛屼笘鐣? */
const GARBLED = '\u6d63\u72b2\u30bd\u951b\u5c7c\u7b18\u9423?';

interface Packed {
  filename: string;
  unpackedSize: number;
  files: { path: string; mode: number }[];
}

const temp = mkdtempSync(join(tmpdir(), 'luanma-package-'));
const project = join(temp, 'project');
const installed = join(project, 'node_modules/luanma');
let packed: Packed;

beforeAll(() => {
  const copy = join(temp, 'checkout');
  mkdirSync(copy);
  for (const name of readdirSync(ROOT)) {
    if (!NOT_COPIED.has(name)) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  // The build's own messages go to standard error, so that standard output is JSON alone.
  const output = execFileSync(
    'npm',
    ['pack', '--json', '--foreground-scripts=false', '--pack-destination', temp],
    {
      cwd: copy,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  packed = (JSON.parse(output) as Packed[])[0]!;

  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(temp, packed.filename), '--strip-components=1', '-C', installed]);
  writeFileSync(join(project, 'package.json'), '{ "name": "somebody", "private": true }\n');
  // What `npm install` would have brought along.
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  for (const name of Object.keys(dependencies ?? {}))
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
}, 120_000);

afterAll(() => {
  rmSync(temp, { recursive: true, force: true });
});

/** Runs a file of the empty project; standard output, trimmed. */
function run(file: string, source: string): string {
  writeFileSync(join(project, file), source);
  return execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8' }).trim();
}

/** What the compiler says to a file of the empty project. */
function check(file: string, lib: string, source: string[]): string {
  writeFileSync(join(project, file), source.join('\n'));
  const options = ['--strict', '--noEmit', '--target', 'es2023', '--lib', lib, '--types', ''];
  const { stdout } = spawnSync(
    process.execPath,
    [TSC, ...options, '--module', 'nodenext', '--moduleResolution', 'nodenext', file],
    { cwd: project, encoding: 'utf8' },
  );
  return stdout;
}

describe('the packed package', () => {
  test('holds dist and the documents, nothing else', () => {
    const others = packed.files
      .map(({ path }) => path)
      .filter(
        (path) => !/^(?:dist\/|package\.json$|LICENSE$|CHANGELOG\.md$|README(?:\.[\w-]+)?\.md$)/.test(path),
      );
    expect(others).toEqual([]);
    const sources = packed.files
      .map(({ path }) => path)
      .filter((path) => /(?<!\.d)\.ts$|\.test\./.test(path));
    expect(sources).toEqual([]);
  });

  test('has everything that package.json points to', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.d.ts',
        'dist/browser.js',
        'dist/browser.d.ts',
        'dist/cli/bin.js',
        'LICENSE',
        'CHANGELOG.md',
      ]),
    );
  });

  test('keeps within its size', () => {
    expect(packed.unpackedSize).toBeLessThanOrEqual(MAX_UNPACKED);
    for (const { path } of packed.files) {
      if (!/^dist\/model\/.*\.bin$/.test(path)) continue;
      expect(gzipSync(readFileSync(join(installed, path))).length, path).toBeLessThanOrEqual(MAX_MODEL_GZIP);
    }
  });

  test('holds every table and manifest that src has', () => {
    const data = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.(?:bin|json)$/.test(path),
    );
    const paths = packed.files.map(({ path }) => path);
    expect(data.filter((path) => !paths.includes(`dist/${path}`))).toEqual([]);
  });

  test('can be imported', () => {
    const source = `import { repair } from 'luanma'; console.log(repair(${JSON.stringify(GARBLED)}).text);`;
    expect(run('import.mjs', source)).toBe(SAMPLE);
  });

  test('can be required', () => {
    const source = `const { repair } = require('luanma'); console.log(repair(${JSON.stringify(GARBLED)}).text);`;
    expect(run('require.cjs', source)).toBe(SAMPLE);
  });

  test('exports the public interface', () => {
    const source = `import * as luanma from 'luanma'; console.log(JSON.stringify(Object.keys(luanma)));`;
    expect(JSON.parse(run('names.mjs', source))).toEqual(
      expect.arrayContaining(['applyPlan', 'channels', 'damage', 'detect', 'repair', 'verify']),
    );
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('its types serve module %s, resolution %s, without @types/node', (module, moduleResolution) => {
    writeFileSync(
      join(project, 'use.mts'),
      [
        `import { applyPlan, channels, damage, detect, repair, verify } from 'luanma';`,
        `import { load } from 'luanma/browser';`,
        `export const loaded: Promise<void> = load({ read: (path) => new Uint8Array(path.length) });`,
        `import type { ChannelStep, Repair, RepairSpan, TextHypothesis } from 'luanma';`,
        `const result: Repair = repair('text', { minConfidence: 0.9, alternatives: 2 });`,
        `const first: RepairSpan | undefined = result.spans[0];`,
        `export const proven: boolean = first !== undefined && verify(first);`,
        `export const again: string = first ? applyPlan(first.observed, first.plan) : result.text;`,
        `const steps: ChannelStep[] = damage('text', { channel: 'utf8-as-gbk' }).steps;`,
        `const hypotheses: TextHypothesis[] = detect('text');`,
        `export const count: number = channels().length + steps.length + hypotheses.length;`,
        `// @ts-expect-error an option that does not exist`,
        `repair('text', { minconfidence: 1 });`,
      ].join('\n'),
    );
    const options = ['--strict', '--noEmit', '--target', 'es2023', '--lib', 'es2023', '--types', ''];
    const { status, stdout } = spawnSync(
      process.execPath,
      [TSC, ...options, '--module', module, '--moduleResolution', moduleResolution, 'use.mts'],
      { cwd: project, encoding: 'utf8' },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  test('repairs streams, through each of its entries', () => {
    const source = [
      `import { Readable } from 'node:stream';`,
      `import { repairStrings } from 'luanma/stream';`,
      `import { createRepairTransform } from 'luanma/stream/node';`,
      `import { createRepairTransformStream } from 'luanma/stream/web';`,
      `const bad = ${JSON.stringify(GARBLED)};`,
      `for await (const text of repairStrings([bad])) console.log(text);`,
      `for await (const bytes of Readable.from([Buffer.from(bad)]).pipe(createRepairTransform())) console.log(String(bytes));`,
      `const web = new Response(bad).body.pipeThrough(createRepairTransformStream());`,
      `console.log(await new Response(web).text());`,
    ].join('\n');
    expect(run('streams.mjs', source)).toBe([SAMPLE, SAMPLE, SAMPLE].join('\n'));
  });

  test('the types of the streams need no DOM and no @types/node but where they are about them', () => {
    const core = [
      `import { createRepairStream, repairRecords, type RepairReport, type StreamPiece } from 'luanma/stream';`,
      `const pieces: StreamPiece[] = createRepairStream({ minConfidence: 0.9 }).push('text');`,
      `export async function* reports(): AsyncGenerator<[StreamPiece[], unknown]> {`,
      `  for await (const record of repairRecords([{ t: 'x' }], { fields: ['t'], report: 'r' })) yield [pieces, record.t satisfies string];`,
      `}`,
      `export type R = RepairReport;`,
    ];
    expect(check('core.mts', 'es2023,esnext.asynciterable', core)).toBe('');
    const web = [
      `import { createRepairTransformStream } from 'luanma/stream/web';`,
      `export const stream: TransformStream<string, string> = createRepairTransformStream<string>({ lost: 'keep' });`,
    ];
    expect(check('web.mts', 'es2023,dom', web)).toBe('');
  });

  describe('recipes of docs/pipelines.md', () => {
    const page = readFileSync(join(ROOT, 'docs/pipelines.md'), 'utf8');
    const blocks = [...page.matchAll(/^```(\S+)(?: (\S+))?\n(.*?)^```$/gms)].map(
      ([, language, name, code]) => ({
        language: language!,
        name: name ?? '',
        code: code!,
      }),
    );
    const shell = blocks.filter(({ language, name }) => language === 'sh' && name === '');
    const folder = join(project, 'recipes');
    const put = (name: string, content: string | Uint8Array): void => {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    };
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const sh = (code: string): { status: number | null; out: string } => {
      const ran = spawnSync('bash', ['-ec', code], { cwd: folder, env, encoding: 'utf8' });
      return { status: ran.status, out: ran.stdout + ran.stderr };
    };
    const path = `${join(temp, 'bin')}:${process.env['PATH']}`;
    const env = { ...process.env, PATH: path, GIT_CONFIG_GLOBAL: '/dev/null' };

    beforeAll(() => {
      mkdirSync(join(temp, 'bin'));
      symlinkSync(join(installed, 'dist/cli/bin.js'), join(temp, 'bin/luanma'));
      symlinkSync(join(ROOT, 'node_modules/warcio'), join(project, 'node_modules/warcio'));
      const records = [
        { title: GARBLED, meta: { summary: SAMPLE } },
        { title: `${SAMPLE.repeat(9)}${GARBLED}`, meta: { summary: SAMPLE } },
        { title: SAMPLE, meta: { summary: '\u70eb\u70eb\u70eb\u70eb' } },
      ];
      put('crawl.jsonl.gz', gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join('')));
      put('news.txt.gz', gzipSync(`${SAMPLE}\n${GARBLED}\n`));
      put('news.txt', `${SAMPLE}\n${GARBLED}\n`);
      const length = Buffer.byteLength(GARBLED);
      const warc = `WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: ${length}\r\n\r\n${GARBLED}\r\n\r\n`;
      put('crawl.warc.wet.gz', gzipSync(warc));
      put('docs/a.md', `${GARBLED}\n`);
    });

    test('a crawl as JSON Lines', () => {
      expect(sh(shell[0]!.code)).toMatchObject({
        status: 0,
        out: expect.stringMatching(/^luanma: 3 documents, 3 damaged; 2 repaired/),
      });
      const good = text('good.jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { title: string });
      expect(good.map(({ title }) => title)).toEqual([SAMPLE.repeat(10)]);
      expect(text('report.jsonl')).toMatch(/^\{"type":"run".*\{"type":"summary".*\}\n$/s);
    });

    test('pipes and WET', () => {
      expect(sh(shell[1]!.code)).toEqual({ status: 0, out: '' });
      expect(gunzipSync(readFileSync(join(folder, 'clean.txt.gz'))).toString()).toBe(
        `${SAMPLE}\n${SAMPLE}\n`,
      );
      expect(gunzipSync(readFileSync(join(folder, 'clean.warc.wet.gz'))).toString()).toContain(
        `\r\n\r\n${SAMPLE}\r\n\r\n`,
      );
    });

    test('a baseline, annotations, a hook of git', () => {
      expect(sh(shell[3]!.code).status).toBe(0);
      put('docs/new.md', `${GARBLED}\n`);
      const update = shell[3]!.code.split('\n')[1]!;
      expect(sh(update)).toEqual({ status: 1, out: 'docs/new.md:1:1 utf8-as-gbk\n' });
      expect(sh(shell[4]!.code.split('\n')[0]!).out).toMatch(/^::warning file=docs\/new.md,line=1,col=1/);
      expect(sh(shell[4]!.code.split('\n')[1]!).status).toBe(1);
      expect((JSON.parse(text('luanma.sarif')) as { version: string }).version).toBe('2.1.0');
      const hook = blocks.find(({ name }) => name === 'pre-commit')!;
      const commit = 'git add docs && git -c user.name=a -c user.email=a@example.org commit -qm x';
      expect(sh('git init -q .').status).toBe(0);
      put('.git/hooks/pre-commit', hook.code);
      chmodSync(join(folder, '.git/hooks/pre-commit'), 0o755);
      expect(sh(commit)).toEqual({ status: 1, out: 'docs/new.md:1:1 utf8-as-gbk\n' });
      put('docs/new.md', `<!-- luanma-ignore --> ${GARBLED}\n`);
      expect(sh(commit)).toEqual({ status: 0, out: '' });
      rmSync(join(folder, '.git'), { recursive: true });
    });

    test('files in place', () => {
      const { status, out } = sh(shell[2]!.code);
      expect([status, out]).toEqual([0, expect.stringContaining(`-${GARBLED}\n+${SAMPLE}\n`)]);
      expect([text('docs/a.md'), text('docs/a.md.orig')]).toEqual([`${SAMPLE}\n`, `${GARBLED}\n`]);
    });

    test('Node', () => {
      writeFileSync(join(folder, 'recipe.mjs'), blocks.find(({ language }) => language === 'js')!.code);
      const { status, out } = sh('node recipe.mjs');
      expect([status, out.split('\n')]).toEqual([
        0,
        ['2 1 utf8-as-gbk', SAMPLE, SAMPLE, '一行', SAMPLE, `${SAMPLE} 1`, ''],
      ]);
      expect(text('news.repaired.txt')).toBe(`${SAMPLE}\n${SAMPLE}\n`);
    });
  });

  describe('its command', () => {
    const bin = join(installed, 'dist/cli/bin.js');

    test('prints its version', () => {
      const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
      expect(execFileSync(bin, ['--version'], { encoding: 'utf8' })).toContain(version);
    });

    test('repairs a piped line', () => {
      expect(execFileSync(bin, { input: `${GARBLED}\n`, encoding: 'utf8' })).toBe(`${SAMPLE}\n`);
    });
    describe('--jobs', () => {
      const rows = Array.from(
        { length: 1200 },
        (_, i) => `${i} ${'a clean line '.repeat(30)}${i % 300 === 0 ? GARBLED : SAMPLE}`,
      );
      const whole = Buffer.concat([
        Buffer.from(`${rows.join('\n')}\n`),
        Buffer.from([0xff, 10]),
        Buffer.from(GARBLED),
      ]);
      const records = rows.map((text, id) => JSON.stringify(id % 7 === 0 ? { id } : { id, text }));
      const jsonl = ['--jsonl', '--field', 'text', '--add-report', 'r', '--explain', '--summary'];
      test.each([
        ['text', ['--explain', '--summary'], whole],
        ['check', ['--check', '-', 'missing.txt', 'package.json'], whole],
        ['records', jsonl, `${records.join('\n')}\nno json`],
      ])('%s: the same bytes and messages from one as from three', (_name, args, input) => {
        const ran = ['1', '3'].map((jobs) => {
          const report = join(temp, `jobs-${jobs}.jsonl`);
          const options = [...args, '--jobs', jobs, '--report', report];
          const { status, stdout, stderr } = spawnSync(bin, options, { cwd: project, input });
          return [status, stdout.toString('latin1'), stderr.toString(), readFileSync(report, 'utf8')];
        });
        expect(ran[1]).toEqual(ran[0]);
        expect(ran[0]![3]).toMatch(/"type":"span".*"type":"summary"/s);
      });
    });
  });
});
