import { SESSIONS } from '../../../src/domain/detect/session.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import type { Random } from '../../fuzz/random.ts';
import { pass, type Spot, settle, take } from './spot.ts';

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** Something that happens to one who wears a pump, told whole. */
export type Episode = (from: Spot, choose: Random) => Spot;

export const does = (from: Spot, ...facts: readonly Fact[]): Spot =>
  facts.reduce((spot, fact) => settle(take(spot, fact)), from);

export const reads = (from: Spot, mgPerDl: number, ageMs = 0): Spot => {
  const value = Math.min(401, Math.max(39, Math.round(mgPerDl)));
  const sensor = { mgPerDl: value, sequence: from.sensor.sequence + 1 };
  return settle(take({ ...from, sensor }, { type: 'cgm.measured', ...sensor, ageMs }));
};

/** A reading every five minutes, each a little off the one before. */
export const readsFor = (from: Spot, count: number, choose: Random): Spot => {
  let spot = from;
  for (let left = count; left > 0; left -= 1)
    spot = reads(
      pass(spot, 5 * MINUTE_MS - choose.below(SECOND_MS)),
      spot.sensor.mgPerDl + choose.below(9) - 4,
    );
  return spot;
};

/** Whoever wants automation sees to what is in its way, and waits for its readings. */
export const loops: Episode = (from, choose) => {
  const shown = from.state.annunciation.map(({ alarm }) => alarm);
  const seen = does(from, ...shown.map(alarm => ({ type: 'alarm.acknowledged', alarm }) as const));
  const delivering = does(
    pass(seen, SECOND_MS),
    { type: 'clock.set' },
    { type: 'resume.requested' },
    { type: 'tempBasal.cancelled' },
  );
  const wearing = does(
    delivering,
    { type: 'cgm.reported', session: 'active' },
    { type: 'automation.enabled' },
  );
  const level = { ...wearing, sensor: { ...wearing.sensor, mgPerDl: choose.pick([90, 120, 160]) } };
  return readsFor(level, 3 + choose.below(3), choose);
};

/** Mostly automation is at work before something happens to it. */
const looping: Episode = (from, choose) =>
  from.state.machines.therapy.matches({ mode: { closedLoop: 'active' } }) || choose.oneIn(4)
    ? from
    : loops(from, choose);

/** A controller that takes some seconds to answer, so that its word holds a little longer than the reading that it is about. */
const answersSlowly: Episode = (from, choose) => {
  const looped = looping(from, choose);
  const asked = reads(
    pass({ ...looped, controller: 'silent' }, 5 * MINUTE_MS - SECOND_MS),
    from.sensor.mgPerDl + 1,
  );
  const { question } = asked.state.ledger.automation;
  const later = pass(asked, choose.pick([2, 10, 20]) * SECOND_MS);
  const answer: Fact = {
    type: 'controller.answered',
    question: question?.number ?? 1,
    basal: {
      rateUuPerHour: choose.pick([0, 50_000, 3_000_000]),
      lengthMs: choose.pick([30, 120]) * MINUTE_MS,
    },
    bolusUu: choose.pick([0, 0, 300_000]),
    validMs: choose.pick([1, 13, 30]) * MINUTE_MS,
    terms: [],
  };
  return { ...does(later, answer), controller: from.controller };
};

/** What may come in the middle of a silence. */
const interruptions = (spot: Spot, choose: Random): readonly Fact[] => [
  { type: 'suspend.requested' },
  { type: 'suspend.requested', durationMs: 15 * MINUTE_MS },
  { type: 'tempBasal.requested', percent: choose.pick([0, 50, 150]), durationMs: 30 * MINUTE_MS },
  { type: 'glucose.entered', mgPerDl: choose.pick([45, 300, 400]) },
  { type: 'glucose.entered', mgPerDl: spot.sensor.mgPerDl },
  { type: 'cgm.reported', session: choose.pick(SESSIONS) },
  { type: 'cgm.reported', session: choose.pick(SESSIONS) },
  { type: 'automation.disabled' },
  { type: 'automation.enabled' },
  { type: 'lowSuspend.overruled' },
  { type: 'exercise.started', durationMs: 30 * MINUTE_MS },
  {
    type: 'bolus.requested',
    bolus: `in silence ${spot.seq}`,
    kind: 'extended',
    amountUu: 200_000,
    durationMs: HOUR_MS / 2,
  },
];

