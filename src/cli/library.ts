/**
 * The engine of the real command: the library itself, loaded only when there is something to repair.
 */
import { readAsset } from '../asset.ts';
import { channels } from '../channel/catalogue.ts';
import { cleanScreen } from '../repair/clean.ts';
import { detect, repair, repairBlock } from '../repairer.ts';
import type { Engine } from './engine.ts';

export const library: Engine = {
  repair,
  repairBlock,
  screen: cleanScreen,
  detect,
  channels,
  modelHash() {
    const manifest = new TextDecoder().decode(readAsset('model/model.manifest.json'));
    return (JSON.parse(manifest) as { sha256?: string }).sha256;
  },
};
