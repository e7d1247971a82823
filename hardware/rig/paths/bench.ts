import { match, P } from 'ts-pattern';
import { type BolusKind, bolusKinds, type Channel, channels } from '../../../src/domain/channels.ts';
import type { Asked, Event } from '../../../src/verify/automaton.ts';
import { type Alarms, ceased, NO_ALARMS, raised, withholds } from './benchAlarms.ts';
import { isIn } from './pumpModel.ts';

/**
 * What the bench must know of the world to say what can be made to happen next: the narrow
 * counterpart of the plant, which says what might happen. Plain data.
 */
export type Bench = {
  /** Events that come in the same step, before anything else can. */
  readonly forced: readonly Event[];
  /** The record that is on its way; only facts of a higher priority come before it. */
  readonly record: 'intent.recorded' | 'outcome.recorded' | null;
  readonly alarms: Alarms;
  /** An alarm was raised that permits no bolus; its cause may be over, a person's word on it no path tells. */
  readonly withheld: boolean;
  /** The bolus on the ledger. */
  readonly bolus: 'none' | 'pending' | 'active' | 'ended';
  /** What of one is spread over time. */
  readonly extended: 'none' | 'active' | 'ended';
  /** Whether what waits may be spread over time: there was a place for it when it was requested. */
  readonly place: boolean;
  /** What a person has confirmed once, and is asked again about. */
  readonly confirmed: BolusKind | null;
  /** A bolus of some size was confirmed within the hour, so that another one may be much. */
  readonly recent: boolean;
  /** Whose pulse is claimed and not counted. */
  readonly claimed: Channel | null;
  /** What the switch says, and whether what is in the bay gives doses. */
  readonly bay: 'open' | 'closed';
  readonly prepared: boolean;
  /** The lowest level that was announced since the last cartridge. */
  readonly level: (typeof LEVELS)[number];
  /** Once lost, nothing is remembered but what was there before: those alarms. */
  readonly lost: Bench['alarms'] | null;
  /** Whether the last run may be told as `clean`, as `interrupted`, or as either. */
  readonly end: 'new' | 'clean' | 'interrupted' | 'either';
  /** The line was found blocked, and was not relieved since: a boot finds it so again. */
  readonly blocked: boolean;
  /** The drive has stalled once: the second time is for good. */
  readonly stalled: boolean;
  /** How often a person has resumed after such an alarm, up to the time before the one that is too many (SR-086). */
  readonly resumes: number;
  /** A force reading was taken with this cartridge: a rise can be told. */
  readonly baseline: boolean;
};

export const LEVELS = ['ok', 'low', 'veryLow', 'emptied'] as const;

export const newBench: Bench = {
  forced: [],
  record: null,
  alarms: NO_ALARMS,
  withheld: false,
  bolus: 'none',
  extended: 'none',
  place: false,
  confirmed: null,
  recent: false,
  claimed: null,
  bay: 'closed',
  prepared: true,
  level: 'ok',
  lost: null,
  end: 'new',
  blocked: false,
  stalled: false,
  resumes: 0,
  baseline: false,
};

/** The next resume after an alarm would be the third time, which no path names. */
export const isStormNear = ({ alarms, resumes }: Bench): boolean => alarms.seen && resumes === RESUMES_MOST;
const RESUMES_MOST = 2;

/** Every alarm that stops therapy and is still about waits for nothing but a person's word. */
export const canBeCleared = ({ alarms }: Bench): boolean => alarms.present.length === 0;
export const isCleared = (bench: Bench): boolean => canBeCleared(bench) && !bench.alarms.waiting;

/** All that the bench asks of the chart's states when something happens. */
export type Around = {
  /** The pump had no power before. */
  readonly wasOff: boolean;
  /** The motor is at work on nothing afterwards. */
  readonly isStill: boolean;
  /** Afterwards an alarm that stops therapy must be told to the chart. */
  readonly mustHear: boolean;
};

export const around = (before: number, after: number): Around => ({
  wasOff: isIn(before, OFF),
  isStill: isIn(after, STILL),
  mustHear: UP.some(life => isIn(after, { life })) && isIn(after, CLEAR),
});
const UP = ['operating', 'recovering'] as const;
const CLEAR = { conditions: 'clear' } as const;
const OFF = { life: 'off' } as const;
const STILL = { motor: 'still' } as const;

