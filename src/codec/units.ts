/** UTF-16 units → string, a chunk at a time: 4F60 597D is 你好. Refuses nothing, lone surrogates included. */
const CHUNK = 8192; // well below the argument limits of every engine

/** The first `length` units as a string. */
export function textOf(units: Uint16Array, length: number): string {
  let text = '';
  for (let i = 0; i < length; i += CHUNK)
    text += String.fromCharCode.apply(
      null,
      units.subarray(i, Math.min(length, i + CHUNK)) as unknown as number[],
    );
  return text;
}
