/**
 * The page as people have it: `site/dist/index.html` opened from disk and from a host, in both languages, at phone
 * and desktop width, in both colour schemes.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as checker from 'axe-core';
import { zipSync } from 'fflate';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { damage, repair } from '../../dist/index.js';
import { encode } from '../../src/codec/index.ts';
import { serve, startChromium, type Started } from './chromium.ts';

const PAGE = fileURLToPath(new URL('../dist/index.html', import.meta.url));
const ORIGINAL = '春天来了，院子里的桃树开满了花，孩子们在树下读书。';
const DAMAGED = damage(ORIGINAL, { channel: 'utf8-as-gbk' }).text;
const LOSSY = damage('图书馆周末闭馆，还书请投入门口的箱子。', { channel: 'utf8-as-gbk' }).text;

let chromium: Started<Browser>;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  chromium = await startChromium();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(() => chromium.close());

async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await chromium.value.newContext({ locale: 'zh-CN', ...options });
  contexts.push(context);
  return context.newPage();
}

async function open(
  options: BrowserContextOptions = {},
  url: string = pathToFileURL(PAGE).href,
): Promise<Page> {
  const page = await newPage(options);
  await page.goto(url);
  await page.waitForSelector('html[data-ready]', { timeout: 10_000 });
  return page;
}

/** Puts a text in as pasting does and waits for its answer. */
async function paste(page: Page, text: string): Promise<void> {
  await page.fill('#input', text);
  await page.waitForFunction(() =>
    /已恢复|没有发现|原样|repaired|Nothing|evidence/.test(document.querySelector('#status')!.textContent),
  );
}

test('opened from disk: repairs what is pasted, explains it and proves it', async () => {
  const page = await open();
  await paste(page, DAMAGED);
  expect(await page.locator('#output').innerText()).toBe(ORIGINAL);
  expect(await page.locator('#status').innerText()).toContain('已验证');
  expect(await page.locator('#story').innerText()).toContain('UTF-8 被读成 GBK');
  await page.waitForSelector('#bytes table');
  expect(await page.locator('#bytes .hex td.lit').allInnerTexts()).toEqual(['E6', '98', 'A5']);
  await page.click('#next');
  await page.waitForFunction(() => document.querySelector('#bytes h3')?.textContent.includes('天'));
  expect(await page.locator('#bytes .hex td.lit').allInnerTexts()).toEqual(['E5', 'A4', 'A9']);
});

test('asks the network for nothing and says nothing on the console', async () => {
  const page = await newPage();
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  const url = pathToFileURL(PAGE).href;
  await page.goto(url);
  await page.waitForSelector('html[data-ready]', { timeout: 10_000 });
  await paste(page, LOSSY);
  await page.click('#share');
  expect(said).toEqual([]);
  expect(asked.filter((u) => !/^(?:blob|data):/.test(u))).toEqual([url]);
  const blocked = await page.evaluate(() =>
    fetch('https://example.org/').then(
      () => false,
      () => true,
    ),
  );
  expect(blocked).toBe(true);
});

test('an inferred character can be picked by keyboard; what is copied has it', async () => {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await paste(page, LOSSY);
  const span = repair(LOSSY).spans.find((s) => s.inferred.length > 0)!;
  const [inferred] = span.inferred;
  const other = inferred!.alternatives[1]!.text;
  await page.locator('#output button.inferred').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#choices:popover-open');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.locator('#output button.inferred').first().innerText()).toBe(other);
  await page.click('#copy');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await page.locator('#output').innerText());
  expect(copied).toContain(other);
});

test('a link carries the text in its fragment', async () => {
  const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  await paste(page, DAMAGED);
  await page.click('#share');
  await page.waitForFunction(() => location.hash.startsWith('#t='));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  await page.goto('about:blank');
  await page.goto(link);
  await page.waitForFunction(() => document.querySelector('#status')!.textContent.includes('已恢复'));
  expect(await page.inputValue('#input')).toBe(DAMAGED);
  expect(await page.locator('#output').innerText()).toBe(ORIGINAL);
});

