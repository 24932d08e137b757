/** The later clean-up of such pages: ，：；？！（） and full-width digits and letters become ASCII; ，(FF0C) is `,`. */

/** ASCII character → whether folding may have written it. Index = code. */
export const FOLDED: Uint8Array = Uint8Array.from({ length: 128 }, (_, c) => {
  const char = String.fromCharCode(c);
  return /[,:;?!()0-9A-Za-z]/.test(char) ? 1 : 0;
});

const FULL_WIDTH = 0xfee0;

/** Whether a unit is one that folding changes. */
export function folds(unit: number): boolean {
  return unit >= 0xff01 && unit <= 0xff5a && FOLDED[unit - FULL_WIDTH] === 1;
}

export function fold(text: string): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xff01 || !folds(unit)) continue;
    out += text.slice(from, i) + String.fromCharCode(unit - FULL_WIDTH);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** The full-width form of an ASCII character that folding may have written. */
export function unfolded(unit: number): number {
  return unit + FULL_WIDTH;
}

export function hasPrivateUse(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xe000 && unit < 0xf900) return true;
  }
  return false;
}
