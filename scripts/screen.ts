/**
 * Fills in the `screen` section of src/model/model.bin: `npx tsx scripts/screen.ts`. For every channel
 * it damages sample lines of the training text and counts units; the weight of a unit is the log ratio
 * of its best channel to its best clean language. Run after scripts/train.ts. Deterministic.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Channel, channels, forward } from '../src/channel/catalogue.ts';
import { encode, type Policy } from '../src/codec/index.ts';
import { packModel, unpackModel } from '../src/model/format.ts';
import type { ChannelStep } from '../src/types.ts';
import { ALARM } from '../src/weights.ts';
import { negTrainFiles, readLines, trainFiles } from './corpus.ts';
import { otherWeight } from './train/mix.ts';

/** Lines of each source that are damaged. */
const LINES = 250;
/** A channel is one of many: bits taken off the best channel's likelihood. */
const CHANNEL_PRIOR = 2;
/** So is each source of clean text; one with little text, in units, is believed less. Large languages less so. */
const SOURCE_PRIOR = 1;
const SOURCE_SMALL = 1e6;
const LANGUAGE_PRIOR = { large: 0.5, small: 1.5 };
const LANGUAGE_SMALL = 1e5;
/** Added to the count of every unit in Chinese, and to its share in all other languages. */
const SMOOTH = 0.5;
const SMOOTH_SHARE = 1e-7;
/** From so many bits on whole ones will do, and pack better. */
const COARSE = 4;
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
function count(text: string): Float64Array {
  const n = new Float64Array(65536);
  for (let i = 0; i < text.length; i++) n[text.charCodeAt(i)]!++;
  return n;
}
function maximum(into: Float64Array, p: Float64Array): void {
  for (let u = 0; u < 65536; u++) if (p[u]! > into[u]!) into[u] = p[u]!;
}

/** The step of a channel; what is read as it was written is damaged where a byte was lost: here the first of a character. */
function stepOf({ id, reader, writer }: Channel, policy: Policy, line: string): ChannelStep {
  if (reader !== writer) return { channel: id, policy };
  return { channel: id, policy, at: [encode(writer!, line).bytes.findIndex((b) => b >= 0x80)] };
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
    maximum(damaged, distribution(lines.map((l) => c.forward(l, stepOf(c, policy, l)))));
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

// the signs of text that has no hanzi: typography, check marks, frames
const SIGNS = '—–‘’“”…•·→←↑↓✓✔✗✘✅❌✨★☆■□▪●○─│┌┐└┘├┤┬┴┼═║█▓░⚠ℹ⚡©®™°×÷';
for (const reader of ['gbk', 'latin1', 'cp1252', 'cp437', 'macroman', 'big5', 'sjis'])
  maximum(
    damaged,
    distribution(Array.from(SIGNS, (c) => forward(`${c} ${c}a`, [{ channel: `utf8-as-${reader}` }]))),
  );

const clean = new Float64Array(65536).fill(1e-9);
for (const variant of ['hans', 'hant'] as const) {
  const all = new Float64Array(65536).fill(SMOOTH);
  let total = SMOOTH * 65536;
  for (const f of trainFiles(variant)) {
    const text = readFileSync(f.path, 'utf8');
    const counts = count(text);
    for (let u = 0; u < 65536; u++) all[u]! += counts[u]!;
    total += text.length;
    const own = 2 ** -SOURCE_PRIOR / (text.length + SOURCE_SMALL);
    for (let u = 0; u < 65536; u++) clean[u] = Math.max(clean[u]!, counts[u]! * own);
  }
  maximum(
    clean,
    all.map((n) => n / total),
  );
}
const everything = new Float64Array(65536).fill(SMOOTH_SHARE);
for (const f of negTrainFiles()) {
  const text = readFileSync(f.path, 'utf8');
  const counts = count(text);
  const own =
    2 ** -LANGUAGE_PRIOR[otherWeight(f.path) > 1 ? 'large' : 'small'] / (text.length + LANGUAGE_SMALL);
  for (let u = 0; u < 65536; u++) {
    clean[u] = Math.max(clean[u]!, counts[u]! * own);
    everything[u]! += counts[u]! / text.length;
  }
}
const others = everything.reduce((a, b) => a + b, 0);
maximum(
  clean,
  everything.map((n) => n / others),
);

const screen = new Int8Array(65536);
for (let u = 0; u < 65536; u++) {
  let bits =
    u < 0x80
      ? Math.min(u === 0x3f ? 0.5 : ASCII_BITS, Math.log2(damaged[u]! / clean[u]!))
      : Math.log2(damaged[u]! / clean[u]!) - CHANNEL_PRIOR;
  if (u < 0x20 || u === 10) bits = -2;
  // more than the alarm, up or down, is all the same
  const step = Math.abs(bits) < COARSE ? 2 : 1; // steps a bit
  screen[u] = Math.max(-4 * ALARM, Math.min(4 * ALARM + 4, Math.round(bits * step) * (4 / step)));
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
