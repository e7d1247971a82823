import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { anyFact, kindsNamed } from '../../fuzz/anyFact.ts';
import { wishOf } from '../../fuzz/person.ts';
import type { Random } from '../../fuzz/random.ts';
import { worldOf } from '../../fuzz/world.ts';
import { deedAt } from './deeds.ts';
import { settingsBy } from './settings.ts';
import { beginning, CONTROLLERS, linger, pass, type Spot, settle, take } from './spot.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A pump that has been switched on with such settings, and mostly somebody who has started it. */
export const startBy = (choose: Random): Spot => {
  const settings = settingsBy(choose);
  const opening: readonly Fact[] = [
    { type: 'settings.changed', settings },
    cartridgeOf(choose.pick([200_000_000, 200_000_000, 60_000_000, 6_000_000])),
    { type: 'power.applied', boot: 'the first', gapMs: 0 },
  ];
  const on = settle(
    opening.reduce((spot, fact) => take(spot, fact), beginning(!choose.oneIn(4), !choose.oneIn(4))),
  );
  return choose.oneIn(6) ? on : settle(take(pass(on, 1_000), { type: 'resume.requested' }));
};

/** Glucose takes its course: readings every five minutes that go on from the last one, or begin elsewhere. */
const course = (from: Spot, choose: Random): Spot => {
  const perMinute = choose.pick([-4, -3, -2, -1, 0, 0, 0, 1, 2, 3, 4]);
  let { mgPerDl } = choose.oneIn(2)
    ? from.sensor
    : { mgPerDl: choose.pick([39, 45, 60, 68, 75, 90, 120, 180, 260, 320, 401]) };
  let spot = from;
  for (let count = 1 + choose.below(choose.oneIn(4) ? 40 : 12); count > 0; count -= 1) {
    const sequence = spot.sensor.sequence + 1;
    const fact: Fact = { type: 'cgm.measured', mgPerDl, sequence };
    spot = settle(take({ ...pass(spot, 1 + choose.below(500)), sensor: { mgPerDl, sequence } }, fact));
    spot = pass(spot, 5 * MINUTE_MS - choose.below(2_000));
    mgPerDl = Math.min(401, Math.max(39, mgPerDl + 5 * perMinute));
  }
  return spot;
};

/** Nobody does anything. */
const silence = (from: Spot, choose: Random): Spot =>
  pass(from, choose.pick([1, 4, 6, 13, 16, 21, 31, 61, 95, 125, 245, 305]) * MINUTE_MS);

const LIVED = 30;

/** A person who wants insulin. */
const life = (from: Spot, choose: Random): Spot => {
  let spot = from;
  for (let count = 0; count < LIVED; count += 1) {
    const isOpen = worldOf(choose, spot.isCalm, spot.world).isOpen();
    const wish = wishOf(spot.state, choose, isOpen, `walk ${spot.seq}`);
    spot = settleMostly(take(linger(spot, choose.below(2_000)), wish), choose);
    if (choose.oneIn(3)) spot = pass(spot, choose.below(2 * MINUTE_MS));
    if (wish.type === 'power.lost') spot = powerOn(spot, choose);
  }
  return spot;
};

/** Answers come before the next thing happens, or some of them only after it. */
const settleMostly = (spot: Spot, choose: Random): Spot => (choose.oneIn(4) ? spot : settle(spot));

const powerOn = (from: Spot, choose: Random): Spot => {
  const gapMs = choose.pick([null, 1_000, 60_000, HOUR_MS]);
  const boot = `boot ${from.seq}`;
  const off = linger(from, gapMs ?? 60_000);
  // Somebody has edited the file of settings meanwhile.
  const before = choose.oneIn(6)
    ? take(off, { type: 'settings.changed', settings: settingsBy(choose) })
    : off;
  return settleMostly(take(before, { type: 'power.applied', boot, gapMs }), choose);
};

const deeds = (from: Spot, choose: Random): Spot => {
  let spot = from;
  for (let count = 1 + choose.below(4); count > 0; count -= 1) {
    const deed = deedAt(spot, choose);
    spot = settleMostly(take(linger(spot, choose.below(3_000)), deed), choose);
  }
  return spot;
};

