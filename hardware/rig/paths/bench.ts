import { match, P } from 'ts-pattern';
import { ALARMS, type AlarmName, alarmNames, stopsTherapy as isStop } from '../../../src/domain/alarms.ts';
import { type BolusKind, bolusKinds, type Channel, channels } from '../../../src/domain/facts.ts';
import type { Asked, Edge, Event } from '../../../src/verify/automaton.ts';
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
  /** Alarms that stop therapy: their cause is there, is gone, or is gone and a person has seen it. */
  readonly alarms: Readonly<Partial<Record<AlarmName, 'present' | 'gone' | 'seen'>>>;
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
  /** The drive has stalled once: the second time is for good. */
  readonly stalled: boolean;
  /** A force reading was taken with this cartridge: a rise can be told. */
  readonly baseline: boolean;
};

export const LEVELS = ['ok', 'low', 'veryLow', 'emptied'] as const;

export const newBench: Bench = {
  forced: [],
  record: null,
  alarms: {},
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
  stalled: false,
  baseline: false,
};

/** Whether it stops therapy at the grade it begins with. */
export const stopsTherapy = (alarm: AlarmName): boolean => isStop(ALARMS[alarm].first);

/** Every alarm that stops therapy and is still about waits for nothing but a person's word. */
export const canBeCleared = ({ alarms }: Bench): boolean =>
  Object.values(alarms).every(state => state !== 'present');
export const isCleared = ({ alarms }: Bench): boolean =>
  Object.values(alarms).every(state => state === 'seen');

/** The bench after an event that the pump took from `before` by this edge. */
export const benchAfter = (bench: Bench, before: number, event: Event, edge: Edge): Bench => {
  const forced = bench.forced[0]?.type === event.type ? bench.forced.slice(1) : bench.forced;
  const happened = noted({ ...bench, forced }, before, event);
  return edge.asked.reduce((now, asked) => told(now, asked, event, edge.target), happened);
};

const noted = (bench: Bench, before: number, event: Event): Bench =>
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
      prepared: false,
      baseline: false,
    }))
    .with({ type: 'cartridge.inserted' }, () => ({ ...bench, bay: 'closed' }))
    .with({ type: 'force.lost' }, () => ({ ...bench, prepared: false }))
    .with({ type: 'cartridge.accepted' }, () => ({ ...bench, level: 'ok', baseline: true }))
    .with({ type: P.union('reservoir.low', 'reservoir.veryLow', 'reservoir.emptied') }, ({ type }) => ({
      ...bench,
      level: LEVELS.find(level => type === `reservoir.${level}`) ?? bench.level,
    }))
    .with({ type: 'pulse.verified' }, () => ({ ...bench, baseline: true }))
    .with({ type: 'journal.read' }, event => ({
      ...bench,
      baseline: true,
      forced: [
        ...bench.forced,
        ...LEVELS.slice(1, LEVELS.indexOf(bench.level) + 1).map(levelEvent),
        foundEvent(bench),
        ...('verdict' in event && event.verdict === 'clean' ? [DOUBTED] : []),
      ],
    }))
    .with({ type: 'journal.failed' }, () => ({ ...bench, lost: bench.alarms }))
    .with({ type: 'alarm.stopsCleared' }, () => ({ ...bench, alarms: mapped(bench.alarms, () => 'seen') }))
    .with({ type: 'alarm.stopRaised' }, () => ({ ...bench, alarms: mapped(bench.alarms, () => 'gone') }))
    .with({ type: 'power.lost' }, () => powerLost(bench, before))
    .otherwise(() => bench);

export const levelEvent = (level: (typeof LEVELS)[number]): Event => ({ type: `reservoir.${level}` });

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

const powerLost = (bench: Bench, before: number): Bench => ({
  ...newBench,
  level: bench.level,
  recent: bench.recent,
  bay: bench.bay,
  prepared: bench.prepared,
  stalled: bench.stalled,
  baseline: bench.baseline,
  alarms: bench.lost ?? bench.alarms,
  // In the moment between a step and its record nobody can pull the plug: only an orderly end comes between.
  end: bench.lost !== null ? 'interrupted' : bench.record !== null || isIn(before, OFF) ? 'clean' : 'either',
});
const OFF = { life: 'off' } as const;

const mapped = (
  alarms: Bench['alarms'],
  to: (state: 'present' | 'gone' | 'seen') => 'present' | 'gone' | 'seen',
): Bench['alarms'] => Object.fromEntries(Object.entries(alarms).map(([name, state]) => [name, to(state)]));

const settled: Event = { type: 'bolus.settled' };
const extendedSettled: Event = { type: 'extended.settled' };

/** What the pump asked of ledger, journal and alarms. */
const told = (bench: Bench, asked: Asked, event: Event, state: number): Bench =>
  match(asked.type)
    .returnType<Bench>()
    .with('recordIntent', () => ({ ...bench, record: 'intent.recorded' }))
    .with('recordOutcome', () => ({ ...bench, record: 'outcome.recorded' }))
    .with('claimPulse', () => ({ ...bench, claimed: channelOf(event) }))
    .with('countVerified', 'countInDoubt', 'voidPulse', () => counted(bench))
    .with('noteStall', () => ({
      ...bench,
      stalled: true,
      forced: bench.stalled ? [...bench.forced, { type: 'stall.repeated' }] : bench.forced,
    }))
    .with('startExtended', () => ({ ...bench, bolus: 'none', extended: 'active', recent: true }))
    .with('startBolus', 'startCombo', type => ({
      ...bench,
      bolus: 'active',
      extended: type === 'startCombo' ? 'active' : bench.extended,
      recent: true,
      // Its first pulse is due at once, unless the motor is at work on another.
      forced: isIn(state, { motor: 'still' }) ? [...bench.forced, DUE.bolus] : bench.forced,
    }))
    .with('startPrime', 'startFill', () => ({ ...bench, forced: [...bench.forced, DUE.prime] }))
    .with('finishChange', () => ({ ...bench, prepared: true }))
    .with('discardBolus', () => ({ ...bench, bolus: 'none' }))
    .with('endBolus', () => ended(bench))
    .with('endExtended', () => extendedEnded(bench))
    .with('raiseAlarm', () => withAlarm(bench, asked, () => 'present'))
    .with('ceaseAlarm', () => withAlarm(bench, asked, was => (was === 'present' ? 'gone' : was)))
    .with('resumeAlarms', () => ({
      ...bench,
      alarms: Object.fromEntries(Object.entries(bench.alarms).filter(([, was]) => was !== 'seen')),
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

const withAlarm = (
  bench: Bench,
  { params }: Asked,
  next: (was: 'present' | 'gone' | 'seen' | undefined) => 'present' | 'gone' | 'seen' | undefined,
): Bench => {
  const name = alarmNames.find(known => known === params.alarm);
  if (name === undefined || !stopsTherapy(name)) return bench;
  const state = next(bench.alarms[name]);
  return state === undefined ? bench : { ...bench, alarms: { ...bench.alarms, [name]: state } };
};
