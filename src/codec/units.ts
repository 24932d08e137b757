/** UTF-16 units → string: 4F60 597D is 你好. Refuses nothing, lone surrogates included. */
const CHUNK = 8192; // well below the argument limits of every engine
/** From here on a copy through a Buffer is quicker, where there is one. */
const LONG = 64;
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The first `length` units as a string. */
export function textOf(units: Uint16Array, length: number): string {
  const { Buffer } = globalThis;
  if (Buffer && littleEndian && length > LONG)
    return Buffer.from(units.buffer, units.byteOffset, 2 * length).toString('utf16le');
  let text = '';
  for (let i = 0; i < length; i += CHUNK)
    text += String.fromCharCode.apply(
      null,
      units.subarray(i, Math.min(length, i + CHUNK)) as unknown as number[],
    );
  return text;
}
