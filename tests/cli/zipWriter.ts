/** A writer of small archives, stored and possibly hostile: whatever the reader must refuse has to be written by hand. */
import { crc32 } from 'node:zlib';

export interface Written {
  name: string | Uint8Array;
  data?: string;
  /** Unix mode with file type. */
  mode?: number;
  /** Says that this many bytes come out. */
  size?: number;
  crc?: number;
  flags?: number;
  method?: number;
  /** Shares the data of the entry before. */
  overlap?: boolean;
  extra?: Uint8Array;
  /** Host, 3 is Unix. */
  host?: number;
}

export function zipOf(entries: readonly Written[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  let before = 0;
  for (const e of entries) {
    const name = Buffer.from(e.name);
    const data = Buffer.from(e.data ?? '');
    const crc = e.crc ?? crc32(data);
    const extra = Buffer.from(e.extra ?? []);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(e.flags ?? 0, 2);
    common.writeUInt16LE(e.method ?? 0, 4);
    common.writeUInt32LE(0x58a16000, 6);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(e.size ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(extra.length, 24);
    const at = e.overlap ? before : offset;
    if (!e.overlap) {
      before = offset;
      const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, extra, data]);
      parts.push(local);
      offset += local.length;
    }
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((e.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    central.push(
      Buffer.from('PK\x01\x02', 'latin1'),
      Buffer.from([20, e.host ?? 3]),
      common,
      tail,
      name,
      extra,
    );
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
