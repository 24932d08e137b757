/**
 * The package as its users have it: packed, installed with npm into an empty project, and used from Node (ESM,
 * CommonJS), TypeScript 5.4, a Vite app (built, and from its development server) and a Web Worker.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, startChromium, type Started } from './chromium.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TYPESCRIPT = '5.4.5';
const VITE = '8.3.8';
/** 你好，世界 in UTF-8, read as GBK, in escapes, and what it was. */
const GARBLED = String.raw`'\u6d63\u72b2\u30bd\u951b\u5c7c\u7b18\u9423?'`;
const ORIGINAL = '你好，世界';

const temp = mkdtempSync(join(tmpdir(), 'luanma-consumers-'));
let chromium: Started<Browser>;
let server: ChildProcess | undefined;

const PAGE = (script: string): string =>
  `<!doctype html><title>app</title><p id="here"></p><p id="there"></p><script type="module" src="${script}"></script>`;

const FILES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "somebody", "private": true, "type": "module" }\n',
  'use.mjs': `import { repair } from 'luanma'; console.log(repair(${GARBLED}).text);`,
  'browser.mjs': `import { load, repair } from 'luanma/browser'; await load(); console.log(repair(${GARBLED}).text);`,
  'use.cjs': `const { repair } = require('luanma'); console.log(repair(${GARBLED}).text);`,
  'use.ts': `
    import { repair, type Repair } from 'luanma';
    import { load } from 'luanma/browser';
    await load({ read: async (path) => new Uint8Array(path.length) });
    const result: Repair = repair('text', { alternatives: 1 });
    // @ts-expect-error an option that does not exist
    repair('text', { alternative: 1 });
    export const first: string | undefined = result.spans[0]?.restored;`,
  'app/index.html': PAGE('/main.ts'),
  'app/main.ts': `
    import { load, repair } from 'luanma/browser';
    await load();
    document.querySelector('#here')!.textContent = repair(${GARBLED}).text;
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => (document.querySelector('#there')!.textContent = data);
    worker.postMessage(${GARBLED});`,
  'app/worker.ts': `
    import { load, repair } from 'luanma/browser';
    onmessage = async ({ data }) => {
      await load();
      postMessage(repair(data).text);
    };`,
  'app/vite.config.js': `export default { worker: { format: 'es' }, build: { target: 'es2022' }};`,
};

beforeAll(async () => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(temp, path)), { recursive: true });
    writeFileSync(join(temp, path), text);
  }
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', temp];
  const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: ROOT, encoding: 'utf8' })) as {
    filename: string;
  }[];
  const wanted = [join(temp, packed!.filename), `typescript@${TYPESCRIPT}`, `vite@${VITE}`];
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...wanted], { cwd: temp, stdio: 'ignore' });
  chromium = await startChromium();
}, 240_000);

afterAll(async () => {
  server?.kill();
  await chromium?.close();
  rmSync(temp, { recursive: true, force: true });
});

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: temp, encoding: 'utf8' }).trim();
}

/** What the app shows: the answer of the page and that of its worker. */
async function answers(url: string): Promise<string[]> {
  const page = await chromium.value.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.location().url.endsWith('favicon.ico'))
      errors.push(message.text());
  });
  await page.goto(url);
  try {
    await page.waitForFunction(() => document.querySelector('#there')?.textContent !== '', null, {
      timeout: 60_000,
    });
  } catch {
    return errors;
  }
  return [await page.locator('#here').innerText(), await page.locator('#there').innerText(), ...errors];
}

test.each(['use.mjs', 'browser.mjs', 'use.cjs'])('Node runs %s', (file) => {
  expect(node(file)).toBe(ORIGINAL);
});

test.each([
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['esnext', 'bundler'],
])(
  `TypeScript ${TYPESCRIPT}, module %s, resolution %s, checks use.ts and the package's declarations`,
  (module, resolution) => {
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022'],
      types: [],
      module,
      moduleResolution: resolution,
    };
    writeFileSync(join(temp, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
    const { stdout, status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc'], {
      cwd: temp,
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  },
);

test('a Vite app, built, and its worker', async () => {
  execFileSync(process.execPath, [join(temp, 'node_modules/vite/bin/vite.js'), 'build'], {
    cwd: join(temp, 'app'),
    stdio: 'ignore',
  });
  const site = await serve(join(temp, 'app/dist'));
  try {
    expect(await answers(`${site.value}/`)).toEqual([ORIGINAL, ORIGINAL]);
  } finally {
    await site.close();
  }
});

test('a Vite app from its development server, and its worker', async () => {
  server = spawn(
    process.execPath,
    [join(temp, 'node_modules/vite/bin/vite.js'), '--port', '0', '--host', '127.0.0.1'],
    {
      cwd: join(temp, 'app'),
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  const url = await new Promise<string>((resolve) => {
    let said = '';
    server!.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said.replace(/\u001b\[\d+m/g, ''));
      if (found) resolve(found[0]);
    });
  });
  expect(await answers(url)).toEqual([ORIGINAL, ORIGINAL]);
});