/** The bench after an event by which the pump asks for this. */
export const benchAfter = (bench: Bench, event: Event, all: readonly Asked[], moment: Around): Bench => {
  const forced = bench.forced[0]?.type === event.type ? bench.forced.slice(1) : bench.forced;
  const happened = noted({ ...bench, forced }, moment, event);
  const asked = all.reduce((now, each) => told(now, each, event, moment), happened);
  return forgetful(moment.mustHear ? withReminder(asked) : asked);
};

/** An alarm that stops therapy and is not dealt with is told once the step has come to rest. */
const withReminder = (bench: Bench): Bench =>
  isCleared(bench) || bench.forced.some(({ type }) => type === REMINDER.type)
    ? bench
    : { ...bench, forced: [...bench.forced, REMINDER] };
const REMINDER: Event = { type: 'alarm.stopRaised' };

/** What nobody can ask about any more is forgotten, so that equal situations are one. */
const forgetful = (bench: Bench): Bench => ({
  ...bench,
  ...(bench.bolus === 'pending' ? {} : { place: false, confirmed: null }),
  ...(bench.lost === null ? {} : { alarms: NO_ALARMS }),
});

const noted = (bench: Bench, moment: Around, event: Event): Bench =>
  match(event)
    .returnType<Bench>()
    .with({ type: P.union('intent.recorded', 'outcome.recorded') }, () => ({ ...bench, record: null }))
    .with({ type: 'bolus.admitted' }, () => ({
      ...bench,
      bolus: 'pending',
      place: bench.extended === 'none',
    }))
    .with({ type: P.union('bolus.confirmed', 'bolus.confirmedAgain') }, () => ({
      ...bench,
      confirmed: bolusKinds.find(kind => 'kind' in event && event.kind === kind) ?? null,
    }))
    .with({ type: 'cartridge.removed' }, () => ({
      ...bench,
      bay: 'open',
      blocked: false,
      prepared: false,
      baseline: false,
    }))
    .with({ type: 'cartridge.inserted' }, () => ({ ...bench, bay: 'closed' }))
    .with({ type: 'force.lost' }, () => ({ ...bench, prepared: false }))
    .with({ type: 'cartridge.accepted' }, () => ({ ...bench, level: 'ok', baseline: true, blocked: false }))
    .with({ type: 'occlusion.detected' }, () => ({ ...bench, blocked: true }))
    .with({ type: 'occlusion.relieved' }, () => ({ ...bench, blocked: false }))
    .with({ type: P.union('reservoir.low', 'reservoir.veryLow', 'reservoir.emptied') }, ({ type }) => ({
      ...bench,
      level: LEVELS.find(level => type === `reservoir.${level}`) ?? bench.level,
    }))
    .with({ type: 'pulse.verified' }, () => ({ ...bench, baseline: true }))
    .with({ type: 'journal.read' }, event => ({
      ...bench,
      end: 'new',
      baseline: true,
      forced: [
        ...bench.forced,
        ...LEVELS.slice(1, LEVELS.indexOf(bench.level) + 1).map(levelEvent),
        ...(bench.blocked ? [BLOCKED] : []),
        foundEvent(bench),
        ...('verdict' in event && event.verdict === 'clean' ? [DOUBTED] : []),
      ],
    }))
    .with({ type: 'journal.failed' }, () => ({ ...bench, lost: bench.alarms }))
    .with({ type: 'alarm.stopsCleared' }, () => ({
      ...bench,
      alarms: { present: [], waiting: false, seen: true },
    }))
    .with({ type: 'alarm.stopRaised' }, () => ({
      ...bench,
      alarms: { ...bench.alarms, waiting: bench.alarms.waiting || bench.alarms.seen, seen: false },
    }))
    .with({ type: 'alarm.bolusStopRaised' }, () => ({ ...bench, withheld: true }))
    .with({ type: 'power.lost' }, () => powerLost(bench, moment))
    .otherwise(() => bench);

export const levelEvent = (level: (typeof LEVELS)[number]): Event => ({ type: `reservoir.${level}` });

const BLOCKED: Event = { type: 'occlusion.detected' };

/** What a boot finds in the bay. */
const foundEvent = ({ bay, prepared }: Bench): Event => {
  const found = bay === 'open' ? 'empty' : prepared ? 'ready' : 'occupied';
  return FOUND[found];
};
/** The settings of the bench let nothing go on by itself. */
const DOUBTED: Event = { type: 'restart.doubted' };

const FOUND = {
  empty: { type: 'supply.found', found: 'empty' },
  ready: { type: 'supply.found', found: 'ready' },
  occupied: { type: 'supply.found', found: 'occupied' },
} as const satisfies Record<string, Event & { readonly found: string }>;

