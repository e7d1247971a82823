import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact, FactOf } from '../../../src/domain/facts.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { does, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { linger, pass, type Spot, settle, take } from './spot.ts';
import { AIR, answers, powered, seesAll, switchedOff, type Tale, THIN, without, worn } from './tale.ts';
import { loaded } from './talesOfChange.ts';

const RESUMES: Fact = { type: 'resume.requested' };
const SUSPENDS: Fact = { type: 'suspend.requested' };

const asks = (amountUu: number, spread: Partial<FactOf<'bolus.requested'>> = {}): Fact => ({
  type: 'bolus.requested',
  bolus: `of ${amountUu}`,
  amountUu,
  ...spread,
});
const EXTENDED = { kind: 'extended', durationMs: 30 * MINUTE_MS } as const;

/** Somebody has changed the file of settings, and the pump has read it. */
export const reads = (spot: Spot, change: Partial<Settings>): Spot => {
  const { settings } = spot.state.ledger;
  if (settings === null) throw new Error('there are no settings to change');
  return does(spot, { type: 'settings.changed', settings: { ...settings, ...change } });
};
const LITTLE = { maxBolusUu: 1_000_000, maxBasalUuPerHour: 1_000_000 };

/** Looks so often for the next pulse, every 50 ms: ten minutes. */
const MOST_LOOKS = 12_000;

/** Until a pulse is due, and no answer of this kind to it. */
export const untilPulse = (spot: Spot, ...unanswered: readonly Fact['type'][]): Spot => {
  const { claims } = spot.state.ledger;
  let so = without(spot, ...unanswered);
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    if (so.state.ledger.claims > claims) return so;
    so = pass(so, SECOND_MS / 20);
  }
  throw new Error(`no pulse came due within ten minutes of step ${spot.seq}`);
};

/** A pulse that the encoder does not see. */
const misses = (spot: Spot): Spot => {
  const unseen = untilPulse(spot, 'encoder.counted', 'force.measured');
  const counts = unseen.state.ledger.encoder.last ?? 0;
  return answers(does(unseen, { type: 'encoder.counted', counts }));
};

/** Each of the ways in which the drive does not follow. */
const STALLS: readonly (readonly [string, (spot: Spot) => Spot])[] = [
  [
    'it refuses a pulse',
    spot => {
      const moving = untilPulse(spot, 'motor.arrived');
      return answers(
        does(moving, { type: 'motor.failed', pulse: moving.state.ledger.claims, reason: 'refused' }),
      );
    },
  ],
  ['two pulses are not seen', spot => misses(misses(spot))],
  [
    'nothing answers for a pulse',
    spot => answers(pass(untilPulse(spot, 'encoder.counted', 'force.measured'), SECOND_MS)),
  ],
  ['it never arrives', spot => answers(pass(untilPulse(spot, 'motor.arrived'), SECOND_MS))],
  [
    'it does not say that it has stopped',
    spot => {
      const halting = take(untilPulse(spot, 'motor.arrived', 'motor.halted'), THIN);
      return does(answers(pass(halting, SECOND_MS)), AIR);
    },
  ],
];

/** The drive does not follow; another cartridge, while another alarm is paused; and it does not follow again. */
const stallsTwice = (first: (spot: Spot) => Spot): Spot => {
  const again = loaded(seesAll(first(worn())));
  const thin = does(again, THIN);
  const paused = does(seesAll(thin), THIN, { type: 'alarm.paused', alarm: 'pressure' });
  const other = does(paused, AIR, THIN, { type: 'alarm.paused', alarm: 'pressure' });
  const moving = take(without(other, 'motor.arrived'), { type: 'prime.started' });
  const pulse = moving.state.ledger.claims;
  return pass(
    answers(does(linger(settle(moving), 50), { type: 'motor.failed', pulse, reason: 'refused' })),
    MINUTE_MS,
  );
};

