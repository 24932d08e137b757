/**
 * jschardet, asked only where no Chinese encoding explains the bytes. It is slow to load and slow to run, so it is
 * loaded when first needed; where there is no `require` (a browser), nobody is asked.
 */
import { encodingNamed, isChinese } from './names.ts';

interface Jschardet {
  detect(bytes: Uint8Array): { encoding: string | null; confidence: number };
}

/** It knows languages by their statistics: fewer bytes tell it nothing. */
const LEAST = 16;

let loaded: Jschardet | null | undefined;

function load(): Jschardet | null {
  try {
    const modules = globalThis.process?.getBuiltinModule?.('node:module');
    return modules ? (modules.createRequire(import.meta.url)('jschardet') as Jschardet) : null;
  } catch {
    return null;
  }
}

/** Its answer by our names, unless it has none or says Chinese. */
export function secondOpinion(bytes: Uint8Array): { encoding: string; confidence: number } | null {
  if (bytes.length < LEAST) return null;
  loaded ??= load();
  if (!loaded) return null;
  try {
    const { encoding, confidence } = loaded.detect(bytes);
    const name = encoding === null ? undefined : encodingNamed(encoding);
    return name === undefined || isChinese(name) ? null : { encoding: name, confidence };
  } catch {
    return null; // it refuses some inputs
  }
}
