import { exampleSettings, type Settings } from '../../../../src/domain/settings.ts';
import { mgPerDl } from '../../../../src/domain/units.ts';
import type { Event } from '../../../../src/verify/automaton.ts';
import type { GlucoseOnRig } from '../../bench/glucose.ts';
import type { RigPump } from '../../bench/rigPump.ts';
import { PumpFailure } from '../../run/phases.ts';
import { BY_HAND } from '../beside.ts';
import { benchSettings } from '../pumpOnBench.ts';

/** How values of a sensor, their absence, time and a person bring an event of low-glucose suspend about. */

const MINUTE_MS = 60_000;
/** A sensor has a value every so often. */
const EVERY_MS = 5 * MINUTE_MS;

/** A pulse of basal every 30 s, so that one is missed soon. */
export const SENSED: Settings = {
  ...benchSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 3_000_000 }],
  lowSuspendLimitMgDl: exampleSettings.lowSuspendLimitMgDl,
};

/** A fall that foretells a low, and is none yet. */
const FALL = [110, 104, 98, 90, 82, 76] as const;
const WELL = 110;
const LOW = 62;
/** At most two hours and a half of the 150 min are waited for, and a lockout of 4 h. */
const LOWS_MOST = 31;
const RISES_MOST = 14;

export type Skies = {
  readonly pump: RigPump;
  readonly sensor: GlucoseOnRig;
  /** What comes after it on the path. */
  readonly ahead: readonly Event[];
  /** Whether the chart has heard of the event. */
  readonly heard: () => boolean;
};

/** Sends values, one every five minutes; the first as soon as a sensor could have one. */
export const sender = (pump: RigPump, sensor: GlucoseOnRig) => {
  let sentAt: number | null = null;
  let newest: number | null = null;
  let low = 0;
  const send = async (value: number): Promise<void> => {
    if (sentAt !== null) await pump.wait(Math.max(0, sentAt + EVERY_MS - pump.now()));
    sentAt = pump.now();
    newest = value;
    sensor.send(mgPerDl(value));
  };
  return {
    /** The newest value that the service was given; null before the first. */
    newest: (): number | null => newest,
    /** A value that is well, and then another one for its instant: of the two the lower counts (0071). */
    contradicted: async (heard: () => boolean): Promise<void> => {
      await send(WELL);
      await pump.time.until(heard, MINUTE_MS);
      newest = LOW;
      sensor.contradict(mgPerDl(LOW));
      await pump.time.until(heard, MINUTE_MS);
    },
    /** Sends the next value until it is heard, or all were; within a minute the pump has asked for it. */
    until: async (heard: () => boolean, values: readonly number[]): Promise<void> => {
      for (const value of values) {
        await send(value);
        if (await pump.time.until(heard, MINUTE_MS)) return;
      }
    },
    /** No two in a row are alike: a sensor that lives is never still. */
    lows: (count: number): readonly number[] =>
      Array.from({ length: count }, () => {
        low += 1;
        return 64 - (low % 3);
      }),
  };
};
export type Sender = ReturnType<typeof sender>;

/** Brings it about, or lets so much time pass that it should have come. */
export const bringAbout = async (
  event: Event,
  { pump, ahead, heard }: Omit<Skies, 'sensor'>,
  { until, lows, contradicted }: Sender,
): Promise<void> => {
  const pass = async (minutes: number): Promise<void> => {
    await pump.time.until(heard, minutes * MINUTE_MS);
  };
  switch (event.type) {
    case 'lowSuspend.armed':
      return pump.give({
        type: 'settings.changed',
        settings: { ...SENSED, lowSuspend: policyIn(event) },
      });
    case 'lowSuspend.disarmed':
      return pump.give({ type: 'settings.changed', settings: SENSED });
    case 'lowSuspend.overruled':
      return pump.give({ type: 'lowSuspend.overruled' });
    case 'lowSuspend.answered':
      return pump.give({ type: 'alarm.acknowledged', alarm: 'lowPredicted' });
    case 'fault.latched':
      return pump.give({ type: 'fault.latched', reason: BY_HAND });
    case 'delivery.stopped':
      return pump.give({ type: 'suspend.requested' });
    case 'glucose.predictedLow':
      // As well as by values that are low: each path has some of its own.
      if (ahead[0]?.type === 'lowSuspend.answered') return contradicted(heard);
      return until(heard, foretells(ahead) ? FALL : lows(3));
    case 'glucose.seen':
      return until(heard, lows(1));
    case 'lowSuspend.exhausted':
      return until(heard, lows(LOWS_MOST));
    case 'glucose.recovering':
      return until(
        heard,
        Array.from({ length: RISES_MOST }, (_, each) => 92 + 8 * each),
      );
    case 'glucose.unseen':
    case 'glucose.unseenLow':
      return pass(12);
    case 'timer.blindnessElapsed':
    case 'timer.shortLockoutElapsed':
      return pass(35);
    case 'timer.longLockoutElapsed':
      return pass(245);
    default:
      throw new PumpFailure(`nobody knows how to bring ${event.type} about`);
  }
};

/** Whether what is foretold grows old before it is low by itself. */
const foretells = (ahead: readonly Event[]): boolean => {
  const next = ahead.find(({ type }) => ENDS.has(type))?.type;
  return next === 'glucose.unseen';
};
const ENDS: ReadonlySet<string> = new Set([
  'glucose.unseen',
  'glucose.unseenLow',
  'glucose.recovering',
  'lowSuspend.exhausted',
  'lowSuspend.overruled',
  'lowSuspend.disarmed',
  'delivery.stopped',
  'fault.latched',
]);

const policyIn = (event: Event): 'atThreshold' | 'predictive' | 'beforeLow' => {
  const policy = 'policy' in event ? event.policy : null;
  return policy === 'atThreshold' || policy === 'beforeLow' ? policy : 'predictive';
};