test('another explanation can be chosen, and the text left as it is', async () => {
  const page = await open();
  await paste(page, DAMAGED);
  const options = page.locator('#other-list button');
  expect(await options.first().getAttribute('aria-pressed')).toBe('true');
  await options.last().click();
  await page.waitForFunction((text) => document.querySelector('#output')!.textContent === text, DAMAGED);
  await options.first().click();
  await page.waitForFunction((text) => document.querySelector('#output')!.textContent === text, ORIGINAL);
});

test('every example is damaged live and comes back', async () => {
  const page = await open();
  const examples = page.locator('#example-list button');
  const count = await examples.count();
  expect(count).toBeGreaterThan(5);
  for (let i = 0; i < count; i++) {
    const name = await examples.nth(i).locator('.name').innerText();
    await page.click('#clear');
    await page.waitForFunction(() => document.querySelector('#status')!.textContent === '');
    await examples.nth(i).click();
    await page.waitForFunction(() => /已恢复|原样/.test(document.querySelector('#status')!.textContent));
    expect(await page.locator('#status').innerText(), name).toContain('已恢复');
  }
});

test('files: text repaired and downloaded, a ZIP unpacked, anything else kept', async () => {
  const page = await open();
  const zip = zipSync({
    'a/notes.txt': new TextEncoder().encode(`第一行\n${DAMAGED}\n`),
    'picture.bin': Uint8Array.from({ length: 999 }, (_, i) => i % 7),
  });
  await page.setInputFiles('#picker', [
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from(`${DAMAGED}\nabc\n`) },
    { name: 'all.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) },
  ]);
  await page.waitForFunction(() => document.querySelectorAll('#file-list > li').length === 3);
  expect(await page.locator('#file-list h3').allInnerTexts()).toEqual([
    'notes.txt',
    'a/notes.txt',
    'picture.bin',
  ]);
  expect(await page.locator('#file-list > li').nth(2).innerText()).toContain('不是文本');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('#file-list button').first().click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toBe(`${ORIGINAL}\nabc\n`);
});

test('files in other encodings, and names of old archives', async () => {
  const page = await open();
  const gbk = encode('gbk', `这一行是国标编码。\n${ORIGINAL}\n`).bytes;
  const name = String.fromCharCode(...encode('gbk', '会议纪要.txt').bytes);
  await page.setInputFiles('#picker', [
    { name: 'gbk.txt', mimeType: 'text/plain', buffer: Buffer.from(gbk) },
    { name: 'utf16.txt', mimeType: 'text/plain', buffer: Buffer.from(`\ufeff${ORIGINAL}`, 'utf16le') },
    { name: 'old.zip', mimeType: 'application/zip', buffer: oldZip(name) },
  ]);
  await page.waitForFunction(() => document.querySelectorAll('#file-list > li').length === 3);
  const cards = page.locator('#file-list > li');
  expect(await cards.nth(0).innerText()).toContain('原为 GB 18030');
  expect(await cards.nth(1).innerText()).toContain('原为 UTF-16 LE');
  expect(await cards.nth(2).locator('h3 ins').innerText()).toBe('会议纪要.txt');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    cards.nth(0).locator('button').click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toBe(`这一行是国标编码。\n${ORIGINAL}\n`);
});

/** An archive of one file whose name is bytes (given as Latin-1), without the flag that says UTF-8. */
function oldZip(name: string): Buffer {
  const zip = Buffer.from(zipSync({ ['x'.repeat(name.length)]: new TextEncoder().encode('abc') }));
  const raw = Buffer.from(name, 'latin1');
  for (let at = zip.indexOf('xx'); at >= 0; at = zip.indexOf('xx', at + raw.length)) raw.copy(zip, at);
  return zip;
}

