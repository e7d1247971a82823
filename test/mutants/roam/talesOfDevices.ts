import type { Fact } from '../../../src/domain/facts.ts';
import { pulsesCounted } from '../../../src/domain/ledger/ledger.ts';
import { random } from '../../fuzz/random.ts';
import { does, loops, MINUTE_MS, reads, readsFor, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle } from './spot.ts';
import { answers, handedOver, powered, seesAll, switchedOff, type Tale, without, worn } from './tale.ts';

const HOUR_MS = 60 * MINUTE_MS;
const charge = (percent: number, minutesLeft: number): Fact => ({
  type: 'battery.measured',
  percent,
  millivolts: 3_700,
  minutesLeft,
});

const looping = (controller: Spot['controller'] = 'steady'): Spot =>
  pass(loops({ ...worn(), controller }, random(1)), MINUTE_MS);

/** The host stands still, and nobody wakes the pump. */
const still = (from: Spot, forMs: number): Spot => {
  const spot = settle(from);
  return pass({ ...spot, nowMs: spot.nowMs + forMs }, MINUTE_MS);
};

/** A sensor that was lost, of which one reading has come; and somebody has seen the alarm. */
const returning = (): Spot => seesAll(reads(pass(reads(worn(), 120), 30 * MINUTE_MS), 121));

const beats = (spot: Spot, type: 'supervisor.agreed' | 'supervisor.beat', more = 0): Spot =>
  does(spot, {
    type,
    pulses: pulsesCounted(spot.state.ledger.doses) + more,
    hash: spot.state.ledger.programming.hash,
  });
const supervised = (): Spot => settle(powered(switchedOff(beats(worn(), 'supervisor.agreed'))));

export const proposed = (lowReservoirUu = 30_000_000): Spot => {
  const spot = without(worn(), 'settings.confirmed');
  const { settings, programming } = spot.state.ledger;
  if (settings === null) throw new Error('there are no settings to change');
  return does(spot, {
    type: 'settings.proposed',
    replaces: programming.version,
    settings: { ...settings, lowReservoirUu },
  });
};
const proposesAgain = (spot: Spot): Spot => {
  const { settings, programming } = spot.state.ledger;
  if (settings === null) throw new Error('there are no settings to change');
  return pass(
    does(spot, {
      type: 'settings.proposed',
      replaces: programming.version,
      settings: { ...settings, lowReservoirUu: 40_000_000 },
    }),
    3 * MINUTE_MS,
  );
};

/** The button: held, counted once, and held again. */
export const counted = (from: Spot = worn()): Spot => {
  const held = pass(does(from, { type: 'button.pressed' }), 2_500);
  const pressed = pass(does(does(held, { type: 'button.released' }), { type: 'button.pressed' }), 300);
  return pass(does(pressed, { type: 'button.released' }), 4_500);
};

