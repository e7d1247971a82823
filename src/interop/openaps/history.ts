import { z } from 'zod';
import type { PumpEvent } from '../../automation/oref/history.ts';

const entry = z.object({
  _type: z.string().optional(),
  eventType: z.string().nullish(),
  enteredBy: z.string().nullish(),
  timestamp: z.string().optional(),
  created_at: z.string().optional(),
  amount: z.number().nullish(),
  insulin: z.number().nullish(),
  temp: z.string().nullish(),
  rate: z.number().nullish(),
  absolute: z.number().nullish(),
  duration: z.number().nullish(),
  'duration (min)': z.number().nullish(),
});

type Entry = z.infer<typeof entry>;

const stampOf = ({ timestamp, created_at }: Entry): string => created_at ?? timestamp ?? '';

/** The minutes of a temporary basal stand in a record of their own, with the same time: the one before, or any. */
const minutesOf = (entries: readonly Entry[], index: number): number | null => {
  const stamp = stampOf(entries[index] ?? {});
  const isDuration = (other: Entry | undefined): boolean =>
    other?._type === 'TempBasalDuration' && stampOf(other) === stamp;
  const before = entries[index - 1];
  const found = isDuration(before) ? before : entries.find(isDuration);
  return found?.['duration (min)'] ?? null;
};

const eventOf = (entries: readonly Entry[], index: number): PumpEvent | null => {
  const each = entries[index];
  if (each === undefined) return null;
  const atMs = Date.parse(stampOf(each));
  if (each._type === 'PumpSuspend') return { kind: 'suspend', atMs };
  if (each._type === 'PumpResume') return { kind: 'resume', atMs };
  if (each._type === 'Bolus') return { kind: 'bolus', atMs, units: each.amount ?? Number.NaN };
  if (each._type === 'TempBasal' && each.temp !== 'percent') {
    const minutes = minutesOf(entries, index);
    return minutes === null ? null : { kind: 'temp', atMs, rate: each.rate ?? Number.NaN, minutes };
  }
  if (each.eventType === 'Temp Basal') {
    const rate = each.rate ?? each.absolute;
    return { kind: 'temp', atMs, rate: rate ?? Number.NaN, minutes: each.duration ?? 0 };
  }
  return each.insulin ? { kind: 'bolus', atMs, units: each.insulin } : null;
};

/**
 * The pump's history as oref0 keeps it: JSON records, newest first. Boluses and temporary basals out of that
 * order are passed over, because two overlapping downloads repeat them; so are temporary basals in percent, and
 * those without a duration.
 */
export const historyJson = z.array(entry).transform((entries): readonly PumpEvent[] => {
  let lastMs = Number.POSITIVE_INFINITY;
  return entries.flatMap((each, index) => {
    const event = eventOf(entries, index);
    const atMs = Date.parse(stampOf(each));
    const isLate = atMs > lastMs;
    if (!isLate) lastMs = atMs;
    if (event === null || (isLate && (event.kind === 'bolus' || event.kind === 'temp'))) return [];
    return [event];
  });
});