/** What ends or changes what is given, in the middle of it. */
export const OF_DOSES: readonly Tale[] = [
  {
    name: 'the hour is over its limit in the middle of a bolus',
    told: () => pass(reads(pass(does(worn(), asks(8_000_000)), 3 * MINUTE_MS), LITTLE), 3 * MINUTE_MS),
  },
  {
    name: 'the hour is over its limit in the middle of a bolus, and that was told before',
    told: () =>
      pass(reads(seesAll(pass(does(worn(), asks(8_000_000)), 3 * MINUTE_MS)), LITTLE), 90 * MINUTE_MS),
  },
  {
    name: 'the hour is over its limit in the middle of an extended bolus',
    told: () => {
      const given = pass(does(worn(), asks(3_000_000)), 5 * MINUTE_MS);
      return pass(reads(pass(does(given, asks(1_000_000, EXTENDED)), 5 * MINUTE_MS), LITTLE), 10 * MINUTE_MS);
    },
  },
  {
    name: 'the day is over its limit in the middle of a bolus',
    told: () => {
      const much = worn({ maxBolusUu: 25_000_000, maxDailyUu: 100_000_000 });
      const given = pass(does(much, asks(16_000_000)), 8 * MINUTE_MS);
      return pass(reads(given, { maxDailyUu: 10_000_000 }), 5 * MINUTE_MS);
    },
  },
  {
    name: 'the day is over its limit in the middle of an extended bolus, and while basal is raised',
    told: () => {
      const much = worn({ maxBolusUu: 25_000_000, maxDailyUu: 100_000_000 });
      const given = pass(does(much, asks(11_000_000)), 10 * MINUTE_MS);
      const raised = does(given, { type: 'tempBasal.requested', percent: 200, durationMs: 60 * MINUTE_MS });
      const both = pass(does(raised, asks(1_000_000, EXTENDED)), 5 * MINUTE_MS);
      return pass(reads(both, { maxDailyUu: 10_000_000 }), 15 * MINUTE_MS);
    },
  },
  {
    name: 'the button is stuck while a bolus waits',
    told: () => {
      const held = pass(does(worn(), { type: 'button.pressed' }), 2 * MINUTE_MS);
      const waits = does(without(held, 'bolus.confirmed'), asks(1_000_000));
      return pass(does(pass(waits, 65 * SECOND_MS), asks(500_000)), 2 * MINUTE_MS);
    },
  },
  ...[asks(8_000_000), asks(1_000_000, EXTENDED), SUSPENDS].map(fact => ({
    name: `the button is stuck: ${fact.type} ${'kind' in fact ? fact.kind : ''}`,
    told: () => {
      const held = pass(does(worn(), { type: 'button.pressed' }), MINUTE_MS);
      const stuck = pass(seesAll(pass(does(held, fact), 110 * SECOND_MS)), 30 * SECOND_MS);
      return pass(does(stuck, { type: 'button.released' }), 10 * MINUTE_MS);
    },
  })),
  ...(['tempBasal', 'bolus', 'extended'] as const).map(what => ({
    name: `a change is cancelled that nobody wanted, beside: ${what}`,
    told: () => {
      const wanted: Fact =
        what === 'tempBasal'
          ? { type: 'tempBasal.requested', percent: 150, durationMs: 30 * MINUTE_MS }
          : asks(1_000_000, what === 'extended' ? EXTENDED : {});
      const waits = does(
        without(worn(), ...(what === 'bolus' ? (['bolus.confirmed'] as const) : [])),
        wanted,
      );
      const cancelled = pass(does(waits, { type: 'change.cancelled' }), MINUTE_MS);
      return pass(
        what === 'bolus' ? does(cancelled, { type: 'bolus.confirmed', bolus: 'of 1000000' }) : cancelled,
        10 * MINUTE_MS,
      );
    },
  })),
  {
    name: 'a temporary rate takes the place of another',
    told: () => {
      const first = does(worn(), { type: 'tempBasal.requested', percent: 150, durationMs: 30 * MINUTE_MS });
      const other = {
        type: 'tempBasal.requested',
        percent: 200,
        durationMs: 60 * MINUTE_MS,
        replaces: true,
      } as const;
      return pass(does(pass(first, 10 * MINUTE_MS), other), 80 * MINUTE_MS);
    },
  },
  {
    name: 'an amount is stated while the line is in doubt',
    told: () => {
      const doubted = take(pass(worn(), 4 * MINUTE_MS), { type: 'force.measured', forceMn: 8_000 });
      return pass(take(doubted, cartridgeOf(150_000_000)), MINUTE_MS);
    },
  },
  {
    name: 'the plunger strays while the drive has not said that it has stopped',
    told: () => {
      const halting = take(untilPulse(worn(), 'motor.arrived', 'motor.halted'), THIN);
      return pass(does(halting, { type: 'encoder.counted', counts: 9_000 }), MINUTE_MS);
    },
  },
  ...STALLS.map(([how, stalls]) => ({
    name: `the drive stalls twice; first ${how}`,
    told: () => stallsTwice(stalls),
  })),
  {
    name: 'a pulse is missed, the drive stalls, and with another cartridge one is missed again',
    told: () => {
      const missed = pass(misses(worn()), 4 * MINUTE_MS);
      const moving = untilPulse(missed, 'motor.arrived');
      const pulse = moving.state.ledger.claims;
      const stalled = answers(does(moving, { type: 'motor.failed', pulse, reason: 'refused' }));
      const anew = does(loaded(seesAll(stalled)), { type: 'prime.skipped' }, { type: 'fill.skipped' });
      return pass(misses(does(pass(seesAll(anew), SECOND_MS), RESUMES)), 4 * MINUTE_MS);
    },
  },
  {
    name: 'a pulse is missed, the drive stalls with the next one, and with another cartridge one is missed again',
    told: () => {
      const moving = untilPulse(misses(worn()), 'motor.arrived');
      const pulse = moving.state.ledger.claims;
      const stalled = answers(does(moving, { type: 'motor.failed', pulse, reason: 'refused' }));
      const anew = does(loaded(seesAll(stalled)), { type: 'prime.skipped' }, { type: 'fill.skipped' });
      return pass(misses(does(pass(seesAll(anew), SECOND_MS), RESUMES)), 4 * MINUTE_MS);
    },
  },
  ...[[], ['intent.recorded'] as const].map(unanswered => ({
    name: `a pulse is missed before it is switched off ${unanswered.length > 0 ? 'in the middle of another' : 'between two'}, and after it`,
    told: () => {
      const missed = pass(misses(worn()), MINUTE_MS);
      const off = switchedOff(unanswered.length > 0 ? untilPulse(missed, ...unanswered) : missed);
      const on = seesAll(pass(settle(powered(answers(off))), SECOND_MS));
      return pass(misses(does(on, RESUMES)), 4 * MINUTE_MS);
    },
  })),
];
