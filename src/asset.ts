/**
 * Where binary tables come from. The core does no I/O of its own: it asks for an asset by its path
 * below `src/` (for example `codec/tables/gbk.bin`) and whoever runs it decides how that is read.
 * In Node the default reads the file beside this module; a browser hands in its own reader.
 */
export type AssetReader = (path: string) => Uint8Array;

let reader: AssetReader = readBesideThisModule;

/**
 * Replaces the way assets are read (a browser entry does this once, before anything else).
 * @public
 */
export function setAssetReader(next: AssetReader): void {
  reader = next;
}

/** The bytes of an asset; throws what the reader throws when it is missing. */
export function readAsset(path: string): Uint8Array {
  return reader(path);
}

function readBesideThisModule(path: string): Uint8Array {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (!fs) throw new Error(`luanma: ${path} is not loaded; import 'luanma/browser' and await load() first`);
  return fs.readFileSync(new URL(path, import.meta.url));
}
