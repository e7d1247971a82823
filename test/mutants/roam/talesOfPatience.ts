import type { Fact } from '../../../src/domain/facts.ts';
import { random } from '../../fuzz/random.ts';
import { does, HOUR_MS, loops, MINUTE_MS, readsFor, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle } from './spot.ts';
import { answers, powered, seesAll, switchedOff, type Tale, without, worn } from './tale.ts';
import { counted, proposed } from './talesOfDevices.ts';

const DAY_AHEAD = 24 * HOUR_MS;
const YEARS_BACK = -10 * 366 * DAY_AHEAD;

/** The wall clock has leapt, and nobody has set it. */
const leapt = (spot: Spot, byMs = DAY_AHEAD): Spot => ({ ...spot, shiftedMs: spot.shiftedMs + byMs });
const offAndOn = (spot: Spot, gapMs?: number | null): Spot =>
  pass(settle(powered(switchedOff(spot), gapMs)), SECOND_MS);
const RESUMES: Fact = { type: 'resume.requested' };
const BOLUS: Fact = { type: 'bolus.requested', bolus: 'the first', amountUu: 500_000 };

/** What is waited for until it comes, and what comes once more after it has been seen. */
export const OF_PATIENCE: readonly Tale[] = [
  {
    name: 'a suspension of twenty minutes, of which somebody has seen the first reminder',
    told: () => {
      const told = pass(
        does(worn(), { type: 'suspend.requested', durationMs: 20 * MINUTE_MS }),
        16 * MINUTE_MS,
      );
      return pass(seesAll(told), 45 * MINUTE_MS);
    },
  },
  {
    name: 'somebody is there just before the pump switches itself off, and then nobody is',
    told: () => {
      const warned = pass(worn({ autoOffHours: 1 }), 50 * MINUTE_MS);
      return pass(does(warned, { type: 'screen.touched' }), 2 * HOUR_MS);
    },
  },
  {
    name: 'a press that confirms a quick bolus is told twice',
    told: () => {
      const held = pass(does(counted(without(worn(), 'bolus.confirmed')), { type: 'button.pressed' }), 300);
      return pass(does(held, { type: 'button.pressed' }), MINUTE_MS);
    },
  },
  {
    name: 'settings are proposed, and nobody ever says anything',
    told: () => pass(proposed(), 30 * MINUTE_MS),
  },
  {
    name: 'nobody sets a clock that has leapt, the hour is over, and the power goes',
    told: () => {
      const over = seesAll(pass(leapt(worn()), 65 * MINUTE_MS));
      return pass(seesAll(offAndOn(over)), 10 * MINUTE_MS);
    },
  },
  {
    name: 'a clock has leapt, and the power goes before the hour is over',
    told: () => pass(seesAll(offAndOn(pass(leapt(worn()), 10 * MINUTE_MS))), 70 * MINUTE_MS),
  },
  {
    name: 'a clock that has leapt under a temporary rate is not set',
    told: () => {
      const lowered = does(worn(), { type: 'tempBasal.requested', percent: 50, durationMs: 2 * HOUR_MS });
      return pass(leapt(pass(lowered, 10 * MINUTE_MS)), 40 * MINUTE_MS);
    },
  },
  ...[DAY_AHEAD, YEARS_BACK].map(byMs => ({
    name: `a clock leaps in the middle of a bolus, ${byMs > 0 ? 'by a day' : 'to before there were such pumps'}`,
    told: () => {
      const given = pass(does(worn(), { ...BOLUS, amountUu: 8_000_000 }), MINUTE_MS);
      return pass(leapt(given, byMs), 5 * MINUTE_MS);
    },
  })),
  {
    name: 'nobody knows how long it was off, and a bolus is asked for',
    told: () => {
      const on = does(pass(seesAll(offAndOn(pass(worn(), 5 * MINUTE_MS), null)), SECOND_MS), RESUMES);
      return pass(does(on, BOLUS), 5 * MINUTE_MS);
    },
  },
  ...(['at once', 'later'] as const).map(when => ({
    name: `automation ends while somebody exercises, and is wanted again ${when}`,
    told: () => {
      const looping = does(loops({ ...worn(), controller: 'steady' }, random(1)), {
        type: 'exercise.started',
        durationMs: 8 * HOUR_MS,
      });
      const ended =
        when === 'at once'
          ? does(looping, { type: 'automation.disabled' })
          : seesAll(pass(pass(looping, 100 * MINUTE_MS), 100 * MINUTE_MS));
      return readsFor(does(ended, { type: 'automation.enabled' }), 5, random(2));
    },
  })),
  {
    name: 'the meter contradicts the sensor for too long while somebody exercises, and automation is wanted again',
    told: () => {
      const looping = does(
        loops({ ...worn(), controller: 'steady' }, random(1)),
        { type: 'exercise.started', durationMs: 8 * HOUR_MS },
        { type: 'glucose.entered', mgPerDl: 320 },
      );
      const given = readsFor(looping, 20, random(5));
      return readsFor(does(seesAll(given), { type: 'automation.enabled' }), 5, random(6));
    },
  },
  ...[1, 2].map(often => ({
    name: `what only tells is over by itself, and comes back: ${often}`,
    told: () => {
      let spot = worn();
      for (let left = often + 1; left > 0; left -= 1) {
        const waits = does(without(spot, 'bolus.confirmed'), { ...BOLUS, bolus: `of ${left}` });
        spot = pass(answers(waits), 40 * MINUTE_MS);
      }
      return spot;
    },
  })),
];
