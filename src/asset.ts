/**
 * Where binary tables come from. The core does no I/O of its own: it asks for an asset by its path
 * below `src/` (for example `codec/tables/gbk.bin`) and whoever runs it decides how that is read.
 * In Node the default reads the file beside this module; a browser hands in its own reader.
 */
export type AssetReader = (path: string) => Uint8Array;

let reader: AssetReader = readBesideThisModule;
let present: (path: string) => boolean = () => true;
let generation = 0;

/**
 * Replaces the way assets are read; `has` says which there are (all, if left out). A browser entry does this
 * before anything else, and again when more has been loaded.
 * @public
 */
export function setAssetReader(next: AssetReader, has: (path: string) => boolean = () => true): void {
  reader = next;
  present = has;
  generation++;
}

/** Whether an asset can be read. */
export function hasAsset(path: string): boolean {
  return present(path);
}

/** Counts calls of `setAssetReader`: what was derived from `hasAsset` holds as long as this stays the same. */
export function assetGeneration(): number {
  return generation;
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
