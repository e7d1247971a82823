import { match, P } from 'ts-pattern';
import { ALARMS, type AlarmName, escalationOf, type Priority } from './alarms.ts';
import type { Annunciation } from './commands.ts';

/** One pulse of tone (and vibration), and the rest after it. */
export type Note = { readonly hz: number; readonly onMs: number; readonly offMs: number };

/** How strongly it is signalled, the weakest first. There is no silent one. */
export const STRENGTHS = ['vibration', 'tone', 'loud', 'siren'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** For so long, null being without end, a burst begins every so often. */
type Stretch = { readonly everyMs: number; readonly forMs: number | null };

/** What is heard now: one alarm, as strongly as any of those that sound asks for. */
export type Sounding = {
  readonly alarm: AlarmName;
  readonly priority: Priority;
  readonly strength: Strength;
  /** When bursts begin. */
  readonly stretches: readonly Stretch[];
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const every = (everyMs: number): readonly Stretch[] => [{ everyMs, forMs: null }];

/** The timelines of pump-domain §2.2. */
const URGENT: readonly Stretch[] = [{ everyMs: 10 * SECOND, forMs: MINUTE }, ...every(MINUTE)];
const INSISTENT = every(10 * SECOND);
/** Fifteen seconds on, five off: the burst is repeated. */
const SIREN = every(20 * SECOND);
const MINUTELY = every(MINUTE);
const MEDIUM = every(5 * MINUTE);
const LOW = every(15 * MINUTE);
const HOURLY = every(60 * MINUTE);
const ONCE: readonly Stretch[] = [{ everyMs: MINUTE, forMs: MINUTE }];

const stretchesOf = ({ alarm, priority, level }: Annunciation): readonly Stretch[] =>
  match({ timeline: escalationOf(ALARMS[alarm], { priority, stops: 'nothing' }), level })
    .with({ level: 'siren' }, () => SIREN)
    .with({ timeline: 'countdown' }, () => MINUTELY)
    .with({ level: 'urgent' }, { timeline: 'E-H', level: P.union('first', 'hourly') }, () => URGENT)
    .with({ timeline: 'E-H', level: 'insistent' }, () => INSISTENT)
    .with({ timeline: 'E-M' }, () => MEDIUM)
    .with({ timeline: 'E-L', level: 'hourly' }, () => HOURLY)
    .with({ timeline: 'E-L' }, () => LOW)
    .with({ timeline: 'E-I' }, () => ONCE)
    .exhaustive();

/** A HIGH alarm is never by vibration alone: at every level it is at least as strong as any other. */
const strengthOf = ({ priority, level }: Annunciation): Strength =>
  match(level)
    .returnType<Strength>()
    .with('siren', () => 'siren')
    .with('urgent', () => 'loud')
    .with('insistent', () => (priority === 'high' ? 'loud' : 'tone'))
    .with('first', 'hourly', () => (priority === 'high' ? 'tone' : 'vibration'))
    .exhaustive();

export const isStronger = (one: Strength, other: Strength): boolean =>
  STRENGTHS.indexOf(one) > STRENGTHS.indexOf(other);

/**
 * What a person hears of these alarms, the most urgent first: the first that is neither paused nor
 * acknowledged, at the strength of the strongest such, so that one more alarm makes nothing quieter. Null: silence.
 */
export const soundingOf = (alarms: readonly Annunciation[]): Sounding | null => {
  const sounding = alarms.filter(({ signal }) => signal === 'sounding');
  const [first] = sounding;
  if (first === undefined) return null;
  const strength = sounding.map(strengthOf).reduce((most, each) => (isStronger(each, most) ? each : most));
  const stretches = strength === 'siren' ? SIREN : stretchesOf(first);
  return { alarm: first.alarm, priority: first.priority, strength, stretches };
};

/** When the next burst begins, `elapsedMs` or later, both in ms since this sounding began; null when none will. */
export const nextBurst = ({ stretches }: Sounding, elapsedMs: number): number | null => {
  let from = 0;
  for (const { everyMs, forMs } of stretches) {
    const next = from + Math.max(0, Math.ceil((elapsedMs - from) / everyMs)) * everyMs;
    if (forMs === null || next < from + forMs) return next;
    from += forMs;
  }
  return null;
};

const notes = (hz: readonly number[], onMs: number, offMs: number, lastMs: number): readonly Note[] =>
  hz.map((each, i) => ({ hz: each, onMs, offMs: i === hz.length - 1 ? lastMs : offMs }));

const [C, D, E, G] = [523, 587, 659, 784];
/** "C d g – C d": within it the gaps of IEC 60601-1-8. */
const FIVE = (lastMs: number): readonly Note[] => [
  ...notes([C, D, G], 150, 75, 300),
  ...notes([C, D], 150, 75, lastMs),
];

/** One burst of each priority: ten pulses, three, two; an information signal is one. */
export const BURST = {
  high: [...FIVE(500), ...FIVE(500)],
  medium: notes([C, D, G], 200, 200, 200),
  low: notes([E, C], 200, 200, 200),
  info: notes([C], 100, 0, 100),
} as const satisfies Record<Priority, readonly Note[]>;

/** So often the burst of a siren is repeated: for fifteen seconds. */
export const SIREN_BURSTS = 4;

/** Signals of the quick bolus: shorter and higher than any alarm, so that none is taken for one. */
export const SIGNAL = {
  ready: notes([1_046, 1_318], 60, 40, 200),
  step: notes([1_318], 60, 0, 200),
  count: notes([1_046], 60, 0, 240),
  refusal: notes([1_046, 880], 60, 40, 200),
} as const satisfies Record<string, readonly Note[]>;

export const lengthOf = (burst: readonly Note[]): number =>
  burst.reduce((total, { onMs, offMs }) => total + onMs + offMs, 0);