test('20 MB: the page stays responsive and shows progress', async () => {
  const page = await open();
  const line = `${ORIGINAL}这一行没有损坏，只是为了让文件足够大。\n`;
  const lines = Math.ceil(20_000_000 / Buffer.byteLength(line));
  const body = line.repeat(lines).concat(DAMAGED, '\n');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'big.txt'));
    const picker = document.querySelector<HTMLInputElement>('#picker')!;
    picker.files = data.files;
    const seen = { longest: 0, progress: new Set<number>() };
    Object.assign(globalThis, { seen });
    let last = performance.now();
    const frame = (): void => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - last);
      last = now;
      seen.progress.add(document.querySelector<HTMLProgressElement>('#progress')!.value);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(() => {
      last = performance.now();
      frame();
      picker.dispatchEvent(new Event('change'));
    });
  }, body);
  await page.waitForFunction(() => document.querySelectorAll('#file-list > li').length === 1, null, {
    timeout: 100_000,
  });
  const { longest, steps } = await page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { longest: number; progress: Set<number> } };
    return { longest: seen.longest, steps: seen.progress.size };
  });
  console.log(`20 MB: longest frame ${longest.toFixed(0)} ms, ${steps} states of the progress bar`);
  expect(steps).toBeGreaterThan(3);
  expect(await page.locator('#file-list > li').innerText()).toContain('恢复 1 处');
});

test('the first answer to 1 kB', async () => {
  const page = await open();
  const text = damage(ORIGINAL.repeat(14).slice(0, 341), { channel: 'utf8-as-gbk' }).text;
  const milliseconds = await page.evaluate(async (value) => {
    const input = document.querySelector<HTMLTextAreaElement>('#input')!;
    const since = performance.now();
    input.value = value;
    input.dispatchEvent(new Event('input'));
    const status = document.querySelector('#status')!;
    while (!status.textContent.includes('已恢复')) await new Promise((next) => requestAnimationFrame(next));
    return performance.now() - since;
  }, text);
  console.log(`1 kB pasted: answer after ${milliseconds.toFixed(0)} ms`);
});

describe.each(['zh-CN', 'en-GB'])('in %s', (locale) => {
  test.each([360, 1440])(
    '%s pixels wide: axe finds nothing, nothing sticks out, nothing jumps',
    async (width) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await open({ locale, colorScheme, viewport: { width, height: 800 } });
        const check = async (state: string): Promise<void> => {
          await page.evaluate(checker.source);
          const violations = await page.evaluate(async () => {
            const { axe } = globalThis as unknown as {
              axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
            };
            const { violations: all } = await axe.run();
            return all.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
          });
          expect(violations, `${state}, ${colorScheme}`).toEqual([]);
          const over = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(over, `${state}: wider than the window`).toBeLessThanOrEqual(0);
        };
        await page.evaluate(() => {
          Object.assign(globalThis, { shift: 0 });
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              (globalThis as unknown as { shift: number }).shift += (
                entry as unknown as { value: number }
              ).value;
          }).observe({ type: 'layout-shift', buffered: true });
        });
        await check('empty');
        const top = await page.locator('#output').boundingBox();
        await paste(
          page,
          `${LOSSY}\n${damage(ORIGINAL, [{ channel: 'utf8-as-cp1252' }, { channel: 'utf8-as-cp1252' }]).text}\n锟斤拷锟斤拷`,
        );
        await page.waitForSelector('#bytes table');
        await check('repaired');
        expect(await page.locator('#output').boundingBox()).toEqual(top);
        await page.locator('#output button.inferred').first().click();
        await check('choosing');
        await page.keyboard.press('Escape');
        await page.setInputFiles('#picker', {
          name: 'a.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from(DAMAGED),
        });
        await page.waitForSelector('#file-list summary');
        await page.locator('#file-list summary').click();
        await check('a file');
      }
    },
  );
});

test('on a host, the same', async () => {
  const server = await serve(fileURLToPath(new URL('../dist', import.meta.url)));
  try {
    const page = await open({}, `${server.value}/`);
    await paste(page, DAMAGED);
    expect(await page.locator('#output').innerText()).toBe(ORIGINAL);
  } finally {
    await server.close();
  }
});
