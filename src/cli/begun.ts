/** Files that are begun and not complete: what an interrupted run has to remove. */
import { rmSync } from 'node:fs';

const paths = new Set<string>();

export const begun: { add: (path: string) => void; forget: (path: string) => void } = {
  add: (path) => void paths.add(path),
  forget: (path) => void paths.delete(path),
};

/** Removes every file that is not complete. */
export function removeBegun(): void {
  for (const path of paths) rmSync(path, { force: true });
  paths.clear();
}
