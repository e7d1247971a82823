import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { pulsesCounted } from '../../../src/domain/ledger/ledger.ts';
import type { Random } from '../../fuzz/random.ts';
import {
  does,
  type Episode,
  HOUR_MS,
  MINUTE_MS,
  OF_GLUCOSE,
  OF_READINGS,
  reads,
  SECOND_MS,
} from './glucoseEpisodes.ts';
import { linger, pass, type Spot, settle, take } from './spot.ts';
import { change } from './ways.ts';

const powerFails: Episode = (from, choose) => {
  const off = take(linger(from, choose.below(500)), {
    type: 'power.lost',
    cause: choose.pick(['operator', 'supply'] as const),
  });
  const gapMs = choose.pick([null, SECOND_MS, MINUTE_MS, HOUR_MS]);
  const on = take(linger(off, gapMs ?? MINUTE_MS), {
    type: 'power.applied',
    boot: `boot ${from.seq}`,
    gapMs,
  });
  const up = choose.oneIn(3) ? linger(on, choose.below(100)) : settle(on);
  return choose.oneIn(2) ? up : reads(settle(up), up.sensor.mgPerDl);
};

/** Presses of one button, long or short, and what may come between them. */
const presses: Episode = (from, choose) => {
  let spot = does(pass(from, MINUTE_MS), { type: 'resume.requested' });
  for (let count = 3 + choose.below(8); count > 0; count -= 1) {
    spot = settle(take(spot, { type: 'button.pressed' }));
    spot = pass(spot, choose.pick([200, 200, 1_000, 2_000, 3_100]));
    spot = settle(take(spot, { type: 'button.released' }));
    spot = pass(spot, choose.pick([200, 500, 1_500, 3_100, 11_000]));
    if (choose.oneIn(5))
      spot = does(
        spot,
        choose.pick<Fact>([
          { type: 'suspend.requested' },
          { type: 'resume.requested' },
          { type: 'bolus.cancelled' },
          { type: 'fault.latched', reason: 'a finger on the bench' },
          { type: 'change.requested' },
          { type: 'bolus.requested', bolus: `by hand ${spot.seq}`, amountUu: 50_000 },
        ]),
      );
  }
  return spot;
};

/** What looks after itself, or sounds, does not answer; sooner or later the power is switched. */
const devicesAreDeaf: Episode = (from, choose) => {
  const deaf: Spot = { ...from, unanswered: choose.pick([['check.passed'], ['sounder.tested']]) };
  const off = take(linger(deaf, 100), { type: 'power.lost', cause: 'operator' });
  const on = take(linger(off, SECOND_MS), {
    type: 'power.applied',
    boot: `boot ${from.seq}`,
    gapMs: SECOND_MS,
  });
  const up = choose.oneIn(2) ? settle(on) : settle(deaf);
  const checked = pass(up, 15 * MINUTE_MS + choose.pick([5, 15]) * SECOND_MS);
  const over = choose.oneIn(2)
    ? take(checked, { type: 'power.lost', cause: 'operator' })
    : pass(checked, choose.pick([1, 25 * 60]) * MINUTE_MS);
  return powerFails({ ...over, unanswered: [] }, choose);
};

/** The second channel speaks, misses a beat, speaks again; or is of another mind. */
const isSupervised: Episode = (from, choose) => {
  const beat = (type: 'supervisor.agreed' | 'supervisor.beat', { state: { ledger } }: Spot): Fact => ({
    type,
    pulses: pulsesCounted(ledger.doses) + (choose.oneIn(6) ? 40 : 0),
    hash: choose.oneIn(6) ? '0123456789abcdef' : ledger.programming.hash,
  });
  let spot = choose.oneIn(5) ? from : does(from, beat('supervisor.agreed', from));
  for (let count = 2 + choose.below(6); count > 0; count -= 1) {
    const fact: Fact = choose.oneIn(2) ? { type: 'supervisor.missed' } : beat('supervisor.beat', spot);
    spot = pass(does(spot, fact), choose.pick([100, 300, 600, 1_200]));
  }
  return choose.oneIn(2) ? spot : powerFails(spot, choose);
};

