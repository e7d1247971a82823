import { ALARMS, type AlarmName } from '../../domain/alarms.ts';
import type { Annunciation, Command } from '../../domain/commands.ts';
import { differencesOf } from '../../domain/differences.ts';
import type { Derived } from '../../domain/facts.ts';
import type { GlucoseUnit } from '../../domain/glucoseUnits.ts';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import { inWords } from '../charts/model.ts';
import type { Frame } from '../protocol.ts';

/** Everything the page says about a number or a fact; each number with its unit. */

export const units = (microunits: number, digits = 2): string => `${(microunits / 1e6).toFixed(digits)} U`;

export const mmol = (mgPerDl: number): string => (mgPerDl / MG_PER_DL_PER_MMOL_PER_L).toFixed(1);

const IN_MG_PER_DL = /(\d+(?:\.\d+)?)( to (\d+(?:\.\d+)?))? mg\/dL( per U|\/min)?(?! ?\(| per|\/)/g;

/** A sentence in which every glucose in mg/dL is told in mmol/L first, where that is wanted: `3.9 mmol/L (70 mg/dL)`. */
export const glucoseWords = (text: string, unit: GlucoseUnit): string =>
  unit === 'mg/dL'
    ? text
    : text.replace(IN_MG_PER_DL, (whole, from, _range, to, per = '') => {
        // Of a change or a sensitivity one digit would be too few.
        const written = (value: string): string =>
          (Number(value) / MG_PER_DL_PER_MMOL_PER_L).toFixed(per === '' ? 1 : 2);
        const value = to === undefined ? written(from) : `${written(from)} to ${written(to)}`;
        return `${value} mmol/L${per} (${whole})`;
      });

/** How hours are written: 19:05, or 7:05 PM. */
export const HOUR_FORMS = ['24 h', '12 h'] as const;
export type HourForm = (typeof HOUR_FORMS)[number];

/** How finely a time of day is told. */
export type Fineness = 'minutes' | 'seconds' | 'milliseconds';

/** How far into an ISO time each reaches. */
const ENDS = { minutes: 16, seconds: 19, milliseconds: 23 } as const satisfies Record<Fineness, number>;

/** A time of day: UTC shifted by the pump's own offset. */
export const clockAs = (form: HourForm, wallMs: number, offsetMinutes: number, to: Fineness): string => {
  const text = new Date(wallMs + offsetMinutes * 60_000).toISOString().slice(11, ENDS[to]);
  if (form === '24 h') return text;
  const hour = Number(text.slice(0, 2));
  return `${hour % 12 === 0 ? 12 : hour % 12}${text.slice(2)} ${hour < 12 ? 'AM' : 'PM'}`;
};

export const date = (wallMs: number, offsetMinutes: number): string =>
  new Date(wallMs + offsetMinutes * 60_000).toISOString().slice(0, 10);

export const offsetWords = (minutes: number): string => {
  const absolute = Math.abs(minutes);
  const hours = String(Math.floor(absolute / 60)).padStart(2, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${hours}:${String(absolute % 60).padStart(2, '0')}`;
};

/** 45 s, 12 min, 3 h 05 min. */
export const duration = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
};

export const isAlarmName = (name: string): name is AlarmName => Object.hasOwn(ALARMS, name);

/** A fact or derived fact in one line: its name, then its fields with units; a glucose in the unit that is wanted. */
export const factWords = (
  fact: Frame['fact'] | Derived,
  glucose: GlucoseUnit = 'mg/dL',
): { readonly type: string; readonly fields: string } => {
  const { type, ...rest } = fact;
  return {
    type,
    fields: Object.entries(rest)
      .map(([name, value]) => field(name, value, glucose))
      .filter(text => text !== '')
      .join(' · '),
  };
};

const field = (name: string, value: unknown, glucose: GlucoseUnit): string => {
  if (value === null || value === undefined) return `${inWords(name)} unknown`;
  if (Array.isArray(value)) return value.filter(each => typeof each === 'string').join('; ');
  if (typeof value === 'object') return '';
  // A bolus is named by its boot and its number; nobody needs the boot to tell two apart.
  if (name === 'bolus') return `bolus ${String(value).split('-').at(-1)}`;
  if (typeof value !== 'number') return String(value);
  if (name.endsWith('UuPerHour')) return `${units(value, 2)}/h`;
  if (name.endsWith('Uu')) return units(value, 3);
  if (name.endsWith('Ms')) return duration(value);
  if (name.endsWith('Mn')) return `${(value / 1_000).toFixed(2)} N`;
  if (name === 'mgPerDl') return glucose === 'mg/dL' ? `${value} mg/dL` : `${mmol(value)} mmol/L`;
  if (name === 'percent') return `${value} %`;
  return `${inWords(name)} ${value}`;
};

const ROUTINE: ReadonlySet<string> = new Set([
  'clock.reached',
  'intent.recorded',
  'outcome.recorded',
  'motor.arrived',
  'motor.halted',
  'encoder.counted',
  'force.measured',
  'cgm.measured',
  'battery.measured',
  'temperature.measured',
  'pressure.measured',
  'supervisor.beat',
  'check.passed',
  'sounder.tested',
  'timer.checkPeriodElapsed',
  'timer.sounderPeriodElapsed',
  'timer.screenLockElapsed',
  'screen.touched',
  'screen.unlocked',
  'screen.locked',
  'entry.opened',
  'entry.closed',
]);
const ROUTINE_DERIVED: ReadonlySet<string> = new Set(['pulse.due', 'pulse.verified', 'glucose.accepted']);
const TELLING: ReadonlySet<string> = new Set([
  'refuse',
  'reportBolus',
  'reportOcclusion',
  'reportRestart',
  'annunciate',
  'askConfirmation',
  'askAgain',
  'askSettings',
  'recordSettings',
  'stopMotor',
]);

/** Whether a frame is more than the pump's everyday business. */
export const isNotable = (frame: Pick<Frame, 'fact' | 'asked' | 'derived' | 'commands'>): boolean =>
  frame.asked !== undefined ||
  !ROUTINE.has(frame.fact.type) ||
  frame.derived.some(({ type }) => !ROUTINE_DERIVED.has(type)) ||
  frame.commands.some(({ type }) => TELLING.has(type));

/** What the pump told the person or refused, in sentences. */
export const tellings = (frame: Frame): readonly string[] => [
  ...(frame.asked ?? []).map(asked => `asks ${asked}`),
  ...frame.commands.flatMap(command => {
    if (command.type === 'refuse')
      return [`Refused (${inWords(command.request)}): ${command.reasons.join('; ')}`];
    if (command.type === 'reportBolus')
      return [
        `${command.part === 'normal' ? 'Bolus' : 'Extended bolus'} ${inWords(command.reason)}: ${units(command.deliveredUu, 3)} of ${units(command.requestedUu, 3)} delivered`,
      ];
    if (command.type === 'reportOcclusion')
      return [`The line holds ${units(command.heldUu, 3)}, which may be released when it opens`];
    if (command.type === 'recordSettings') return settingsWords(command);
    if (command.type === 'reportRestart')
      return [`Basal goes on after a restart: the pump was off for ${Math.round(command.gapMs / 1_000)} s`];
    if (command.type === 'stopMotor') return ['Motor stopped'];
    return [];
  }),
];

const settingsWords = ({
  before,
  after,
}: Extract<Command, { type: 'recordSettings' }>): readonly string[] => {
  if (after === null) return ['The settings are lost: nothing is delivered'];
  return before === null
    ? ['Settings in use']
    : differencesOf(before, after).map(({ field, from, to }) => `Settings: ${field} ${from} → ${to}`);
};

/** What became of each alarm between two frames. */
export const alarmChanges = (
  before: readonly Annunciation[],
  now: readonly Annunciation[],
): readonly string[] => [
  ...now.flatMap(alarm => {
    const old = before.find(other => other.alarm === alarm.alarm);
    const name = `${ALARMS[alarm.alarm].title} (${alarm.priority.toUpperCase()})`;
    if (!old) return [`Alarm raised: ${name}`];
    if (old.signal !== alarm.signal)
      return [alarm.signal === 'sounding' ? `Alarm sounds again: ${name}` : `Alarm ${alarm.signal}: ${name}`];
    if (old.level !== alarm.level) return [`Alarm now ${alarm.level}: ${name}`];
    return old.condition === alarm.condition
      ? []
      : [`Alarm cause ${alarm.condition === 'gone' ? 'gone' : 'back'}: ${name}`];
  }),
  ...before
    .filter(old => !now.some(({ alarm }) => alarm === old.alarm))
    .map(({ alarm }) => `Alarm over: ${ALARMS[alarm].title}`),
];

/** Glucose in the words of the consensus bands, in mg/dL. */
export const band = (mgPerDl: number): 'very low' | 'low' | 'in target' | 'high' | 'very high' => {
  if (mgPerDl < 54) return 'very low';
  if (mgPerDl < 70) return 'low';
  if (mgPerDl <= 180) return 'in target';
  return mgPerDl <= 250 ? 'high' : 'very high';
};

/** Degrees from level, clockwise positive, and words; from the change over about fifteen minutes. */
export const trend = (column: {
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
}): { readonly degrees: number; readonly words: string } | null => {
  const values = column.values[0] ?? [];
  const last = values.length - 1;
  const [now, then] = [values[last], values[last - 3]];
  const [nowAt, thenAt] = [column.times[last], column.times[last - 3]];
  if (typeof now !== 'number' || typeof then !== 'number' || nowAt === undefined || thenAt === undefined)
    return null;
  const perMinute = ((now - then) * 60) / (nowAt - thenAt);
  if (nowAt - thenAt > 30 * 60) return null;
  if (perMinute > 2) return { degrees: -70, words: 'rising fast' };
  if (perMinute > 1) return { degrees: -40, words: 'rising' };
  if (perMinute < -2) return { degrees: 70, words: 'falling fast' };
  if (perMinute < -1) return { degrees: 40, words: 'falling' };
  return { degrees: 0, words: 'steady' };
};
