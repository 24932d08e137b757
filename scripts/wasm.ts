/** Assembles src/detect/scan.wat into scan.wasm: `npm run wasm`. A test says when that was forgotten. */
import { readFileSync, writeFileSync } from 'node:fs';
import wabt from 'wabt';

const folder = new URL('../src/detect/', import.meta.url);
const module = (await wabt()).parseWat('scan.wat', readFileSync(new URL('scan.wat', folder)));
module.validate();
writeFileSync(new URL('scan.wasm', folder), module.toBinary({}).buffer);
