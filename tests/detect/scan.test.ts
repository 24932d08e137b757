/** What is shipped is what its source says. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import wabt from 'wabt';

test('scan.wasm is scan.wat, assembled', async () => {
  const folder = new URL('../../src/detect/', import.meta.url);
  const module = (await wabt()).parseWat('scan.wat', readFileSync(new URL('scan.wat', folder)));
  const made = Buffer.from(module.toBinary({}).buffer);
  expect(made.equals(readFileSync(new URL('scan.wasm', folder))), 'run npm run wasm').toBe(true);
});
