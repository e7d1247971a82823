import type { Priority } from '../../domain/alarms.ts';
import { countsIn } from '../../domain/drive.ts';
import type { Frame } from '../protocol.ts';
import { type Column, noSamples, type SampledColumn, sampled } from './sampled.ts';

export type { Column } from './sampled.ts';

/**
 * What the plots draw: the frames seen so far, reduced to columns that stay small however long the pump
 * runs. Times are monotonic seconds. Pure: no clock, no page.
 */

/** One stretch of a lane: from this time, this state. */
export type Stretch = { readonly at: number; readonly state: string };

export type BolusMark = {
  readonly id: string;
  readonly at: number;
  readonly requestedU: number;
  readonly deliveredU: number;
};

export type AlarmStretch = {
  readonly at: number;
  readonly priority: Priority | null;
  readonly names: readonly string[];
};

/** What of a frame is drawn over time. */
export type Drawn = Pick<Frame, 'monoMs' | 'readings' | 'commands' | 'derived' | 'active' | 'alarms'>;

/** A stretch of a run, ready to be drawn. */
export type HistoryView = {
  /** mg/dL, with a null where readings are missing. */
  readonly glucose: () => Column;
  /** Basal given U/h, basal of the profile U/h, insulin on board U, null where unknown. */
  readonly insulin: () => Column;
  /** Counts that the commanded pulses make, counts seen by the encoder, force N, reservoir U. */
  readonly motor: () => Column;
  readonly boluses: () => readonly BolusMark[];
  /** Region id (`pump.motor`) to its stretches, in order of time. */
  readonly lanes: () => ReadonlyMap<string, readonly Stretch[]>;
  readonly alarms: () => readonly AlarmStretch[];
  readonly span: () => { readonly from: number; readonly to: number };
};

export type History = HistoryView & {
  readonly take: (frame: Drawn) => void;
  /** Forgets what it held, and goes on from this. */
  readonly load: (data: HistoryData) => void;
  /** All of it as plain data, from which another one goes on. */
  readonly data: () => HistoryData;
};

/** What a history holds, as it goes over the wire and into an index. */
export type HistoryData = {
  readonly glucose: SampledColumn;
  readonly insulin: SampledColumn;
  readonly motor: SampledColumn;
  readonly boluses: readonly BolusMark[];
  readonly lanes: readonly (readonly [region: string, lane: Lane])[];
  readonly alarms: readonly AlarmStretch[];
  /** When the newest reading was measured, in monotonic ms; null before the first. */
  readonly glucoseAt: number | null;
  /** Null before the first frame. */
  readonly from: number | null;
  readonly to: number;
};

/** Readings come every five minutes; two missed are a gap that no line may hide. */
const GLUCOSE_GAP_S = 11 * 60;
const MOST_STRETCHES = 6_000;

export const NO_HISTORY: HistoryData = {
  glucose: noSamples(1, 0),
  insulin: noSamples(3, 5),
  motor: noSamples(4, 1),
  boluses: [],
  lanes: [],
  alarms: [],
  glucoseAt: null,
  from: null,
  to: 0,
};

/** Goes on from what another one held, or from nothing; nothing that was handed in is changed. */
export const createHistory = (begun: HistoryData = NO_HISTORY): History => {
  let { glucose, insulin, motor, boluses, lanes, alarms, glucoseAt, from, to } = opened(begun);

  const takeGlucose = (frame: Drawn): void => {
    if (frame.readings === null) return;
    const { glucoseAtMonoMs, glucoseMgDl } = frame.readings;
    if (glucoseAtMonoMs === null || glucoseMgDl === null || glucoseAtMonoMs === glucoseAt) return;
    if (glucoseAt !== null && glucoseAtMonoMs - glucoseAt > GLUCOSE_GAP_S * 1_000)
      glucose.add(glucoseAt / 1_000 + 1, [null]);
    glucoseAt = glucoseAtMonoMs;
    glucose.add(glucoseAtMonoMs / 1_000, [glucoseMgDl]);
  };

  const takeBolus = (frame: Drawn, at: number): void => {
    const bolus = frame.readings?.bolus;
    const last = boluses.at(-1);
    if (bolus && bolus.deliveredUu > 0) {
      const mark = {
        id: bolus.bolus,
        at: last?.id === bolus.bolus ? last.at : at,
        requestedU: bolus.requestedUu / 1e6,
        deliveredU: bolus.deliveredUu / 1e6,
      };
      if (last?.id === bolus.bolus) boluses[boluses.length - 1] = mark;
      else boluses.push(mark);
    }
    for (const command of frame.commands) {
      if (command.type !== 'reportBolus') continue;
      const known = boluses.findIndex(({ id }) => id === command.bolus);
      const mark = {
        id: command.bolus,
        at: boluses[known]?.at ?? at,
        requestedU: command.requestedUu / 1e6,
        deliveredU: command.deliveredUu / 1e6,
      };
      if (known === -1) boluses.push(mark);
      else boluses[known] = mark;
    }
    for (const fact of frame.derived) {
      const known = fact.type === 'bolus.completed' ? boluses.findIndex(({ id }) => id === fact.bolus) : -1;
      const mark = boluses[known];
      if (mark) boluses[known] = { ...mark, deliveredU: mark.requestedU };
    }
  };

  const takeLanes = (frame: Drawn, at: number): void => {
    for (const [machine, ids] of Object.entries(frame.active)) {
      if (machine.startsWith('alarm:') || !ids) continue;
      for (const [region, state] of leaves(ids)) {
        const lane: OpenLane = lanes.get(region) ?? { stretches: [], least: 0 };
        lanes.set(region, lane);
        if (lane.stretches.at(-1)?.state === state) continue;
        lane.stretches.push({ at, state });
        if (lane.stretches.length > MOST_STRETCHES) coarsen(lane);
      }
    }
  };

  const takeAlarms = (frame: Drawn, at: number): void => {
    const names = frame.alarms.map(({ alarm }) => alarm);
    const last = alarms.at(-1);
    if ((last?.names ?? []).join() === names.join() && last) return;
    alarms.push({ at, priority: frame.alarms[0]?.priority ?? null, names });
  };

  return {
    take: frame => {
      const at = frame.monoMs / 1_000;
      from ??= at;
      to = Math.max(to, at);
      takeGlucose(frame);
      insulin.add(at, insulinIn(frame));
      motor.add(at, motorIn(frame));
      takeBolus(frame, at);
      takeLanes(frame, at);
      takeAlarms(frame, at);
    },
    load: data => {
      ({ glucose, insulin, motor, boluses, lanes, alarms, glucoseAt, from, to } = opened(data));
    },
    glucose: () => glucose.column(),
    insulin: () => insulin.column(),
    motor: () => motor.column(),
    boluses: () => boluses,
    lanes: () => stretchesIn(lanes),
    alarms: () => alarms,
    span: () => ({ from: from ?? 0, to }),
    data: () => ({
      glucose: glucose.column(),
      insulin: insulin.column(),
      motor: motor.column(),
      boluses: [...boluses],
      lanes: [...lanes].map(([region, lane]) => [region, { ...lane, stretches: [...lane.stretches] }]),
      alarms: [...alarms],
      glucoseAt,
      from,
      to,
    }),
  };
};

