/** WARC files as Common Crawl writes its WET: records repaired, everything else byte for byte. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { WARCParser } from 'warcio';
import { GARBLED, GOOD, HOPELESS, runCli } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'luanma-wet-'));
afterAll(() => rmSync(folder, { recursive: true }));

function record(type: string, uri: string, text: string): string {
  const sha1 = createHash('sha1').update(text).digest('hex');
  return [
    'WARC/1.0',
    `WARC-Type: ${type}`,
    `WARC-Target-URI: ${uri}`,
    'WARC-Date: 2026-01-02T03:04:05Z',
    'WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>',
    `WARC-Block-Digest: sha1:${sha1}`,
    'Content-Type: text/plain',
    `Content-Length: ${Buffer.byteLength(text)}`,
    '',
    `${text}\r\n\r\n`,
  ].join('\r\n');
}

const rows: [string, string, string][] = [
  ['warcinfo', 'file:a', `Software-Info: ${GARBLED}\r\n`],
  ['conversion', 'http://example.org/1', 'clean\n'],
  ['conversion', 'http://example.org/2', `a\n\u{1f600}${GARBLED} x`],
  ['conversion', 'http://example.org/3', HOPELESS],
  ['conversion', 'http://example.org/4', ''],
];
const crawl = rows.map((row) => record(...row)).join('');
const repaired = rows
  .map(([type, uri, text]) => record(type, uri, type === 'conversion' ? text.replace(GARBLED, GOOD) : text))
  .join('');

describe('--wet', () => {
  test('repairs conversion records, with length and digest; all others stay', async () => {
    const ran = await runCli(['--wet', '--summary'], { stdin: crawl });
    expect(ran.stdout.toString()).toBe(repaired);
    expect([ran.status, ran.stderr]).toEqual([
      0,
      'luanma: 4 documents, 2 damaged; 1 repaired (utf8-as-gbk 1), 1 beyond repair; 1 characters inferred, 1 lost\n'.replace(
        ', 1 lost',
        ', 0 lost',
      ),
    ]);
  });

  test('any chunking gives the same', async () => {
    const bytes = Buffer.from(crawl);
    for (const size of [1, 7, 100]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect((await runCli(['--wet'], { stdin: chunks })).stdout.toString()).toBe(repaired);
    }
  });

  test('--check names file, address, line and column', async () => {
    const ran = await runCli(['--wet', '--check'], { stdin: crawl });
    expect([ran.status, ran.stdout.toString()]).toEqual([
      1,
      '-#http://example.org/2:2:2 utf8-as-gbk\n-#http://example.org/3:1:1 beyond-repair\n',
    ]);
  });

  test('compressed: a member a record, in and out', async () => {
    const members = rows.map((row) => gzipSync(record(...row)));
    writeFileSync(join(folder, 'in.wet.gz'), Buffer.concat(members));
    const ran = await runCli(['--wet', '-o', 'out.wet.gz', 'in.wet.gz'], { cwd: folder });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    const out = readFileSync(join(folder, 'out.wet.gz'));
    expect(gunzipSync(out).toString()).toBe(repaired);
    const found: string[] = [];
    for await (const one of WARCParser.iterRecords([out]))
      found.push(`${one.warcType} ${await one.contentText()}`);
    expect(found).toHaveLength(rows.length);
    // Gzip's header stands once for each record.
    expect(out.toString('latin1').split('\x1f\x8b\b').length - 1).toBe(rows.length);
  });

  test('what is no WARC file is told', async () => {
    const ran = await runCli(['--wet'], { stdin: 'no warc\r\n\r\n' });
    expect([ran.status, ran.stdout.length]).toEqual([2, 0]);
    expect(ran.stderr).toContain('-: is no WARC file, or a damaged one');
  });
});
