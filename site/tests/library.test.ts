/** The package's browser entry, unbundled, in Chromium: every fixture gives what it gives in Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as node from '../../dist/index.js';
import * as Library from '../../src/browser.ts';
import { encode } from '../../src/codec/index.ts';
import { serve, startChromium, type Started } from './chromium.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CASES = fileURLToPath(new URL('../../fixtures/cases/', import.meta.url));
/** The whole library with its files, compressed. */
const MAX_GZIP = 900_000;

interface Case {
  id: string;
  observed?: string;
  channels?: unknown;
  original?: string;
}

declare const luanma: typeof Library;

const started: Started<unknown>[] = [];
let browser: Browser;
let site: string;

beforeAll(async () => {
  const server = await serve(ROOT);
  const chromium = await startChromium();
  started.push(chromium, server);
  site = server.value;
  browser = chromium.value;
});

afterAll(async () => {
  for (const { close } of started) await close();
});

/** An empty page whose global `luanma` is the package's browser entry. */
async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.route(`${site}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>test</title>' }),
  );
  await page.goto(`${site}/`);
  await page.addScriptTag({
    type: 'module',
    content: `import * as luanma from '/dist/browser.js'; globalThis.luanma = luanma;`,
  });
  await page.waitForFunction(() => 'luanma' in globalThis);
  return page;
}

function cases(): [string, Case[]][] {
  return readdirSync(CASES).map((name) => [
    name,
    readFileSync(CASES + name, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Case),
  ]);
}

test('a call before load says what to do; a failed load can be tried again', async () => {
  const page = await openPage();
  const outcome = await page.evaluate(async () => {
    const messages: string[] = [];
    try {
      luanma.repair('\u6d63\u72b2\u30bd');
    } catch (error) {
      messages.push(String(error));
    }
    await luanma
      .load({ read: () => Promise.reject(new Error('no such file')) })
      .catch((error: unknown) => messages.push(String(error)));
    await luanma.load();
    return [...messages, luanma.repair('\u6d63\u72b2\u30bd\u951b\u5c7c\u7b18\u9423?').text];
  });
  expect(outcome).toEqual([
    expect.stringContaining('await load()'),
    'Error: no such file',
    '\u4f60\u597d\uff0c\u4e16\u754c',
  ]);
});

/** As JSON, to 12 digits: the last bit of `2 ** x` differs between versions of V8. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, x: unknown) => (typeof x === 'number' ? Number(x.toPrecision(12)) : x)),
  );
}

test.each(cases())('the same results as in Node: %s', async (_, all) => {
  const texts = all.map((c) => c.observed).filter((text) => text !== undefined);
  const page = await openPage();
  const results: unknown = await page.evaluate(async (inputs) => {
    const { load, repair, detect, verify, applyPlan } = luanma;
    await load();
    return inputs.map((text) => {
      const result = repair(text, { alternatives: 2 });
      const proven = result.spans.every((s) => verify(s) && applyPlan(s.observed, s.plan) === s.text);
      return { result, detected: detect(text), proven };
    });
  }, texts);
  const expected = texts.map((text) => {
    const result = node.repair(text, { alternatives: 2 });
    const proven = result.spans.every((s) => node.verify(s) && node.applyPlan(s.observed, s.plan) === s.text);
    return { result, detected: node.detect(text), proven };
  });
  expect(plain(results)).toEqual(plain(expected));
});

test('bytes: the same encodings and texts as in Node', async () => {
  const text = '請把這份文件交給王先生，謝謝。Ünïcode';
  const samples = [
    ...(['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be'] as const).map((id) => encode(id, text)),
    encode('shift_jis', 'この書類を王さんに渡してください。よろしくお願いします。'),
    encode('euc-kr', '이 서류를 왕 선생님께 전해 주세요. 감사합니다.'),
  ].map(({ bytes }) => Array.from(bytes));
  const page = await openPage();
  const results: unknown = await page.evaluate(async (inputs) => {
    await luanma.load();
    return inputs.map((bytes) => {
      const { encoding, text: read } = luanma.decode(Uint8Array.from(bytes));
      return { encoding, read, text: luanma.repair(Uint8Array.from(bytes)).text };
    });
  }, samples);
  expect(results).toEqual(
    samples.map((bytes) => {
      const { encoding, text: read } = node.decode(Uint8Array.from(bytes));
      return { encoding, read, text: node.repair(Uint8Array.from(bytes)).text };
    }),
  );
});

test('tables can be left out: their channels are not considered', async () => {
  const page = await openPage();
  const outcome = await page.evaluate(async () => {
    const asked: string[] = [];
    const read = async (path: string): Promise<Uint8Array> => {
      asked.push(path);
      return new Uint8Array(await (await fetch(`/dist/${path}`)).arrayBuffer());
    };
    await luanma.load({ encodings: ['gbk'], read });
    const { repair, channels } = luanma;
    const text = repair('\u6d63\u72b2\u30bd\u951b\u5c7c\u7b18\u9423?').text;
    const readers = new Set(channels().map((c) => c.reader));
    return {
      asked: asked.sort(),
      text,
      listed: [readers.has('gbk'), readers.has('latin1'), readers.has('big5')],
    };
  });
  expect(outcome).toEqual({
    asked: [
      'channel/annotated/tables.json',
      'channel/annotated/zhu.json',
      'codec/tables/gbk.bin',
      'codec/tables/shown.bin',
      'codec/tables/single.bin',
      'model/model.bin',
    ],
    text: '\u4f60\u597d\uff0c\u4e16\u754c',
    listed: [true, true, false],
  });
});

test('names every table and the model', () => {
  const files = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' });
  expect(files).toEqual(expect.arrayContaining(Library.assets()));
  expect(Library.assets()).toEqual(expect.arrayContaining(files.filter((path) => path.endsWith('.bin'))));
});

test('uses no Node built-in and keeps within its size', async () => {
  const { outputFiles } = await build({
    entryPoints: [`${ROOT}dist/browser.js`],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser', // an import of a Node built-in is an error here
  });
  const code = outputFiles[0]!.contents;
  const files = Library.assets().map((path) => readFileSync(`${ROOT}dist/${path}`));
  const size = [code, ...files].reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
  console.log(`browser entry: ${size} bytes, compressed`);
  expect(size).toBeLessThanOrEqual(MAX_GZIP);
});
