import { configurationHash } from '../configuration.ts';
import type { Settings } from '../settings.ts';

/** Settings that wait for a person's word: their number, and the version that the person had looked at. */
export type Proposal = {
  readonly proposal: number;
  readonly replaces: number;
  readonly settings: Settings;
};

export type Programming = {
  /** How often the settings in use have changed since the journal began; 0 before there were any. */
  readonly version: number;
  /** Of the settings in use, taken as they were accepted (SR-066). */
  readonly hash: string;
  /** The number of the last proposal that was admitted. */
  readonly proposals: number;
  readonly waiting: Proposal | null;
};

export const noProgramming: Programming = {
  version: 0,
  hash: configurationHash(null),
  proposals: 0,
  waiting: null,
};
