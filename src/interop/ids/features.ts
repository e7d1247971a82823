import type { Feature } from './words.ts';

/** What this pump can do that the standard has a bit for. Of remote control there is nothing: it is only to be read. */
export const FEATURES: readonly Feature[] = [
  'basal',
  'tbrAbsolute',
  'tbrRelative',
  'fastBolus',
  'extendedBolus',
  'multiwaveBolus',
  'bolusActivation',
  'onBoard',
];
