import {
  type AlarmStretch,
  type BolusMark,
  type HistoryData,
  type HistoryView,
  type Lane,
  NO_HISTORY,
  type Stretch,
} from './history.ts';
import type { SampledColumn } from './sampled.ts';

/** Pictures of stretches that follow each other, in order, as one. Pure. */
export const joined = (parts: readonly HistoryData[]): HistoryData => {
  const [first] = parts;
  if (first === undefined) return NO_HISTORY;
  return parts.slice(1).reduce(joinedPair, first);
};

const joinedPair = (one: HistoryData, other: HistoryData): HistoryData => ({
  glucose: columns(one.glucose, other.glucose),
  insulin: columns(one.insulin, other.insulin),
  motor: columns(one.motor, other.motor),
  boluses: boluses(one.boluses, other.boluses),
  lanes: lanes(one.lanes, other.lanes),
  alarms: alarms(one.alarms, other.alarms),
  glucoseAt: other.glucoseAt ?? one.glucoseAt,
  from: one.from ?? other.from,
  to: Math.max(one.to, other.to),
});

/** What the later one repeats of the earlier is left out. */
const columns = (one: SampledColumn, other: SampledColumn): SampledColumn => {
  const end = one.times.at(-1) ?? Number.NEGATIVE_INFINITY;
  const begins = other.times.findIndex(time => time > end);
  const from = begins === -1 ? other.times.length : begins;
  return {
    times: [...one.times, ...other.times.slice(from)],
    values: one.values.map((column, index) => [...column, ...(other.values[index]?.slice(from) ?? [])]),
    spacing: Math.max(one.spacing, other.spacing),
  };
};

/** One that goes on keeps the time of its beginning, and what was given of it in the end. */
const boluses = (one: readonly BolusMark[], other: readonly BolusMark[]): readonly BolusMark[] => {
  const later = new Map(other.map(mark => [mark.id, mark]));
  const known = new Set(one.map(({ id }) => id));
  return [
    ...one.map(mark => ({ ...(later.get(mark.id) ?? mark), at: mark.at })),
    ...other.filter(({ id }) => !known.has(id)),
  ];
};

const lanes = (one: HistoryData['lanes'], other: HistoryData['lanes']): HistoryData['lanes'] => {
  const all = new Map<string, Lane>(one);
  for (const [region, lane] of other) {
    const before = all.get(region);
    all.set(region, {
      stretches: [...(before?.stretches ?? []), ...goneOn(before?.stretches.at(-1), lane.stretches)],
      least: Math.max(before?.least ?? 0, lane.least),
    });
  }
  return [...all];
};

const goneOn = (last: Stretch | undefined, stretches: readonly Stretch[]): readonly Stretch[] =>
  last?.state === stretches[0]?.state ? stretches.slice(1) : stretches;

const alarms = (one: readonly AlarmStretch[], other: readonly AlarmStretch[]): readonly AlarmStretch[] => {
  const same = one.at(-1)?.names.join() === other[0]?.names.join();
  return [...one, ...other.slice(one.length > 0 && same ? 1 : 0)];
};

/** A picture to look at, without going on with it. */
export const viewOf = (data: HistoryData): HistoryView => {
  const lanes = new Map(data.lanes.map(([region, { stretches }]) => [region, stretches]));
  return {
    glucose: () => data.glucose,
    insulin: () => data.insulin,
    motor: () => data.motor,
    boluses: () => data.boluses,
    lanes: () => lanes,
    alarms: () => data.alarms,
    span: () => ({ from: data.from ?? 0, to: data.to }),
  };
};
