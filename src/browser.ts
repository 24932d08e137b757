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
import { model } from './model/model.ts';

export * from './index.ts';

/** Every file that a call may ask for, by its path below the package's `dist`. A test compares this with the files. */
const FILES: Readonly<Record<string, () => URL>> = {
  'model/model.bin': () => new URL('./model/model.bin', import.meta.url),
  'channel/annotated/tables.json': () => new URL('./channel/annotated/tables.json', import.meta.url),
  'codec/tables/single.bin': () => new URL('./codec/tables/single.bin', import.meta.url),
  'codec/tables/gbk.bin': () => new URL('./codec/tables/gbk.bin', import.meta.url),
  'codec/tables/big5.bin': () => new URL('./codec/tables/big5.bin', import.meta.url),
  'codec/tables/shift_jis.bin': () => new URL('./codec/tables/shift_jis.bin', import.meta.url),
  'codec/tables/euc-kr.bin': () => new URL('./codec/tables/euc-kr.bin', import.meta.url),
};

export interface LoadOptions {
  /**
   * Gives the bytes of a file, for pages that keep the files elsewhere or may not use the network. `path` is
   * one of `assets()`. Default: fetches it from beside this module.
   */
  read?: (path: string) => Uint8Array | PromiseLike<Uint8Array>;
}

let loading: Promise<void> | undefined;

/** Paths of the files that `load` reads, below the package's `dist`: `model/model.bin`, … */
export function assets(): string[] {
  return Object.keys(FILES);
}

/**
 * Reads the model and the tables; afterwards every other function may be called. Later calls return the
 * same promise; after a failure the next call tries again. Rejects with Error when a file cannot be had.
 */
export function load(options: LoadOptions = {}): Promise<void> {
  loading ??= loadAll(options.read).catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function loadAll(read?: LoadOptions['read']): Promise<void> {
  if (!read && import.meta.url.startsWith('file:')) {
    model(); // Node (server-side rendering, tests) reads files itself; its fetch refuses them
    return;
  }
  const fetched = read ?? fetchBesideThisModule;
  const files = new Map(
    await Promise.all(
      assets().map(async (path): Promise<[string, Uint8Array]> => [path, await fetched(path)]),
    ),
  );
  setAssetReader((path) => {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`luanma: ${path} is not among the files of the browser entry`);
    return bytes;
  });
  model();
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
