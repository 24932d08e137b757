/**
 * luanma for browsers, workers and bundlers: `await load()` once, then the same synchronous functions as in Node.
 *
 * Decides only where the model and the tables come from: beside this module, by `fetch` (bundlers see the
 * `new URL(…, import.meta.url)` below and copy the files), or from the `read` that the page hands in.
 * Uses no Node built-in and no Buffer. Refuses to guess: a call before `load()` throws.
 *
 *   import { load, repair } from 'luanma/browser';
 *   await load();
 *   repair('\u6d63\u72b2\u30bd').text; // '\u4f60\u597d'
 */
import { setAssetReader } from './asset.ts';
import { tableAsset, type EncodingId } from './codec/index.ts';
import { model } from './model/model.ts';

export * from './index.ts';

/** Every file that a call may ask for, by its path below the package's `dist`. A test compares this with the files. */
const FILES: Readonly<Record<string, () => URL>> = {
  'model/model.bin': () => new URL('./model/model.bin', import.meta.url),
  'channel/annotated/tables.json': () => new URL('./channel/annotated/tables.json', import.meta.url),
  'codec/tables/shown.bin': () => new URL('./codec/tables/shown.bin', import.meta.url),
  'channel/annotated/zhu.json': () => new URL('./channel/annotated/zhu.json', import.meta.url),
  'codec/tables/single.bin': () => new URL('./codec/tables/single.bin', import.meta.url),
  'codec/tables/gbk.bin': () => new URL('./codec/tables/gbk.bin', import.meta.url),
  'codec/tables/big5.bin': () => new URL('./codec/tables/big5.bin', import.meta.url),
  'codec/tables/shift_jis.bin': () => new URL('./codec/tables/shift_jis.bin', import.meta.url),
  'codec/tables/euc-kr.bin': () => new URL('./codec/tables/euc-kr.bin', import.meta.url),
};

export interface LoadOptions {
  /**
   * Only the tables of these encodings (UTF-8, UTF-16 and the single-byte pages are always there): a download of
   * 100 kB less for `['gbk']`. Channels of other encodings are then neither considered nor listed by `channels()`.
   * What a later `load` adds counts if it comes before the first repair. Bytes (`decode`, `detect`, `repair` of them)
   * need all tables. Default: all.
   */
  encodings?: readonly EncodingId[];
  /**
   * Gives the bytes of a file, for pages that keep the files elsewhere or may not use the network. `path` is
   * one of `assets()`. Default: fetches it from beside this module.
   */
  read?: (path: string) => Uint8Array | PromiseLike<Uint8Array>;
}

/** annotated-traditional works on GBK's codes. */
const GBK = tableAsset('gbk');
/** Needed whatever the text is written in. */
const ALWAYS: ReadonlySet<string> = new Set([
  'model/model.bin',
  'codec/tables/shown.bin',
  'codec/tables/single.bin',
]);

const files = new Map<string, Uint8Array>();
const pending = new Map<string, Promise<void>>();

/** Paths of the files that `load` reads, below the package's `dist`: `model/model.bin`, … */
export function assets(): string[] {
  return Object.keys(FILES);
}

/**
 * Reads the model and the tables; afterwards every other function may be called. What is there already, or on its
 * way, is not read again; after a failure the next call tries again. Rejects with Error when a file cannot be had,
 * with TypeError for an unknown encoding.
 */
export async function load({ read, encodings }: LoadOptions = {}): Promise<void> {
  const wanted = wantedFiles(encodings);
  if (!read && import.meta.url.startsWith('file:')) {
    model(); // Node (server-side rendering, tests) reads files itself; its fetch refuses them
    return;
  }
  await Promise.all(wanted.map((path) => fetchOnce(path, read ?? fetchBesideThisModule)));
  setAssetReader(
    (path) => {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`luanma: ${path} is not loaded; await load() without \`encodings\` first`);
      return bytes;
    },
    (path) => files.has(path),
  );
  model();
}

function wantedFiles(encodings: readonly EncodingId[] | undefined): string[] {
  if (!encodings) return assets();
  const tables = new Set(encodings.map((id) => tableAsset(id)));
  return assets().filter(
    (path) => ALWAYS.has(path) || tables.has(path) || (path.startsWith('channel/') && tables.has(GBK)),
  );
}

function fetchOnce(path: string, read: NonNullable<LoadOptions['read']>): Promise<void> {
  let reading = pending.get(path);
  if (!reading) {
    reading = keep(path, read);
    pending.set(path, reading);
  }
  return reading;
}

async function keep(path: string, read: NonNullable<LoadOptions['read']>): Promise<void> {
  try {
    files.set(path, await read(path));
  } catch (error) {
    pending.delete(path);
    throw error;
  }
}

async function fetchBesideThisModule(path: string): Promise<Uint8Array> {
  const url = FILES[path]!();
  const response = await fetch(url);
  const type = response.headers.get('content-type') ?? '';
  // A development server answers an unknown path with its page.
  if (!response.ok || type.startsWith('text/html'))
    throw new Error(
      `luanma: cannot load ${url.href} (${response.status} ${type}); load({ read }) takes another source`,
    );
  return new Uint8Array(await response.arrayBuffer());
}
