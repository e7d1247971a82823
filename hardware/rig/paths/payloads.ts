import { cartridgeOf } from '../../../src/domain/change.ts';
import type { BolusKind, Derived, Fact } from '../../../src/domain/facts.ts';
import { HARD } from '../../../src/domain/limits.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { wallMs } from '../../../src/domain/units.ts';
import type { Situation } from './acts.ts';
import { LEVELS } from './bench.ts';
import { benchSettings, FULL_UU, NUDGE } from './pumpOnBench.ts';
import {
  derivedFrom,
  derives,
  heardFrom,
  middleOf,
  type Now,
  type Solution,
  solve,
  type Unknown,
} from './solve.ts';

/** Numbers that make the ledger say what a path wants, found by asking the real step. */

/** Nothing that the search tried makes the ledger say it here: the path cannot be driven. */
export class Unsolved extends Error {
  override readonly name = 'Unsolved';
}

const nowIn = ({ bench }: Situation): Now => {
  const { runtime, clock } = bench.pump();
  return { state: runtime.state(), monoMs: clock.now(), wallMs: clock.wall() };
};

const found = (what: string, holds: (value: number) => boolean, unknown: Unknown): Solution => {
  const solution = solve(holds, unknown);
  if (solution === null)
    throw new Unsolved(`no ${what} from ${unknown.least} to ${unknown.most} makes the ledger say it`);
  return solution;
};

/** What the ledger says of a force. */
type Feeling = Extract<Derived['type'], `occlusion.${string}` | 'force.lost'>;
const FEELINGS: ReadonlySet<string> = new Set<Feeling>([
  'occlusion.suspected',
  'occlusion.detected',
  'occlusion.relieved',
  'force.lost',
]);
/** No line of a pump presses with more than 32 N. */
const FORCE: Unknown = { least: 0, most: 32_768, grid: 1 };

/**
 * By how much the load cell must be off, in mN, for the next reading to be told as this and nothing else; or
 * as nothing at all. As it is, `natural`, if that will do; else as far as can be from what it would be told as otherwise.
 */
export const forceOffset = (situation: Situation, wanted: Feeling | null, natural: number): number => {
  const now = nowIn(situation);
  const holds = (forceMn: number): boolean => {
    const felt = derivedFrom(now, [{ type: 'force.measured', forceMn }])
      .map(({ type }) => type)
      .filter(type => FEELINGS.has(type));
    return wanted === null ? felt.length === 0 : felt.length === 1 && felt[0] === wanted;
  };
  return holds(natural) ? 0 : middleOf(found('force', holds, FORCE), FORCE.grid) - natural;
};

/** The least offset of an empty load cell, in mN, by which a plunger that meets its cartridge is doubted. */
export const freeOffset = (situation: Situation): number => {
  const now = nowIn(situation);
  const seat = { type: 'plunger.seated', seatedMn: 2_000, travelMicrosteps: 5_000 } as const;
  const holds = (freeMn: number): boolean => derives(now, [{ ...seat, freeMn }], 'seat.doubted');
  // Three times the least: noise and what is seated are no reason.
  return 3 * found('force of an empty load cell', holds, { least: 0, most: 4_096, grid: 1 }).least;
};

/** The settings of the bench but for these; the mark that calls a reservoir low stays where it is. */
export const settingsWith = ({ bench }: Situation, change: Partial<Settings>): Fact => ({
  type: 'settings.changed',
  settings: {
    ...benchSettings,
    lowReservoirUu:
      bench.pump().runtime.state().ledger.settings?.lowReservoirUu ?? benchSettings.lowReservoirUu,
    ...change,
  },
});

/** The settings whose mark calls low what is in the reservoir now. */
export const markedLow = (situation: Situation): Fact => {
  const now = nowIn(situation);
  const marked = (lowReservoirUu: number): Fact => settingsWith(situation, { lowReservoirUu });
  const most = 50_000_000;
  found('mark', mark => derives(now, [marked(mark)], 'reservoir.low'), { least: 0, most, grid: 1_000_000 });
  // The highest: what is drawn later does not rise above it.
  return marked(most);
};

/** How much must be in a new cartridge for these levels to be told of it, from low downwards, in µU. */
export const volumeAt = (situation: Situation, levels: readonly string[]): number => {
  const now = nowIn(situation);
  const holds = (volumeUu: number): boolean => {
    const told = derivedFrom(now, [cartridgeOf(volumeUu)])
      .map(({ type }) => type)
      .filter(type => LEVELS.some(level => type === `reservoir.${level}`));
    return told.join() === levels.join();
  };
  // Below the highest mark of low, so that this one can be called low later.
  if (holds(FULL_UU)) return FULL_UU;
  const grid = 5_000;
  return middleOf(found('volume', holds, { least: grid, most: HARD.cartridgeUu, grid }), grid);
};

/** A request that the ledger refuses, by no more than it must. */
export const refusedBolus = (situation: Situation): Fact => {
  const now = nowIn(situation);
  const request = requestOf(situation, 'normal');
  const grid = HARD.bolusStepUu;
  const refused = (nowUu: number): boolean =>
    derives(now, [request({ nowUu, extendedUu: 0 })], 'bolus.refused');
  return request({
    nowUu: found('amount', refused, { least: grid, most: 2 * HARD.maxBolusUu, grid }).least,
    extendedUu: 0,
  });
};