/** What a chart hears from outside, with anything in it that may be in it. */
const heard = (from: Spot, choose: Random, kinds: ReturnType<typeof kindsNamed>): Spot => {
  let spot = from;
  for (let count = 1 + choose.below(4); count > 0; count -= 1) {
    const { fact } = anyFact(choose, kinds);
    if (fact === null || (fact.type === 'fault.latched' && !choose.oneIn(6))) continue;
    spot = settleMostly(take(linger(spot, choose.below(3_000)), fact), choose);
    if (fact.type === 'power.lost') spot = powerOn(spot, choose);
  }
  return spot;
};

/** Off, and on again: after a while, at once, or as one whose power failed. */
const restart = (from: Spot, choose: Random): Spot =>
  powerOn(
    take(linger(from, choose.below(500)), {
      type: 'power.lost',
      cause: choose.pick(['operator', 'supply'] as const),
    }),
    choose,
  );

/** Somebody sees what is shown, and starts the pump again. */
const resume = (from: Spot): Spot => {
  const shown = from.state.annunciation.map(({ alarm }) => alarm);
  const seen = shown.reduce(
    (spot, alarm) => settle(take(spot, { type: 'alarm.acknowledged', alarm })),
    settle(from),
  );
  return settle(take(pass(seen, 1_000), { type: 'resume.requested' }));
};

/** The same thing stops delivery again and again, and somebody starts it each time. */
const stubborn = (from: Spot, choose: Random): Spot => {
  const [stop, over] = choose.pick<readonly [Fact, Fact]>([
    [
      { type: 'temperature.measured', insideDeciC: 520, batteryDeciC: 250 },
      { type: 'temperature.measured', insideDeciC: 250, batteryDeciC: 250 },
    ],
    [
      { type: 'pressure.measured', pascals: 40_000 },
      { type: 'pressure.measured', pascals: 101_300 },
    ],
    [{ type: 'force.measured', forceMn: 20_000 }, { type: 'screen.touched' }],
  ]);
  let spot = from;
  for (let count = 1 + choose.below(4); count > 0; count -= 1) {
    spot = settle(take(pass(spot, choose.pick([20, 60, 70]) * 1_000), stop));
    spot = resume(settle(take(pass(spot, choose.pick([1, 30]) * 1_000), over)));
  }
  return spot;
};

const STEPS_OF_A_CHANGE = 16;

/** A whole change of cartridge and set. */
export const change = (from: Spot, choose: Random): Spot => {
  let spot = settle(take(from, { type: 'change.requested' }));
  for (let count = 0; count < STEPS_OF_A_CHANGE; count += 1) {
    const isOpen = worldOf(choose, spot.isCalm, spot.world).isOpen();
    spot = pass(take(spot, wishOf(spot.state, choose, isOpen, `change ${spot.seq}`)), 2_000);
  }
  return resume(spot);
};

/** The host stands still, and nobody wakes the pump: what was due meanwhile comes late. */
const still = (from: Spot, choose: Random): Spot => {
  const spot = settle(from);
  return pass({ ...spot, nowMs: spot.nowMs + choose.pick([1, 10, 30, 90]) * MINUTE_MS }, 2 * MINUTE_MS);
};

/** The wall clock leaps, as clocks do, or is set right; it is looked at within half a minute. */
const leap = (from: Spot, choose: Random): Spot => {
  const shiftedMs = choose.pick([0, 0, 5 * MINUTE_MS, 3 * HOUR_MS, -2 * HOUR_MS]);
  const spot = pass({ ...from, shiftedMs }, choose.pick([1, 31, 61]) * 1_000);
  return choose.oneIn(2) ? spot : settle(take(spot, { type: 'clock.set' }));
};

/** One of the ways on from a spot, of which each brings about something that the others seldom do. */
export const wayOn = (from: Spot, choose: Random, focus: ReadonlySet<string>): Spot => {
  const kinds = kindsNamed(new Set([...focus].filter(type => type !== 'settings.changed')));
  const spot = choose.oneIn(8) ? { ...from, controller: choose.pick(CONTROLLERS) } : from;
  const number = choose.below(100);
  if (number < 20) return course(spot, choose);
  if (number < 38) return silence(spot, choose);
  if (number < 62) return deeds(spot, choose);
  if (number < 66) return restart(spot, choose);
  if (number < 68) return leap(spot, choose);
  if (number < 72) return stubborn(resume(spot), choose);
  if (number < 75) return resume(spot);
  if (number < 77) return change(spot, choose);
  if (number < 79) return still(spot, choose);
  if (number < 87 || kinds.length === 0) return life(spot, choose);
  return heard(spot, choose, kinds);
};
