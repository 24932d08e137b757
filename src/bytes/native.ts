/**
 * What the platform does at memory speed, with plain fallbacks where it does not: telling ASCII and UTF-8. It never decodes legacy encodings: implementations differ there.
 */
interface BufferModule {
  isAscii(bytes: Uint8Array): boolean;
  isUtf8(bytes: Uint8Array): boolean;
}

const native: BufferModule | undefined = globalThis.process?.getBuiltinModule?.('node:buffer');

/** Whether every byte is below 80. */
export function isAscii(bytes: Uint8Array): boolean {
  if (native) return native.isAscii(bytes);
  for (let i = 0; i < bytes.length; i++) if (bytes[i]! > 127) return false;
  return true;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether the bytes are valid UTF-8 to their last. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (native) return native.isUtf8(bytes);
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes that `isUtf8` holds for as text; a byte order mark is kept. */
export function utf8Text(bytes: Uint8Array): string {
  const { Buffer } = globalThis;
  if (Buffer) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return strict.decode(bytes);
}

/** Offset of the first byte beyond ASCII at or after `from`, or the length. */
export function firstHigh(bytes: Uint8Array, from: number): number {
  const STRIDE = 1 << 14;
  let at = from;
  while (at + STRIDE <= bytes.length && isAscii(bytes.subarray(at, at + STRIDE))) at += STRIDE;
  while (at < bytes.length && bytes[at]! < 128) at++;
  return at;
}
