/** The catalogue's entry for `annotated-traditional`; what it does stands in forward.ts. */
import type { ChannelStep } from '../../types.ts';
import type { Channel } from '../channel.ts';
import { annotate, breakPlaces } from './forward.ts';

export const ANNOTATED = 'annotated-traditional';

/** Seen at about half of the places where it can happen; nobody knows why. */
const BREAK_SHARE = 0.5;

export const annotatedTraditional: Channel = {
  id: ANNOTATED,
  title: 'Simplified made Traditional by a converter that puts readings into its GBK bytes',
  kind: 'converter',
  policies: [],
  forward: annotate,
  choose: (text: string, step: ChannelStep, random: () => number): ChannelStep =>
    step.breaks ? step : { ...step, breaks: breakPlaces(text).filter(() => random() < BREAK_SHARE) },
};
