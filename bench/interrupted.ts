/**
 * Kill -9 in the middle of --in-place: `npx tsx bench/interrupted.ts [--files 1000] [--rounds 100]`.
 *
 * Each round starts the built command on a folder of damaged files, kills it at a random moment, and looks at every file: it
 * must be the old one or the new one, whole. When all are new, they are made old again. Prints the states that were seen;
 * exits with 1 if a file was neither. Leftover temporary files are counted.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { damage, repair } from '../src/index.ts';

const BIN = resolve(import.meta.dirname, '../dist/cli/bin.js');
const { values } = parseArgs({
  options: { files: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '100' } },
});
const folder = mkdtempSync(join(tmpdir(), 'luanma-interrupted-'));
const fill = '干净的一行，没有什么可修的。\n'.repeat(40);
const sentence = '今天的天空很蓝，我们去公园散步。\n';
const bad = fill + damage(sentence, { channel: 'utf8-as-gbk' }).text + fill;
const good = repair(bad).text;
const names = Array.from({ length: Number(values.files) }, (_, i) => join(folder, `${i}.txt`));
const reset = (): void => {
  for (const name of names) writeFileSync(name, bad);
};

const seen = { old: 0, new: 0, neither: 0 };
let inTheMiddle = 0;
/** How long a run takes, learned from the ones that were not killed in time; the first one never is. */
let length = Infinity;
reset();
try {
  for (let round = 0; round < Number(values.rounds); round++) {
    const child = spawn(process.execPath, [BIN, '--in-place', folder], { stdio: 'ignore' });
    const closed = new Promise<void>((done) => child.on('close', () => done()));
    const begun = performance.now();
    const timer =
      length < Infinity ? setTimeout(() => child.kill('SIGKILL'), Math.random() * length) : undefined;
    await closed;
    clearTimeout(timer);
    if (child.exitCode !== null) length = performance.now() - begun;
    const states = names.map((name) => {
      const now = readFileSync(name, 'utf8');
      return now === bad ? 'old' : now === good ? 'new' : 'neither';
    });
    for (const state of states) seen[state]++;
    if (states.includes('old') && states.includes('new')) inTheMiddle++;
    if (!states.includes('old')) reset();
  }
  const left = readdirSync(folder).length - names.length;
  console.log({ rounds: Number(values.rounds), files: names.length, ...seen, inTheMiddle, leftover: left });
  if (seen.neither > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
