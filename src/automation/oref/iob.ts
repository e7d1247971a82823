import type { MinuteTable } from './curve.ts';
import { outside, type PumpEvent, suspensions, type TempSpan, withoutOverlap } from './history.ts';
import { type Basal, type Pulse, pulsesOf, type Splitting, split } from './pieces.ts';
import { rounded } from './rounding.ts';

/** Insulin on board at a moment: U to a thousandth, U/min to a ten thousandth. */
export type Total = {
  readonly iob: number;
  readonly activity: number;
  /** Of pulses below 0.1 U, which are basal. */
  readonly basalIob: number;
  readonly bolusIob: number;
  /** Insulin of the doses that still act. */
  readonly netBasalUnits: number;
  readonly bolusUnits: number;
};

/** How a history becomes insulin on board. */
export type IobRules = {
  readonly basal: Basal;
  readonly table: MinuteTable;
  /** Suspensions count as no basal. */
  readonly suspensionsCount: boolean;
  readonly splitting: Splitting;
};

export type IobStep = { readonly total: Total; readonly zeroTemp: Total };

const MINUTE_MS = 60_000;
const STEP_MS = 5 * MINUTE_MS;
/** Less is basal. */
const LEAST_BOLUS = 0.1;

/** A stop from a minute from now on: two clocks need not agree, and nothing set before may begin after it. */
const stopSoon = (nowMs: number, minutes: number): TempSpan => ({
  atMs: nowMs + MINUTE_MS,
  rate: 0,
  minutes,
});

/** Pieces of temporary basals, and nothing during suspensions. */
const aroundSuspensions = (
  pieces: readonly TempSpan[],
  events: readonly PumpEvent[],
  nowMs: number,
  { basal, splitting }: IobRules,
): readonly TempSpan[] => {
  const { ended, open } = suspensions(events, nowMs);
  const pauses = open === null ? ended : [...ended, open];
  const left = (piece: TempSpan): readonly TempSpan[] =>
    pauses.reduce<readonly TempSpan[]>(
      (rest, pause) =>
        splitting === 'asPublished' && pause === open && piece.atMs > pause.atMs
          ? rest
          : rest.flatMap(each => outside(each, pause)),
      [piece],
    );
  return [...pieces.flatMap(left), ...pauses.flatMap(pause => split(pause, basal, splitting))];
};

/** Every dose as a moment and an amount, net of the profile's basal; `stop`: basal stops now for so many minutes. */
export const dosesOf = (
  events: readonly PumpEvent[],
  nowMs: number,
  rules: IobRules,
  stop: number,
): readonly Pulse[] => {
  const temps = events.flatMap(event => (event.kind === 'temp' && event.atMs <= nowMs ? [event] : []));
  const pieces = withoutOverlap([...temps, stopSoon(nowMs, stop)]).flatMap(each =>
    split(each, rules.basal, rules.splitting),
  );
  const counted = rules.suspensionsCount ? aroundSuspensions(pieces, events, nowMs, rules) : pieces;
  return [
    ...events.flatMap(event => (event.kind === 'bolus' && event.atMs <= nowMs ? [event] : [])),
    ...counted.flatMap(piece => pulsesOf(piece, rules.basal)),
  ];
};

/** What is on board at a moment. */
export const totalAt = (doses: readonly Pulse[], atMs: number, table: MinuteTable): Total => {
  let [basalIob, bolusIob, activity, netBasalUnits, bolusUnits] = [0, 0, 0, 0, 0];
  const { share, activity: acting, durationMs } = table;
  for (const dose of doses) {
    const ageMs = atMs - dose.atMs;
    if (ageMs < 0 || ageMs >= durationMs) continue;
    const minute = Math.round(ageMs / MINUTE_MS);
    const left = dose.units * (share[minute] ?? 0);
    activity += dose.units * (acting[minute] ?? 0);
    if (dose.units < LEAST_BOLUS) {
      basalIob += left;
      netBasalUnits += dose.units;
    } else {
      bolusIob += left;
      bolusUnits += dose.units;
    }
  }
  return {
    iob: rounded(basalIob + bolusIob, 3),
    activity: rounded(activity, 4),
    basalIob: rounded(basalIob, 3),
    bolusIob: rounded(bolusIob, 3),
    netBasalUnits: rounded(netBasalUnits, 3),
    bolusUnits: rounded(bolusUnits, 3),
  };
};

/** What of all doses acts at a moment, in U/min to a ten thousandth. */
export const activityAt = (
  doses: readonly Pulse[],
  atMs: number,
  { activity, durationMs }: MinuteTable,
): number => {
  let sum = 0;
  for (const dose of doses) {
    const ageMs = atMs - dose.atMs;
    if (ageMs >= 0 && ageMs < durationMs) sum += dose.units * (activity[Math.round(ageMs / MINUTE_MS)] ?? 0);
  }
  return rounded(sum, 4);
};

/** For as long as is looked ahead. */
export const STOP_MINUTES = 240;
const STEPS = 48;

/**
 * Insulin on board now and at each of the next 47 steps of five minutes, as it is and as if basal stopped now, for
 * `stop` minutes.
 */
export const iobAhead = (
  events: readonly PumpEvent[],
  nowMs: number,
  rules: IobRules,
  stop = STOP_MINUTES,
): readonly IobStep[] => {
  const doses = dosesOf(events, nowMs, rules, 0);
  const stopped = dosesOf(events, nowMs, rules, stop);
  return Array.from({ length: STEPS }, (_, step) => ({
    total: totalAt(doses, nowMs + step * STEP_MS, rules.table),
    zeroTemp: totalAt(stopped, nowMs + step * STEP_MS, rules.table),
  }));
};
