/** Growing buffers of UTF-16 units and bytes: strings are built a chunk at a time, never a character at a time. */

export class UnitBuffer {
  private units = new Uint16Array(256);
  length = 0;

  push(unit: number): void {
    if (this.length === this.units.length) {
      const grown = new Uint16Array(this.length * 2);
      grown.set(this.units);
      this.units = grown;
    }
    this.units[this.length++] = unit;
  }

  pushText(text: string): void {
    for (let i = 0; i < text.length; i++) this.push(text.charCodeAt(i));
  }

  toString(): string {
    let out = '';
    for (let i = 0; i < this.length; i += 8192)
      out += String.fromCharCode.apply(
        null,
        this.units.subarray(i, Math.min(this.length, i + 8192)) as unknown as number[],
      );
    return out;
  }
}

export class ByteBuffer {
  private bytes = new Uint8Array(256);
  length = 0;

  push(byte: number): void {
    if (this.length === this.bytes.length) {
      const grown = new Uint8Array(this.length * 2);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[this.length++] = byte;
  }

  /** Appends a code of one to four bytes, high byte first. */
  pushCode(code: number): void {
    if (code > 0xffffff) this.push(code >>> 24);
    if (code > 0xffff) this.push((code >>> 16) & 255);
    if (code > 0xff) this.push((code >>> 8) & 255);
    this.push(code & 255);
  }

  toBytes(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}