/** What is to be changed, apart from what was handed in. */
const opened = (begun: HistoryData) => ({
  glucose: sampled(begun.glucose),
  insulin: sampled(begun.insulin),
  motor: sampled(begun.motor),
  boluses: [...begun.boluses],
  lanes: new Map(
    begun.lanes.map(([region, { stretches, least }]) => [region, { stretches: [...stretches], least }]),
  ),
  alarms: [...begun.alarms],
  glucoseAt: begun.glucoseAt,
  from: begun.from,
  to: begun.to,
});

const stretchesIn = (lanes: Iterable<readonly [string, Lane]>): ReadonlyMap<string, readonly Stretch[]> =>
  new Map([...lanes].map(([region, { stretches }]) => [region, stretches]));

/** What a region did, and how short a stretch may be before it is left out, in seconds. */
export type Lane = { readonly stretches: readonly Stretch[]; readonly least: number };

type OpenLane = { stretches: Stretch[]; least: number };

/** Drops the shortest stretches, for they are thinner than a pixel by then; the newest thousand stay. */
const coarsen = (lane: OpenLane): void => {
  lane.least = lane.least === 0 ? 1 : lane.least * 2;
  const { stretches, least } = lane;
  const kept = stretches.filter((stretch, index) => {
    const next = stretches[index + 1];
    return index >= stretches.length - 1_000 || next === undefined || next.at - stretch.at >= least;
  });
  lane.stretches = kept.filter((stretch, index) => stretch.state !== kept[index - 1]?.state);
};

/** Most frames leave most charts as they were, and then the list of ids is the same. */
const known = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** The innermost active state of each region; ids come parents first. */
const leaves = (ids: readonly string[]): ReadonlyMap<string, string> => {
  const before = known.get(ids);
  if (before !== undefined) return before;
  const found = new Map<string, string>();
  known.set(ids, found);
  for (const id of ids) {
    const [machine, region] = id.split('.');
    if (machine !== undefined && region !== undefined) found.set(`${machine}.${region}`, id);
  }
  return found;
};

/** The stretch that holds at a time; the first one for times before it. */
export const stretchAt = <Any extends { readonly at: number }>(
  stretches: readonly Any[],
  time: number,
): Any | undefined => {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.at ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return stretches[low];
};

/** The index of the first value that is not below `value`, in a list in order; its length when there is none. */
export const lowerBound = (ordered: readonly number[], value: number): number => {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The ids of all active states at a time, rebuilt from the lanes: each leaf and what contains it. */
export const activeAt = (
  lanes: ReadonlyMap<string, readonly Stretch[]>,
  time: number,
): ReadonlySet<string> => {
  const active = new Set<string>();
  for (const stretches of lanes.values()) {
    const parts = stretchAt(stretches, time)?.state.split('.') ?? [];
    for (let length = 1; length <= parts.length; length += 1) active.add(parts.slice(0, length).join('.'));
  }
  return active;
};

const insulinIn = ({ readings }: Drawn): readonly (number | null)[] =>
  readings === null
    ? [null, null, null]
    : [
        readings.basalRateUuPerHour / 1e6,
        readings.profileRateUuPerHour / 1e6,
        readings.onBoardUu === null ? null : readings.onBoardUu / 1e6,
      ];

const motorIn = ({ readings }: Drawn): readonly (number | null)[] =>
  readings === null
    ? [null, null, null, null]
    : [
        countsIn(readings.pulsesCounted),
        readings.encoderCounts,
        readings.forceMn === null ? null : readings.forceMn / 1_000,
        readings.reservoirUu / 1e6,
      ];