/** A temporary rate that the ledger refuses, by no more than it must. */
export const refusedTemp = (situation: Situation): Fact => {
  const now = nowIn(situation);
  const request = (percent: number): Fact => ({
    type: 'tempBasal.requested',
    percent,
    durationMs: HARD.tempBasalLeastMs,
  });
  const refused = (percent: number): boolean => derives(now, [request(percent)], 'tempBasal.refused');
  return request(found('rate', refused, { least: 0, most: 1_000, grid: 1 }).least);
};

/** The parts of a bolus, in µU. */
export type Parts = { readonly nowUu: number; readonly extendedUu: number };

/** Makes requests of one name and kind. */
export const requestOf = (situation: Situation, kind: BolusKind): ((parts: Parts) => Fact) => {
  const bolus = `bench ${situation.fresh()}`;
  return ({ nowUu, extendedUu }) => ({
    type: 'bolus.requested',
    bolus,
    kind,
    amountUu: nowUu + extendedUu,
    ...(kind === 'combo' ? { extendedUu } : {}),
    ...(kind === 'normal' ? {} : { durationMs: HARD.extendedLeastMs }),
  });
};

/**
 * Settings and a request of these parts, or smaller ones, that is admitted and then confirmed as much within the
 * hour, or not as much; null for one that nobody confirms. A part halves until a largest bolus is found by which
 * it is so.
 */
export const confirmable = (
  situation: Situation,
  kind: BolusKind,
  hour: 'usual' | 'much' | null,
  most: Parts,
): readonly Fact[] => {
  const now = nowIn(situation);
  const request = requestOf(situation, kind);
  const grid = HARD.bolusStepUu;
  for (const parts of partsUpTo(most)) {
    const asked = request(parts);
    const bolus = 'bolus' in asked ? asked.bolus : '';
    const facts = (maxBolusUu: number): readonly Fact[] => [settingsWith(situation, { maxBolusUu }), asked];
    const holds = (maxBolusUu: number): boolean =>
      (hour === null && derives(now, facts(maxBolusUu), 'bolus.admitted')) ||
      heardFrom(now, [...facts(maxBolusUu), { type: 'bolus.confirmed', bolus }]).some(
        event => event.type === 'bolus.confirmed' && 'hour' in event && event.hour === hour,
      );
    if (hour !== 'much' && holds(benchSettings.maxBolusUu)) return facts(benchSettings.maxBolusUu);
    const solution = solve(holds, { least: grid, most: HARD.maxBolusUu, grid });
    if (solution !== null) return facts(solution.least);
    // So narrow an interval that a search of even steps misses it.
    const isFull = kind === 'combo' && parts.nowUu + parts.extendedUu === LEAST_LARGEST_UU;
    if (isFull && holds(LEAST_LARGEST_UU)) return facts(LEAST_LARGEST_UU);
  }
  throw new Unsolved(
    `no ${kind} bolus is ${hour === null ? 'admitted' : `confirmed as ${hour} within the hour`} here`,
  );
};

/** Halves and halves again; of a combo also what together is as much as the least that can be the largest bolus. */
const partsUpTo = (most: Parts): readonly Parts[] => {
  const halves: Parts[] = [];
  for (let parts: Parts | null = most; parts !== null; parts = halved(parts)) halves.push(parts);
  const isCombo = most.nowUu > 0 && most.extendedUu > 0;
  const full = halves.flatMap(({ nowUu }) =>
    isCombo && nowUu < LEAST_LARGEST_UU ? [{ nowUu, extendedUu: LEAST_LARGEST_UU - nowUu }] : [],
  );
  return [...halves, ...full];
};

const halved = ({ nowUu, extendedUu }: Parts): Parts | null => {
  const half = (part: number): number =>
    part === 0 ? 0 : Math.max(HARD.bolusStepUu, Math.floor(part / 2 / HARD.bolusStepUu) * HARD.bolusStepUu);
  const next = { nowUu: half(nowUu), extendedUu: half(extendedUu) };
  return next.nowUu === nowUu && next.extendedUu === extendedUu ? null : next;
};

/** No settings have a smaller largest bolus. */
const LEAST_LARGEST_UU = 500_000;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** By how much the wall clock must leap, in ms, to be doubted, or to tell no time at all. */
export const leapTo = (situation: Situation, finding: 'clock.suspected' | 'clock.lost'): number => {
  const now = nowIn(situation);
  const holds = (leapMs: number): boolean =>
    derives({ ...now, wallMs: wallMs(now.wallMs + leapMs) }, [NUDGE], finding);
  return finding === 'clock.suspected'
    ? found('leap', holds, { least: 0, most: DAY_MS, grid: MINUTE_MS }).least
    : found('leap', holds, { least: -20 * 365 * DAY_MS, most: 0, grid: DAY_MS }).most;
};

/** Where the encoder must stand, in counts from where it does, for the next answer to be told as this. */
export const creepTo = (
  situation: Situation,
  finding: 'motor.strayed' | 'delivery.exceeded',
  at: { readonly counts: number; readonly forceMn: number },
): number => {
  const now = nowIn(situation);
  const reading: Fact = { type: 'force.measured', forceMn: at.forceMn };
  const holds = (counts: number): boolean =>
    derives(now, [{ type: 'encoder.counted', counts: at.counts + counts }, reading], finding);
  return finding === 'motor.strayed'
    ? found('position', holds, { least: -256, most: 0, grid: 1 }).most
    : found('position', holds, { least: 0, most: 256, grid: 1 }).least;
};
