import type { Fact } from '../../../src/domain/facts.ts';
import { does, HOUR_MS, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle, take } from './spot.ts';
import { answers, powered, seesAll, switchedOff, type Tale, without, worn } from './tale.ts';

/** Too warm for the insulin; and so hot that the pump stops at once. */
const WARM: Fact = { type: 'temperature.measured', insideDeciC: 420, batteryDeciC: 250 };
const HOT: Fact = { type: 'temperature.measured', insideDeciC: 420, batteryDeciC: 620 };

const SEES: Fact = { type: 'alarm.acknowledged', alarm: 'temperature' };

/** Half of what makes itself heard is dead, and all of it. */
const HALF: Fact = { type: 'sounder.tested', speaker: 'dead', vibrator: 'working', buzzer: 'working' };
const ALL: Fact = { type: 'sounder.tested', speaker: 'dead', vibrator: 'dead', buzzer: 'dead' };
const HALF_SEEN: Fact = { type: 'alarm.acknowledged', alarm: 'sounderFault' };
const HALF_PAUSED: Fact = { type: 'alarm.paused', alarm: 'sounderFault' };

/** A MEDIUM alarm comes back after a quarter of an hour if it was seen, and sooner if it was paused. */
const comesBackTwice = (fact: Fact): Spot =>
  [1, 2].reduce(spot => pass(does(spot, fact), 16 * MINUTE_MS), pass(does(worn(), HALF), MINUTE_MS));

/** So much basal, whose pulses fall due every few seconds. */
const fast = (rateUuPerHour: number): Spot =>
  worn({
    basalProfile: [{ fromMinute: 0, rateUuPerHour }],
    maxBasalUuPerHour: 15_000_000,
    maxDailyUu: 100_000_000,
  });
/** The host stands still so often for less than a minute, of which nobody is told, and goes on for five seconds. */
const falters = (from: Spot, times: number): Spot => {
  let spot = from;
  for (let left = times; left > 0; left -= 1) {
    const still = settle(spot);
    spot = pass({ ...still, nowMs: still.nowMs + 55 * SECOND_MS }, 5 * SECOND_MS);
  }
  return spot;
};
/** An hour and more of so many steps is taken in parts. */
const hours = (from: Spot): Spot => [1, 2, 3, 4, 5, 6].reduce(spot => pass(spot, 15 * MINUTE_MS), from);
const RESUMES: Fact = { type: 'resume.requested' };

/** A check that nobody answers, at the moment at which it is asked for. */
const checking = (): Spot => {
  const spot = without(worn(), 'check.passed');
  let at = spot;
  while (!at.state.machines.selfCheck.matches({ check: 'running' })) at = pass(at, SECOND_MS / 2);
  return at;
};

/** Alarms that get worse, or come again, while nobody or somebody looks after them. */
export const OF_ALARMS: readonly Tale[] = [
  {
    name: 'warmth is warned of for more than an hour, nobody answers, and it is heat',
    told: () => pass(does(pass(does(worn(), WARM), 63 * MINUTE_MS), HOT), 15 * MINUTE_MS),
  },
  {
    name: 'warmth is warned of, somebody has seen it, and it is heat',
    told: () => pass(does(pass(does(worn(), WARM, SEES), MINUTE_MS), HOT), 15 * MINUTE_MS),
  },
  {
    name: 'half of what is heard is dead for more than an hour, nobody answers, and then all of it is',
    told: () => pass(does(pass(does(worn(), HALF), 63 * MINUTE_MS), ALL), 15 * MINUTE_MS),
  },
  {
    name: 'half of what is heard is dead until its alarm is at its loudest, and then all of it is',
    told: () => pass(does(pass(does(worn(), HALF), 80 * MINUTE_MS), ALL), 15 * MINUTE_MS),
  },
  ...([HALF_SEEN, HALF_PAUSED] as const).map(fact => ({
    name: `half of what is heard is dead, which comes back twice after ${fact.type}, and then all of it is`,
    told: () => {
      const dead = pass(does(comesBackTwice(fact), ALL), MINUTE_MS);
      return pass(does(dead, fact), 12 * MINUTE_MS);
    },
  })),
  {
    name: 'the host falters until much basal is missing, of which little was told before',
    told: () => falters(seesAll(falters(fast(8_000_000), 6)), 22),
  },
  {
    name: 'the host falters until much basal is missing of very much',
    told: () => falters(hours(fast(12_000_000)), 20),
  },
  {
    name: 'the host falters, it was told, seen and over, and it falters again',
    told: () => falters(hours(seesAll(falters(fast(8_000_000), 6))), 16),
  },
  {
    name: 'the power goes while a check is under way',
    told: () => pass(settle(powered(switchedOff(checking()))), 25 * MINUTE_MS),
  },
];

/** What waits for a word of a person, or for a remote, when a fault is latched; and what is wanted after it. */
const LATCHES: Fact = { type: 'fault.latched', reason: 'a finger on the bench' };
const latched = (spot: Spot): Spot =>
  does(
    pass(seesAll(settle(powered(switchedOff(pass(take(settle(spot), LATCHES), SECOND_MS))))), SECOND_MS),
    RESUMES,
  );

const waits = (amountUu: number): Fact => ({ type: 'bolus.requested', bolus: `of ${amountUu}`, amountUu });
const proposing = (spot: Spot): Spot => {
  const { settings, programming } = spot.state.ledger;
  if (settings === null) throw new Error('there are no settings to change');
  return does(without(spot, 'settings.confirmed'), {
    type: 'settings.proposed',
    replaces: programming.version,
    settings: { ...settings, lowReservoirUu: 30_000_000 },
  });
};

export const OF_FAULTS: readonly Tale[] = [
  {
    name: 'a fault is latched while a bolus waits for a word, and another is wanted later',
    told: () =>
      pass(
        does(answers(latched(does(without(worn(), 'bolus.confirmed'), waits(1_000_000)))), waits(500_000)),
        2 * MINUTE_MS,
      ),
  },
  {
    name: 'a fault is latched while settings are proposed, and others are later',
    told: () => pass(proposing(latched(proposing(worn()))), 3 * MINUTE_MS),
  },
  {
    name: 'a fault is latched while a remote may ask for a bolus, and it asks later',
    told: () => {
      const principal = '0123456789abcdef';
      const bolus = `${principal}-one`;
      const paired = does(
        worn(),
        { type: 'pairing.opened', role: 'controller' },
        { type: 'remote.paired', principal, role: 'controller' },
        { type: 'remote.permissionRequested', principal, bolus },
      );
      const after = latched(paired);
      return pass(
        does(after, {
          type: 'bolus.requested',
          bolus,
          amountUu: 100_000,
          origin: 'remote',
          createdMonoMs: after.nowMs,
        }),
        2 * MINUTE_MS,
      );
    },
  },
  {
    name: 'a fault is latched while a temporary rate runs',
    told: () =>
      pass(
        latched(
          pass(
            does(worn(), { type: 'tempBasal.requested', percent: 200, durationMs: HOUR_MS }),
            10 * MINUTE_MS,
          ),
        ),
        30 * MINUTE_MS,
      ),
  },
  {
    name: 'a fault is latched while a quick bolus is being counted',
    told: () => {
      const held = pass(does(worn(), { type: 'button.pressed' }), 2_500);
      const after = latched(does(held, { type: 'button.released' }));
      return pass(does(after, { type: 'button.pressed' }), 5 * SECOND_MS);
    },
  },
];