/** The sensor says nothing for a while; meanwhile something may come; then it says something again, once or for good. */
const losesSensor: Episode = (from, choose) => {
  const silent = pass(looping(from, choose), choose.pick([7, 11, 13, 15, 18, 21, 26, 40]) * MINUTE_MS);
  const [first] = interruptions(silent, choose);
  const all = interruptions(silent, choose);
  const busy = choose.oneIn(2)
    ? silent
    : does(silent, all[choose.below(all.length)] ?? first ?? { type: 'screen.touched' });
  const later = pass(busy, choose.pick([0, 0, 1, 7, 13]) * MINUTE_MS);
  const back = reads(later, later.sensor.mgPerDl + choose.pick([0, 3, -60, 90]));
  return choose.oneIn(2) ? readsFor(back, 2, choose) : pass(back, choose.pick([5, 8, 14, 21]) * MINUTE_MS);
};

/** The meter says something else than the sensor, then the same. */
const contradicts: Episode = (from, choose) => {
  const there = readsFor(looping(from, choose), 1 + choose.below(2), choose);
  const other = there.sensor.mgPerDl > 180 ? 60 : 320;
  const off = does(pass(there, choose.below(4) * MINUTE_MS), { type: 'glucose.entered', mgPerDl: other });
  const again = choose.oneIn(2)
    ? does(pass(off, MINUTE_MS), { type: 'glucose.entered', mgPerDl: other })
    : off;
  const later = readsFor(pass(again, choose.pick([1, 16, 95]) * MINUTE_MS), 1, choose);
  return does(later, { type: 'glucose.entered', mgPerDl: later.sensor.mgPerDl });
};

const glucoseFalls: Episode = (from, choose) => {
  let spot = { ...from, sensor: { ...from.sensor, mgPerDl: choose.pick([90, 120, 200]) } };
  for (let count = 4 + choose.below(30); count > 0; count -= 1)
    spot = reads(pass(spot, 5 * MINUTE_MS - 1), spot.sensor.mgPerDl - choose.pick([2, 5, 10]));
  for (let count = choose.below(8); count > 0; count -= 1)
    spot = reads(pass(spot, 5 * MINUTE_MS - 1), spot.sensor.mgPerDl + 10);
  return spot;
};

/** Another sensor, or the end of one. */
const changesSensor: Episode = (from, choose) => {
  let spot = looping(from, choose);
  for (let count = 1 + choose.below(3); count > 0; count -= 1) {
    spot = does(spot, { type: 'cgm.reported', session: choose.pick(SESSIONS) });
    spot = pass(spot, choose.pick([1, 8, 22]) * MINUTE_MS);
    if (choose.oneIn(2)) spot = reads(spot, spot.sensor.mgPerDl);
  }
  return spot;
};

/** A value that the sensor measured some minutes ago. */
const hearsLate: Episode = (from, choose) => {
  let spot = looping(from, choose);
  for (let count = 1 + choose.below(4); count > 0; count -= 1) {
    spot = pass(spot, choose.pick([5, 9, 13, 16, 19, 22, 30]) * MINUTE_MS);
    spot = reads(spot, spot.sensor.mgPerDl + 2, choose.pick([0, 3, 7, 8, 11]) * MINUTE_MS);
    if (choose.oneIn(4)) spot = pass(spot, choose.pick([1, 6, 8]) * MINUTE_MS);
  }
  return spot;
};

/** The controller gives nothing, or all it may, for as long as it is let; towards the end the sensor may be silent. */
const goesToExtremes: Episode = (from, choose) => {
  const [controller, readings] = choose.pick<readonly ['nothing' | 'most', number]>([
    ['nothing', 27],
    ['nothing', 29],
    ['nothing', 32],
    ['most', 45],
    ['most', 50],
  ]);
  const long = readsFor(looping({ ...from, controller }, choose), readings, choose);
  const over = pass(long, choose.pick([5, 14, 19, 26]) * MINUTE_MS);
  return { ...(choose.oneIn(2) ? over : reads(over, over.sensor.mgPerDl)), controller: from.controller };
};

/** What happens about glucose and a loop; what happens oftener stands here oftener. */
export const OF_GLUCOSE: readonly [Episode, ...Episode[]] = [
  loops,
  loops,
  loops,
  answersSlowly,
  answersSlowly,
  losesSensor,
  losesSensor,
  losesSensor,
  contradicts,
  glucoseFalls,
  changesSensor,
];

export const OF_READINGS = [hearsLate, hearsLate, goesToExtremes] as const;
