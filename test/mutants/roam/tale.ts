import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { worldBefore } from '../../fuzz/world.ts';
import { AUTOMATED } from '../../support/automated.ts';
import { does, SECOND_MS } from './glucoseEpisodes.ts';
import { beginning, pass, type Spot, settle, take } from './spot.ts';

/** Something that hardly ever happens by chance, told from the beginning: what is left out of it says nothing. */
export type Tale = { readonly name: string; readonly told: () => Spot };

/** Half a unit an hour: a pulse every three minutes, and many hours in few steps. */
const QUIET: Settings = {
  ...AUTOMATED,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 500_000 }],
  resumesAfterRestart: true,
  siteChangeHours: 0,
};

/** A pump that has been handed over with a cartridge of so much and switched on, and that nobody has started. */
export const handedOver = (change: Partial<Settings> = {}, volumeUu = 200_000_000): Spot =>
  [
    { type: 'settings.changed', settings: { ...QUIET, ...change } } as const,
    cartridgeOf(volumeUu),
    { type: 'power.applied', boot: 'the first', gapMs: 0 } as const,
  ].reduce((spot: Spot, fact: Fact) => take(spot, fact), {
    ...beginning(true, true),
    world: { ...worldBefore, isLineSafe: true },
    controller: 'steady',
  });

/** The same, delivering. */
export const worn = (change: Partial<Settings> = {}, volumeUu?: number): Spot =>
  does(pass(handedOver(change, volumeUu), SECOND_MS), { type: 'resume.requested' });

/** Somebody sees whatever is shown. */
export const seesAll = (spot: Spot): Spot =>
  does(spot, ...spot.state.annunciation.map(({ alarm }) => ({ type: 'alarm.acknowledged', alarm }) as const));

/** Devices do not answer with these until `answers` says so; everything else goes on. */
export const without = (spot: Spot, ...unanswered: readonly Fact['type'][]): Spot => ({
  ...spot,
  unanswered,
});
export const answers = (spot: Spot): Spot => ({ ...spot, unanswered: [] });

/** Too little air, which stops therapy; and as much as before. */
export const THIN: Fact = { type: 'pressure.measured', pascals: 40_000 };
export const AIR: Fact = { type: 'pressure.measured', pascals: 101_300 };

/** Off by a person, and on again after so long. */
export const switchedOff = (spot: Spot, offMs = SECOND_MS): Spot => {
  const off = take(settle(spot), { type: 'power.lost', cause: 'operator' });
  return { ...off, nowMs: off.nowMs + offMs };
};
/** The power comes, and nothing has answered yet. */
export const powered = (spot: Spot, gapMs: number | null = SECOND_MS): Spot =>
  take(spot, { type: 'power.applied', boot: `boot ${spot.seq}`, gapMs });
/** What devices answer of themselves is lost. */
export const unheard = (spot: Spot): Spot => ({ ...spot, pending: [] });
