import type { Fact, FactOf } from '../../../src/domain/facts.ts';
import { does, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { linger, pass, type Spot, settle, take } from './spot.ts';
import {
  AIR,
  answers,
  handedOver,
  powered,
  seesAll,
  switchedOff,
  type Tale,
  THIN,
  without,
  worn,
} from './tale.ts';
import { loaded } from './talesOfChange.ts';
import { reads, untilPulse } from './talesOfDoses.ts';
import { PASSED, takes, testing } from './talesOfStart.ts';

const SUSPENDS: Fact = { type: 'suspend.requested' };
const FROM_AFAR: Fact = { type: 'suspend.requested', origin: 'remote' };
const RESUMES: Fact = { type: 'resume.requested' };
const RESUMES_AFAR: Fact = { type: 'resume.requested', origin: 'remote' };
const CLEAN: Fact = { type: 'journal.read', verdict: 'clean' };
const FAULT: Fact = { type: 'fault.latched', reason: 'a finger on the bench' };
const EXTENDED = { kind: 'extended', durationMs: 30 * MINUTE_MS } as const;

const asks = (name: string, amountUu: number, spread: Partial<FactOf<'bolus.requested'>> = {}): Fact => ({
  type: 'bolus.requested',
  bolus: name,
  amountUu,
  ...spread,
});

/** Another bolus is asked for, and it is confirmed. */
const asksAgain = (spot: Spot): Spot => pass(does(answers(spot), asks('another', 500_000)), MINUTE_MS);
/** Everything that was seen is dealt with, and delivery goes on. */
const goesOn = (spot: Spot): Spot => does(pass(seesAll(does(answers(spot), AIR)), SECOND_MS), RESUMES);

/** What ends a bolus, or keeps it from being given. */
const ENDS: readonly (readonly [string, (spot: Spot) => Spot])[] = [
  ['somebody suspends', spot => take(spot, SUSPENDS)],
  ['somebody suspends from afar', spot => take(spot, FROM_AFAR)],
  ['a change is begun', spot => take(spot, { type: 'change.requested' })],
  ['an alarm stops it', spot => take(spot, THIN)],
  ['a fault is latched', spot => take(spot, FAULT)],
  ['nothing can be written', spot => take(spot, { type: 'journal.failed', reason: 'full' })],
];

/** The drive has been asked for a pulse of a bolus, and has not answered. */
const inAPulse = (fact: Fact): Spot => {
  const moving = untilPulse(does(pass(worn(), 4 * MINUTE_MS), fact), 'motor.arrived');
  return linger(settle(moving), 50);
};
const PARTS = [
  ['bolus', asks('the first', 2_000_000), 'normal'],
  ['extended bolus', asks('the first', 2_000_000, EXTENDED), 'extended'],
] as const;

/** Hour or day is full, and there is room again. */
const overfull = (facts: readonly Fact[], change: 'maxDailyUu' | 'maxBolusUu'): Spot => {
  const much = worn({ maxBolusUu: 25_000_000, maxDailyUu: 100_000_000 });
  const given = pass(does(much, asks('the first', 11_000_000)), 10 * MINUTE_MS);
  const both = pass(does(given, ...facts), 3 * MINUTE_MS);
  const full =
    change === 'maxDailyUu'
      ? { maxDailyUu: 10_000_000 }
      : { maxBolusUu: 1_000_000, maxBasalUuPerHour: 1_000_000 };
  const told = pass(reads(both, full), 8 * MINUTE_MS);
  return reads(seesAll(told), {
    maxBolusUu: 25_000_000,
    maxDailyUu: 100_000_000,
    maxBasalUuPerHour: 5_000_000,
  });
};

const LIMITED = [
  ['a bolus', [asks('the second', 8_000_000)]],
  ['an extended bolus', [asks('the second', 2_000_000, EXTENDED)]],
  ['both', [asks('the third', 2_000_000, EXTENDED), asks('the second', 8_000_000)]],
  [
    'a part at once and one over time',
    [asks('the second', 6_000_000, { kind: 'combo', durationMs: 30 * MINUTE_MS, extendedUu: 2_000_000 })],
  ],
] as const;

/** What ends a bolus, and what is asked for after it. */
export const OF_STOPS: readonly Tale[] = [
  ...ENDS.map(([how, ends]) => ({
    name: `a bolus waits for its confirmation, ${how}, and another one is asked for`,
    told: () => {
      const waits = does(without(worn(), 'bolus.confirmed'), asks('the first', 1_000_000));
      return asksAgain(goesOn(asksAgain(settle(ends(waits)))));
    },
  })),
  {
    name: 'a bolus waits for its confirmation when the power goes, and another one is asked for',
    told: () => {
      const waits = does(without(worn(), 'bolus.confirmed'), asks('the first', 1_000_000));
      const on = pass(settle(powered(answers(switchedOff(waits)))), SECOND_MS);
      return asksAgain(goesOn(asksAgain(on)));
    },
  },
  ...PARTS.flatMap(([what, fact, part]) =>
    ENDS.map(([how, ends]) => ({
      name: `a ${what} is cancelled in the middle of a pulse, and ${how}`,
      told: () => {
        const ending = take(inAPulse(fact), { type: 'bolus.cancelled', part });
        const ended = pass(settle(answers(ends(ending))), MINUTE_MS);
        return asksAgain(goesOn(ended));
      },
    })),
  ),
  ...PARTS.map(([what, fact, part]) => ({
    name: `a ${what} is cancelled while a pulse of it is being recorded, and the button is stuck`,
    told: () => {
      const held = does(pass(worn(), 4 * MINUTE_MS), { type: 'button.pressed' }, fact);
      const recording = untilPulse(held, 'intent.recorded');
      const ending = does(recording, { type: 'bolus.cancelled', part });
      const stuck = pass(ending, 3 * MINUTE_MS);
      const pulse = stuck.state.ledger.claims;
      return pass(does(answers(stuck), { type: 'intent.recorded', pulse }), MINUTE_MS);
    },
  })),
  ...LIMITED.flatMap(([what, facts]) =>
    (['maxDailyUu', 'maxBolusUu'] as const).map(change => ({
      name: `the ${change === 'maxDailyUu' ? 'day' : 'hour'} is full in the middle of ${what}; there is room again, and more is asked for`,
      told: () => {
        const room = overfull(facts, change);
        const later = change === 'maxDailyUu' ? room : pass(room, 60 * MINUTE_MS);
        return pass(
          does(later, asks('over time', 1_000_000, EXTENDED), asks('at once', 500_000)),
          5 * MINUTE_MS,
        );
      },
    })),
  ),
  ...PARTS.map(([what, fact]) => ({
    name: `a change is cancelled that nobody wanted, in the middle of a ${what}`,
    told: () => pass(does(pass(does(worn(), fact), 10 * SECOND_MS), { type: 'change.cancelled' }), MINUTE_MS),
  })),
  ...ENDS.map(([how, ends]) => ({
    name: `a temporary rate runs, ${how}, and another one is asked for`,
    told: () => {
      const raised = does(worn(), { type: 'tempBasal.requested', percent: 150, durationMs: 60 * MINUTE_MS });
      const ended = pass(settle(ends(raised)), SECOND_MS);
      const again = does(ended, { type: 'tempBasal.requested', percent: 120, durationMs: 30 * MINUTE_MS });
      return pass(goesOn(again), 10 * MINUTE_MS);
    },
  })),
  ...(['withheld', 'withheld, and that is seen'] as const).map(what => ({
    name: `basal is ${what}, and somebody suspends`,
    told: () => {
      const given = pass(does(worn(), asks('the first', 8_000_000)), 8 * MINUTE_MS);
      const little = pass(reads(given, { maxBolusUu: 500_000, maxBasalUuPerHour: 500_000 }), 10 * MINUTE_MS);
      const seen = what === 'withheld' ? little : seesAll(little);
      return pass(does(pass(does(seen, SUSPENDS), 5 * MINUTE_MS), RESUMES), 10 * MINUTE_MS);
    },
  })),
  {
    name: 'nobody knows the time of day while the line is in doubt',
    told: () => {
      const doubted = take(pass(worn(), 4 * MINUTE_MS), { type: 'force.measured', forceMn: 8_000 });
      return pass({ ...doubted, shiftedMs: doubted.shiftedMs + 20 * MINUTE_MS }, MINUTE_MS);
    },
  },
  ...[8_000, 15_000].map(forceMn => ({
    name: `another cartridge after a force of ${forceMn} mN, and the line is free`,
    told: () => {
      const hard = take(pass(worn(), 4 * MINUTE_MS), { type: 'force.measured', forceMn });
      return pass(does(pass(loaded(hard), MINUTE_MS), { type: 'prime.skipped' }), 5 * MINUTE_MS);
    },
  })),
  ...(['by hand', 'by an alarm'] as const).map(how => ({
    name: `suspended ${how}, a change is begun and cancelled, and a remote resumes`,
    told: () => {
      const stopped = how === 'by hand' ? does(worn(), SUSPENDS) : seesAll(does(worn(), THIN, AIR));
      const cancelled = does(
        pass(stopped, SECOND_MS),
        { type: 'change.requested' },
        { type: 'change.cancelled' },
      );
      return pass(does(pass(seesAll(cancelled), SECOND_MS), RESUMES_AFAR), MINUTE_MS);
    },
  })),
  {
    name: 'a change is begun and cancelled before anybody has started it, and a remote resumes',
    told: () => {
      const waits = pass(handedOver(), SECOND_MS);
      const cancelled = does(waits, { type: 'change.requested' }, { type: 'change.cancelled' });
      return pass(does(pass(cancelled, SECOND_MS), RESUMES_AFAR), MINUTE_MS);
    },
  },
  {
    name: 'the cartridge is taken out in the middle of a pulse for a change, and the drive does not say that it has stopped',
    told: () => {
      const moving = linger(settle(untilPulse(worn(), 'motor.arrived', 'motor.halted')), 50);
      const open = take(take(moving, { type: 'change.requested' }), { type: 'cartridge.removed' });
      return pass(answers(pass(open, SECOND_MS)), MINUTE_MS);
    },
  },
  {
    name: 'suspended by hand, a change is cancelled that nobody wanted, and it is resumed',
    told: () => pass(does(worn(), SUSPENDS, { type: 'change.cancelled' }, RESUMES), MINUTE_MS),
  },
  {
    name: 'suspended by hand, an alarm stops it too, and a remote resumes',
    told: () => {
      const stopped = seesAll(does(worn(), SUSPENDS, THIN, AIR));
      return pass(does(pass(stopped, SECOND_MS), RESUMES_AFAR), MINUTE_MS);
    },
  },
  ...[SUSPENDS, FROM_AFAR].map(fact => ({
    name: `somebody suspends ${fact === SUSPENDS ? 'by hand' : 'from afar'} before the journal is read`,
    told: () => pass(settle(takes(testing(), PASSED, fact, CLEAN)), 4 * MINUTE_MS),
  })),
];
