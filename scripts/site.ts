/**
 * `npm run site`: the page → site/dist/index.html, one file that works from disk and from any host.
 *
 * Style, scripts, model and tables are inside it, so that its Content-Security-Policy can forbid every request:
 * the policy allows the two scripts and the style by their hashes, and a worker from a Blob. Model and tables are
 * raw deflate in base64, in elements that a browser does not run.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { assets } from '../src/browser.ts';

const SITE = fileURLToPath(new URL('../site/', import.meta.url));
const SRC = fileURLToPath(new URL('../src/', import.meta.url));

/** A script for old and new browsers alike, as one expression: `</script>` cannot occur in it. */
async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${SITE}src/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    define: { 'import.meta.url': '"about:blank"' }, // the page hands its files in
  });
  return outputFiles[0]!.text.trim().replaceAll('</script', '<\\/script');
}

async function css(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${SITE}style.css`],
    minify: true,
    write: false,
    target: 'chrome123',
  });
  return outputFiles[0]!.text.trim();
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const [style, engine, main] = await Promise.all([css(), bundle('engine.ts'), bundle('main.ts')]);
const data = assets().map((path) => {
  const packed = deflateRawSync(readFileSync(SRC + path), { level: 9 }).toString('base64');
  return `<script type="application/octet-stream" data-asset="${path}">${packed}</script>`;
});
const parts: Readonly<Record<string, string>> = {
  'script hashes': `${hash(engine)} ${hash(main)}`,
  'style hash': hash(style),
  style,
  engine,
  main,
  assets: data.join('\n    '),
};
const page = readFileSync(`${SITE}index.html`, 'utf8').replace(/\{\{([^}]+)\}\}/g, (_, name: string) => {
  const part = parts[name];
  if (part === undefined) throw new Error(`site/index.html: unknown part ${name}`);
  return part;
});
mkdirSync(`${SITE}dist`, { recursive: true });
writeFileSync(`${SITE}dist/index.html`, page);
console.log(`site/dist/index.html: ${page.length} characters, ${gzipSync(page).length} bytes compressed`);
