/** Basal by minute of the local day, in U/h; the first entry from midnight. */
export type BasalSchedule = readonly { readonly fromMinute: number; readonly rate: number }[];

const MINUTE_MS = 60_000;
const DAY = 1_440;

/** Minutes since local midnight, whole ones. */
export const minuteOfDay = (atMs: number, utcOffsetMinutes: number): number => {
  const minute = (Math.floor(atMs / MINUTE_MS) + utcOffsetMinutes) % DAY;
  return minute < 0 ? minute + DAY : minute;
};

/** The rate at a minute of the day, to a thousandth as oref0 has it; before the first entry the last one holds. */
export const basalAt = (schedule: BasalSchedule, minute: number): number => {
  let rate = schedule[schedule.length - 1]?.rate ?? Number.NaN;
  for (const entry of schedule) {
    if (entry.fromMinute > minute) break;
    rate = entry.rate;
  }
  return Math.round(rate * 1000) / 1000;
};

export const highestBasal = (schedule: BasalSchedule): number =>
  Math.max(...schedule.map(({ rate }) => rate));
