/**
 * Fills in the `screen` section of src/model/model.bin: `npx tsx scripts/screen.ts`. For every channel
 * it damages sample lines of the training text and counts units; the weight of a unit is the log ratio
 * of its best channel to its best clean language. Run after scripts/train.ts. Deterministic.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { channels, forward } from '../src/channel/catalogue.ts';
import { packModel, unpackModel } from '../src/model/format.ts';
import { negTrainFiles, readLines, trainFiles } from './corpus.ts';

const LINES = 250;
/** A channel is one of many: bits taken off the best channel's likelihood. */
const CHANNEL_PRIOR = 2;
/** ASCII between damaged characters must neither raise nor quickly end an alarm. */
const ASCII_BITS = -1.5;

function sample(lines: string[]): string[] {
  const step = Math.max(1, Math.floor(lines.length / LINES));
  return lines
    .filter((_, i) => i % step === 0)
    .slice(0, LINES)
    .map((l) => l.slice(0, 400));
}
const chinese = { hans: [] as string[], hant: [] as string[] };
for (const f of trainFiles()) chinese[f.variant === 'hant' ? 'hant' : 'hans'].push(...sample(readLines(f)));

function distribution(texts: string[], smooth = 0): Float64Array {
  const p = new Float64Array(65536).fill(smooth);
  let n = smooth * 65536;
  for (const t of texts) {
    for (let i = 0; i < t.length; i++) p[t.charCodeAt(i)]!++;
    n += t.length;
  }
  return p.map((x) => x / n);
}
function maximum(into: Float64Array, p: Float64Array): void {
  for (let u = 0; u < 65536; u++) if (p[u]! > into[u]!) into[u] = p[u]!;
}

const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const damaged = new Float64Array(65536).fill(1e-9);
for (const c of channels()) {
  if (c.kind !== 'transcoding') continue;
  const lines =
    c.writer === 'big5'
      ? chinese.hant
      : c.writer === 'gbk'
        ? chinese.hans
        : [...chinese.hans, ...chinese.hant];
  for (const policy of c.policies.slice(0, 3))
    maximum(damaged, distribution(lines.map((l) => c.forward(l, { channel: c.id, policy }))));
}
// layers, and byte order marks read as text
const CHAINS = [
  ['utf8-as-gbk', 'utf8-as-gbk'],
  ['utf8-as-latin1', 'utf8-as-gbk'],
  ['gbk-as-latin1', 'utf8-as-gbk'],
  ['gbk-as-cp1252', 'utf8-as-gbk'],
  ['utf8-as-latin1', 'utf8-as-latin1'],
  ['utf8-as-cp1252', 'utf8-as-cp1252'],
  ['gbk-as-big5', 'utf8-as-gbk'],
  ['gbk-as-latin1', 'utf8-as-latin1'],
  ['gbk-as-utf8', 'utf8-as-gbk'],
  ['utf8-as-gbk', 'utf8-as-cp1252'],
  ['utf8-as-gbk', 'utf8-as-cp437'],
];
for (const chain of CHAINS)
  maximum(
    damaged,
    distribution(chinese.hans.map((l) => chain.reduce((t, channel) => forward(t, [{ channel }]), l))),
  );
for (const reader of ['gbk', 'latin1', 'cp437', 'macroman', 'big5', 'sjis'])
  maximum(
    damaged,
    distribution(letters.map((c) => forward('\ufeff' + c, [{ channel: `utf8-as-${reader}` }]))),
  );

const clean = new Float64Array(65536).fill(1e-9);
maximum(clean, distribution(chinese.hans, 0.02));
maximum(clean, distribution(chinese.hant, 0.02));
const everything: string[] = [];
for (const f of negTrainFiles()) {
  const lines = sample(readLines(f));
  everything.push(...lines);
  if (/ja|jpn|ko|kor|rus|fra|\.fr|deu|vie|ell|spa/.test(f.source))
    maximum(
      clean,
      distribution(readLines(f).slice(0, 4000)).map((p) => p / 2),
    );
}
maximum(clean, distribution(everything, 0.01));

const screen = new Int8Array(65536);
for (let u = 0; u < 65536; u++) {
  let bits =
    u < 0x80
      ? Math.min(u === 0x3f ? 0.5 : ASCII_BITS, Math.log2(damaged[u]! / clean[u]!))
      : Math.log2(damaged[u]! / clean[u]!) - CHANNEL_PRIOR;
  if (u < 0x20 || u === 10) bits = -2;
  screen[u] = Math.max(-60, Math.min(60, Math.round(bits * 2) * 2));
}
const path = new URL('../src/model/model.bin', import.meta.url);
const file = packModel({ ...unpackModel(readFileSync(path)), screen: new Uint8Array(screen.buffer) });
writeFileSync(path, file);
const manifestPath = new URL('../src/model/model.manifest.json', import.meta.url);
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Record<string, unknown>;
manifest.sha256 = createHash('sha256').update(file).digest('hex');
manifest.bytes = file.length;
manifest.gzip = gzipSync(file, { level: 9 }).length;
manifest.screen = 'npx tsx scripts/screen.ts';
writeFileSync(manifestPath, JSON.stringify(manifest, null, 1) + '\n');
console.error(
  manifest.gzip,
  Array.from('你涓鍥浣犲é中')
    .map((c) => `${c} ${screen[c.charCodeAt(0)]! / 4}`)
    .join(', '),
);
