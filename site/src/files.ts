/**
 * Files in the worker: repaired block by block, so that memory stays bounded and progress can be told.
 * A ZIP is unpacked and each of its files repaired, names included; whatever is not text passes unchanged.
 */
import { unzipSync, zipSync } from 'fflate';
import { decodeBytes } from '../../src/bytes/decode.ts';
import { detect, repair, repairBlock } from '../../src/repairer.ts';
import { createRepairStream, pieceBytes, type StreamPiece } from '../../src/stream/core.ts';
import type { Excerpt, FileReport } from './protocol.ts';

/** Excerpts kept of a file, characters shown of a run, and of what stands around it. */
const EXCERPTS = 100;
const SHOWN = 160;
const AROUND = 24;
/** Bytes that tell whether a file is text, and in which encoding. */
const BEGINNING = 65_536;

/** Encodings that old archives have Chinese names in. */
const CHINESE: ReadonlySet<string> = new Set(['gb18030', 'big5', 'utf-8']);

type Progress = (done: number) => void;

/** The reports of a file, or of every file in an archive. `progress`: from 0 to 1. */
export async function repairFile(file: File, progress: Progress): Promise<FileReport[]> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (head[0] !== 0x50 || head[1] !== 0x4b || head[2] !== 3 || head[3] !== 4)
    return [await repairBlob(file.name, file, progress)];
  const entries = Object.entries(unzipSync(new Uint8Array(await file.arrayBuffer()))).filter(
    ([name]) => !name.endsWith('/'),
  );
  const reports: FileReport[] = [];
  for (const [i, [name, bytes]] of entries.entries()) {
    const blob = new Blob([bytes]);
    reports.push(await repairBlob(name, blob, (done) => progress((i + done) / entries.length)));
  }
  return reports;
}

/** An archive of repaired files; its names are UTF-8. */
export async function zipFiles(files: readonly { name: string; content: Blob }[]): Promise<Blob> {
  const entries: Record<string, Uint8Array> = {};
  for (const { name, content } of files) entries[name] = new Uint8Array(await content.arrayBuffer());
  return new Blob([zipSync(entries)], { type: 'application/zip' });
}

async function repairBlob(name: string, blob: Blob, progress: Progress): Promise<FileReport> {
  const head = new Uint8Array(await blob.slice(0, BEGINNING).arrayBuffer());
  const report: FileReport = {
    name,
    newName: repairName(name),
    size: blob.size,
    encoding: detect(head)[0]!.encoding,
    repaired: 0,
    beyond: 0,
    inferred: 0,
    kinds: [],
    excerpts: [],
    output: blob,
    binary: false,
  };
  report.binary = report.encoding === 'binary';
  if (report.binary) return report;
  const collect = new Collector(report);
  const stream = createRepairStream({
    repair: (text, last) => collect.note(text, repairBlock(text, {}, last)),
  });
  let done = 0;
  const reader = (blob.stream() as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done: ended, value } = await reader.read();
    if (ended) break;
    collect.add(stream.push(value));
    progress((done += value.length) / blob.size);
  }
  collect.add(stream.end());
  report.output = collect.output();
  return report;
}

/** Gathers the pieces of one document and what a person may want to see of them. */
class Collector {
  readonly #report: FileReport;
  readonly #parts: BlobPart[] = [];
  readonly #kinds = new Map<string, number>();
  #block = '';

  constructor(report: FileReport) {
    this.#report = report;
  }

  note(text: string, result: ReturnType<typeof repairBlock>): ReturnType<typeof repairBlock> {
    this.#block = text;
    return result;
  }

  add(pieces: readonly StreamPiece[]): void {
    for (const piece of pieces) {
      this.#parts.push(pieceBytes(piece) as Uint8Array<ArrayBuffer>);
      if (piece.kind === 'bytes') continue;
      for (const span of piece.spans) {
        const { channels } = span;
        if (channels.length === 0) this.#report.beyond++;
        else this.#report.repaired++;
        this.#report.inferred += span.inferred.length;
        const kind = channels.map((c) => c.channel).join(' → ');
        if (kind !== '') this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
        if (this.#report.excerpts.length >= EXCERPTS) continue;
        this.#report.excerpts.push(
          excerpt(this.#block, span.start - piece.start, span.end - piece.start, span),
        );
      }
    }
  }

  output(): Blob {
    this.#report.kinds = [...this.#kinds].sort((a, b) => b[1] - a[1]);
    return new Blob(this.#parts, { type: 'text/plain;charset=utf-8' });
  }
}

function excerpt(
  block: string,
  start: number,
  end: number,
  span: Pick<Excerpt, 'line' | 'observed' | 'text' | 'channels'> & { inferred: readonly unknown[] },
): Excerpt {
  const before = block.slice(Math.max(0, start - AROUND), start);
  const after = block.slice(end, end + AROUND);
  return {
    line: span.line,
    before: before.slice(before.lastIndexOf('\n') + 1),
    observed: shorten(span.observed),
    text: shorten(span.text),
    after: after.split('\n', 1)[0]!,
    channels: span.channels,
    inferred: span.inferred.length,
  };
}

function shorten(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}

/**
 * A name from an archive. Old archives do not say in which encoding their names are; the reader gives such bytes as
 * Latin-1, so they can be had back and read as what they most likely are.
 */
function repairName(name: string): string {
  const bytes = Uint8Array.from(name, (c) => c.charCodeAt(0));
  const old = /[\u0080-\u00ff]/.test(name) && !/[^\u0000-\u00ff]/.test(name);
  const read = old && CHINESE.has(detect(bytes)[0]!.encoding) ? decodeBytes(bytes).text : name;
  return repair(read).text;
}