/** Alarms are paused, seen or left alone for a while, and what raised them comes again. */
const hearsAlarms: Episode = (from, choose) => {
  let spot = from;
  for (let count = 2 + choose.below(5); count > 0; count -= 1) {
    const shown = spot.state.annunciation;
    const alarm = shown[choose.below(Math.max(1, shown.length))]?.alarm;
    if (alarm !== undefined)
      spot = does(spot, {
        type: choose.pick(['alarm.paused', 'alarm.paused', 'alarm.acknowledged'] as const),
        alarm,
      });
    spot = pass(spot, choose.pick([1, 3, 11, 16, 31, 56, 66]) * MINUTE_MS);
    if (choose.oneIn(3)) spot = does(spot, trouble(choose));
  }
  return spot;
};

const trouble = (choose: Random): Fact =>
  choose.pick<Fact>([
    { type: 'battery.measured', percent: 15, millivolts: 3_600, minutesLeft: 60 },
    { type: 'battery.measured', percent: 4, millivolts: 3_400, minutesLeft: 20 },
    { type: 'battery.measured', percent: 80, millivolts: 3_900, minutesLeft: 5_000 },
    { type: 'temperature.measured', insideDeciC: 420, batteryDeciC: 300 },
    { type: 'temperature.measured', insideDeciC: 520, batteryDeciC: 300 },
    { type: 'temperature.measured', insideDeciC: 250, batteryDeciC: 250 },
    { type: 'sounder.tested', speaker: 'dead', vibrator: 'working', buzzer: 'working' },
    { type: 'sounder.tested', speaker: 'dead', vibrator: 'dead', buzzer: 'working' },
    { type: 'sounder.tested', speaker: 'working', vibrator: 'working', buzzer: 'working' },
    { type: 'cartridge.removed' },
    { type: 'cartridge.inserted' },
    { type: 'force.measured', forceMn: 20_000 },
  ]);

/** A suspension that somebody forgets, and begins once more. */
const forgetsSuspension: Episode = (from, choose) => {
  let spot = from;
  for (let count = 1 + choose.below(3); count > 0; count -= 1) {
    spot = does(spot, { type: 'suspend.requested', durationMs: choose.pick([15, 30]) * MINUTE_MS });
    spot = pass(spot, choose.pick([16, 50, 100, 160, 200]) * MINUTE_MS);
  }
  return choose.oneIn(2) ? spot : does(spot, { type: 'resume.requested' });
};

/** Whatever belongs to a change of cartridge and set, in any order and at any time. */
const fumbles: Episode = (from, choose) => {
  let spot = choose.oneIn(3) ? from : does(from, { type: 'change.requested' });
  for (let count = 3 + choose.below(10); count > 0; count -= 1) {
    const fact = choose.pick<Fact>([
      { type: 'change.requested' },
      { type: 'change.cancelled' },
      { type: 'set.disconnected' },
      { type: 'rewind.requested' },
      { type: 'cartridge.removed' },
      { type: 'cartridge.inserted' },
      cartridgeOf(200_000_000),
      { type: 'prime.started' },
      { type: 'prime.held' },
      { type: 'prime.stopped' },
      { type: 'prime.skipped' },
      { type: 'fill.requested', amountUu: 300_000 },
      { type: 'fill.cancelled' },
      { type: 'fill.skipped' },
      { type: 'suspend.requested' },
    ]);
    spot = choose.oneIn(4) ? take(spot, fact) : pass(take(spot, fact), choose.pick([0, 500, 3_000]));
  }
  return settle(spot);
};

const changesSet: Episode = (from, choose) => change(settle(from), choose);

const waits: Episode = (from, choose) => pass(from, choose.pick([35, 65, 95, 130]) * MINUTE_MS);

/** All of them; the order is part of what a seed means. */
export const EPISODES: readonly [Episode, ...Episode[]] = [
  ...OF_GLUCOSE,
  powerFails,
  presses,
  devicesAreDeaf,
  isSupervised,
  hearsAlarms,
  forgetsSuspension,
  ...OF_READINGS,
  fumbles,
  changesSet,
  waits,
];
