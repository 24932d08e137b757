/** Headless Chromium (Debian's, or what CHROMIUM names) and a file server for it, closed after the tests. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const PATH = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
};

export interface Started<T> {
  value: T;
  close: () => Promise<void>;
}

/** A browser with a profile of its own. Throws if there is no Chromium. */
export async function startChromium(): Promise<Started<Browser>> {
  if (!existsSync(PATH)) throw new Error(`no Chromium at ${PATH}: apt-get install chromium, or set CHROMIUM`);
  const value = await chromium.launch({ executablePath: PATH, args: ARGUMENTS });
  return { value, close: () => value.close() };
}

/** Serves a folder on a free port of this machine; the value is its address. */
export async function serve(folder: string): Promise<Started<string>> {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURIComponent(new URL(request.url!, 'http://x').pathname)));
    const file = path.endsWith('/') ? join(path, 'index.html') : path;
    if (!file.startsWith(folder) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { value: `http://127.0.0.1:${port}`, close };
}