/** What devices, the button, a sensor and the battery seldom do. */
export const OF_DEVICES: readonly Tale[] = [
  {
    name: 'the last minutes of a battery that was critical for an hour, and nobody answers',
    told: () => {
      const low = pass(does(worn(), charge(5, 29)), HOUR_MS + MINUTE_MS);
      return pass(does(low, charge(4, 9)), 20 * MINUTE_MS);
    },
  },
  {
    name: 'nothing ever says that it can be heard',
    told: () => pass(without({ ...handedOver(), pending: [] }, 'sounder.tested'), 20 * SECOND_MS),
  },
  {
    name: 'a pump that never says whether it can be heard',
    told: () => {
      const silent = handedOver();
      const mute = { ...silent, pending: silent.pending.filter(({ type }) => type !== 'sounder.tested') };
      return pass(does(pass(mute, 20 * SECOND_MS), { type: 'resume.requested' }), MINUTE_MS);
    },
  },
  {
    name: 'half of it is dead, and then nothing says that it can be heard',
    told: () => {
      const half = does(worn(), {
        type: 'sounder.tested',
        speaker: 'dead',
        vibrator: 'working',
        buzzer: 'working',
      });
      const on = powered(switchedOff(seesAll(half)));
      const mute = { ...on, pending: on.pending.filter(({ type }) => type !== 'sounder.tested') };
      return pass(does(pass(mute, 20 * SECOND_MS), { type: 'resume.requested' }), MINUTE_MS);
    },
  },
  ...[13, 30].map(minutes => ({
    name: `a lost sensor returns, and the host stands still for ${minutes} minutes`,
    told: () => {
      const late = still(returning(), minutes * MINUTE_MS);
      const once = pass(reads(late, 122), 4 * MINUTE_MS);
      return pass(reads(once, 123), 3 * HOUR_MS);
    },
  })),
  ...[13, 30].map(minutes => ({
    name: `a lost sensor returns, the host stands still for ${minutes} minutes, and it is lost again`,
    told: () => pass(seesAll(still(returning(), minutes * MINUTE_MS)), 3 * HOUR_MS),
  })),
  {
    name: 'a second channel that counts otherwise after a restart',
    told: () => pass(beats(supervised(), 'supervisor.beat', 40), MINUTE_MS),
  },
  {
    name: 'a second channel that is not there any more after a restart',
    told: () => pass(does(supervised(), { type: 'supervisor.missed' }), MINUTE_MS),
  },
  {
    name: 'settings are proposed, discarded and proposed',
    told: () => proposesAgain(does(proposed(), { type: 'settings.discarded' })),
  },
  {
    name: 'settings are proposed, forgotten and proposed',
    told: () => proposesAgain(pass(proposed(), 2 * MINUTE_MS)),
  },
  {
    name: 'settings are proposed and discarded, and nothing follows',
    told: () => pass(does(proposed(), { type: 'settings.discarded' }), 3 * MINUTE_MS),
  },
  {
    name: 'settings are proposed before it is switched off, and after it',
    told: () => proposesAgain(settle(powered(switchedOff(proposed())))),
  },
  {
    name: 'settings are proposed before it is switched off, and nothing follows',
    told: () => pass(settle(powered(switchedOff(proposed()))), 3 * MINUTE_MS),
  },
  {
    name: 'a quick bolus is refused while the button is held for it',
    told: () => {
      const held = pass(does(without(counted(), 'bolus.confirmed'), { type: 'button.pressed' }), 300);
      const refused = does(held, { type: 'bolus.requested', bolus: 'another', amountUu: 50_000 });
      return pass(does(pass(refused, 2_500), { type: 'button.released' }), MINUTE_MS);
    },
  },
  {
    name: 'a quick bolus is refused while the button is held for it, and the button is held again',
    told: () => {
      const held = pass(does(without(counted(), 'bolus.confirmed'), { type: 'button.pressed' }), 300);
      const refused = does(held, { type: 'bolus.requested', bolus: 'another', amountUu: 50_000 });
      const again = pass(does(pass(refused, 300), { type: 'button.released' }), 300);
      return pass(does(again, { type: 'button.pressed' }), 5 * SECOND_MS);
    },
  },
  {
    name: 'a quick bolus is begun, and nobody presses for five seconds',
    told: () => {
      const held = pass(does(worn(), { type: 'button.pressed' }), 2_500);
      const idle = pass(does(held, { type: 'button.released' }), 5_000);
      return pass(does(idle, { type: 'button.pressed' }), 3_000);
    },
  },
  {
    name: 'a quick bolus is confirmed by a press of three seconds',
    told: () =>
      pass(
        does(pass(does(counted(), { type: 'button.pressed' }), 3_000), { type: 'button.released' }),
        MINUTE_MS,
      ),
  },
  ...[25, 40].map(minutes => ({
    name: `automation is at work, and the host stands still for ${minutes} minutes`,
    told: () => pass(readsFor(still(looping(), minutes * MINUTE_MS), 3, random(2)), 2 * HOUR_MS),
  })),
  {
    name: 'a controller answers after its time',
    told: () => {
      const asked = reads(pass({ ...looping(), controller: 'silent' }, 5 * MINUTE_MS - SECOND_MS), 121);
      const question = asked.state.ledger.automation.question?.number ?? 1;
      const late: Fact = {
        type: 'controller.answered',
        question,
        basal: { rateUuPerHour: 0, lengthMs: 30 * MINUTE_MS },
        bolusUu: 0,
        validMs: 30 * MINUTE_MS,
        terms: [],
      };
      return pass(does(pass(asked, 40 * SECOND_MS), late), 10 * MINUTE_MS);
    },
  },
  ...(['nothing', 'most'] as const).map(controller => ({
    name: `automation gives ${controller} for as long as it is let, and is not wanted any more`,
    told: () => {
      const long = seesAll(readsFor(looping(controller), 36, random(3)));
      return pass(does(long, { type: 'automation.disabled' }), 10 * MINUTE_MS);
    },
  })),
  {
    name: 'automation is limited for too long, and wanted again',
    told: () => {
      const given = pass(seesAll(pass(looping(), 2 * HOUR_MS)), MINUTE_MS);
      return pass(readsFor(does(given, { type: 'automation.enabled' }), 4, random(4)), MINUTE_MS);
    },
  },
  {
    name: 'the meter contradicts the sensor for too long, and automation is wanted again',
    told: () => {
      const off = does(looping(), { type: 'glucose.entered', mgPerDl: 320 });
      const given = readsFor(off, 20, random(5));
      return pass(readsFor(does(seesAll(given), { type: 'automation.enabled' }), 4, random(6)), MINUTE_MS);
    },
  },
];

/** A check that nobody answers, at the time at which it is due. */
export const checkIsUnanswered: Tale = {
  name: 'a check that nobody answers',
  told: () => answers(pass(without(worn(), 'check.passed'), 20 * MINUTE_MS)),
};