const powerLost = (bench: Bench, { wasOff }: Around): Bench => ({
  ...newBench,
  level: bench.level,
  recent: bench.recent,
  withheld: bench.withheld,
  bay: bench.bay,
  prepared: bench.prepared,
  blocked: bench.blocked,
  stalled: bench.stalled,
  resumes: bench.resumes,
  baseline: bench.baseline,
  alarms: bench.lost ?? bench.alarms,
  // In the moment between a step and its record nobody can pull the plug: only an orderly end comes between.
  end: bench.lost !== null ? 'interrupted' : bench.record !== null || wasOff ? 'clean' : 'either',
});

const settled: Event = { type: 'bolus.settled' };
const extendedSettled: Event = { type: 'extended.settled' };

/** What the pump asked of ledger, journal and alarms. */
const told = (bench: Bench, asked: Asked, event: Event, { isStill }: Around): Bench =>
  match(asked.type)
    .returnType<Bench>()
    .with('recordIntent', () => ({ ...bench, record: 'intent.recorded' }))
    .with('recordOutcome', () => ({ ...bench, record: 'outcome.recorded' }))
    .with('claimPulse', () => ({ ...bench, claimed: channelOf(event) }))
    .with('countVerified', 'countInDoubt', 'voidPulse', () => counted(bench))
    .with('noteStall', () => ({
      ...bench,
      stalled: true,
      prepared: false,
      forced: bench.stalled ? [...bench.forced, { type: 'stall.repeated' }] : bench.forced,
    }))
    .with('startExtended', () => ({ ...bench, bolus: 'none', extended: 'active', recent: true }))
    .with('startBolus', 'startCombo', type => ({
      ...bench,
      bolus: 'active',
      extended: type === 'startCombo' ? 'active' : bench.extended,
      recent: true,
      // Its first pulse is due at once, unless the motor is at work on another.
      forced: isStill ? [...bench.forced, DUE.bolus] : bench.forced,
    }))
    .with('startPrime', 'startFill', () => ({ ...bench, forced: [...bench.forced, DUE.prime] }))
    .with('finishChange', () => ({ ...bench, prepared: true, resumes: 0 }))
    .with('discardBolus', () => ({ ...bench, bolus: 'none' }))
    .with('endBolus', () => ended(bench))
    .with('endExtended', () => extendedEnded(bench))
    .with('raiseAlarm', () => ({
      ...bench,
      alarms: raised(bench.alarms, asked),
      withheld: bench.withheld || withholds(asked),
    }))
    .with('ceaseAlarm', () => ({ ...bench, alarms: ceased(bench.alarms, asked) }))
    .with('resumeAlarms', () => ({
      ...bench,
      alarms: { ...bench.alarms, seen: false },
      resumes: Math.min(RESUMES_MOST, bench.resumes + (bench.alarms.seen ? 1 : 0)),
    }))
    .otherwise(() => bench);

export const DUE = {
  basal: { type: 'pulse.due', channel: 'basal' },
  bolus: { type: 'pulse.due', channel: 'bolus' },
  extended: { type: 'pulse.due', channel: 'extended' },
  prime: { type: 'pulse.due', channel: 'prime' },
} as const satisfies Record<string, Event & { readonly channel: string }>;

const channelOf = (event: Event): Channel =>
  channels.find(channel => 'channel' in event && event.channel === channel) ?? 'basal';

const counted = (bench: Bench): Bench => {
  const free: Bench = { ...bench, claimed: null };
  if (bench.claimed === 'bolus' && bench.bolus === 'ended')
    return { ...free, bolus: 'none', forced: [...bench.forced, settled] };
  return bench.claimed === 'extended' && bench.extended === 'ended'
    ? { ...free, extended: 'none', forced: [...bench.forced, extendedSettled] }
    : free;
};

const ended = (bench: Bench): Bench => {
  if (bench.bolus !== 'active') return bench;
  return bench.claimed === 'bolus'
    ? { ...bench, bolus: 'ended' }
    : { ...bench, bolus: 'none', forced: [...bench.forced, settled] };
};

const extendedEnded = (bench: Bench): Bench => {
  if (bench.extended !== 'active') return bench;
  return bench.claimed === 'extended'
    ? { ...bench, extended: 'ended' }
    : { ...bench, extended: 'none', forced: [...bench.forced, extendedSettled] };
};
