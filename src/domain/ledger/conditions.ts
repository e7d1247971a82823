import { configurationHash } from '../configuration.ts';
import { type BatteryLevel, judgeBattery } from '../detect/battery.ts';
import { judgePressure, noPressure, type PressureLevel } from '../detect/pressure.ts';
import { noteOccurrence } from '../detect/recurrence.ts';
import { agree, type Beat, compare, type Own, type Supervision } from '../detect/supervision.ts';
import { judgeTemperature, type TemperatureLevel } from '../detect/temperature.ts';
import type { Derived, FactOf } from '../facts.ts';
import type { MonoMs } from '../units.ts';
import { pulsesCounted } from './doses.ts';
import { type Ledger, type Step, step, uncounted } from './state.ts';

/** What the charts hear of each level; said when a level is new, or the first since the power came. */
const BATTERY = {
  ok: { type: 'battery.recovered' },
  low: { type: 'battery.low' },
  critical: { type: 'battery.critical' },
  ending: { type: 'battery.ending' },
  depleted: { type: 'battery.depleted' },
} as const satisfies Record<BatteryLevel, Derived>;

const TEMPERATURE = {
  inRange: { type: 'temperature.settled' },
  warned: { type: 'temperature.warned' },
  exceeded: { type: 'temperature.exceeded' },
  overheated: { type: 'temperature.overheated' },
} as const satisfies Record<TemperatureLevel, Derived>;

const PRESSURE = {
  inRange: { type: 'pressure.settled' },
  exceeded: { type: 'pressure.exceeded' },
  leapt: { type: 'pressure.leapt' },
} as const satisfies Record<PressureLevel, Derived>;

export const noteBattery = (
  ledger: Ledger,
  { percent, millivolts, minutesLeft }: FactOf<'battery.measured'>,
): Step => {
  const before = ledger.conditions.battery;
  const level = judgeBattery(before?.level ?? 'ok', { percent, millivolts, minutesLeft });
  const battery = { level, percent, millivolts, minutesLeft };
  const noted: Ledger = { ...ledger, conditions: { ...ledger.conditions, battery } };
  return level === before?.level ? step(noted) : step(noted, BATTERY[level]);
};

export const noteTemperature = (
  ledger: Ledger,
  { insideDeciC, batteryDeciC }: FactOf<'temperature.measured'>,
): Step => {
  const before = ledger.conditions.temperature;
  const temperature = judgeTemperature(before ?? 'inRange', { insideDeciC, batteryDeciC });
  const noted: Ledger = { ...ledger, conditions: { ...ledger.conditions, temperature } };
  return temperature === before ? step(noted) : step(noted, TEMPERATURE[temperature]);
};

export const notePressure = (ledger: Ledger, { pascals }: FactOf<'pressure.measured'>, at: MonoMs): Step => {
  const before = ledger.conditions.pressure;
  const pressure = judgePressure(before ?? noPressure, pascals, at);
  const noted: Ledger = { ...ledger, conditions: { ...ledger.conditions, pressure } };
  return pressure.level === before?.level ? step(noted) : step(noted, PRESSURE[pressure.level]);
};

/** A reset that nobody ordered. */
export const noteWatchdog = (ledger: Ledger, at: MonoMs): Step => {
  const { occurrences: resets, repeated } = noteOccurrence(ledger.conditions.resets, at);
  const noted: Ledger = { ...ledger, conditions: { ...ledger.conditions, resets } };
  return repeated ? step(noted, { type: 'resets.repeated' }) : step(noted);
};

/** What we hold against the count of the second channel. */
const ownOf = (ledger: Ledger): Own => ({
  pulses: pulsesCounted(ledger.doses),
  inDoubt: ledger.doses.inDoubt,
  underway: uncounted(ledger) !== null,
  hash: configurationHash(ledger.settings),
});

export const noteAgreement = (ledger: Ledger, { pulses, hash }: Beat): Step =>
  supervised(ledger, agree({ pulses, hash }, ownOf(ledger)));

export const noteBeat = (ledger: Ledger, { pulses, hash }: Beat): Step =>
  supervised(ledger, compare(ledger.conditions.supervision, { pulses, hash }, ownOf(ledger)));

const supervised = (ledger: Ledger, supervision: Supervision): Step => {
  const noted: Ledger = { ...ledger, conditions: { ...ledger.conditions, supervision } };
  const isNew = ledger.conditions.supervision.apart !== 'for good';
  return supervision.apart === 'for good' && isNew
    ? step(noted, { type: 'supervisor.disagreed' })
    : step(noted);
};
