import type { Ledger } from '../../domain/ledger/ledger.ts';
import { PULSE } from '../../domain/pulses.ts';
import type { MonoMs, WallMs } from '../../domain/units.ts';
import { type LocalTime, localTimeOf } from './localTime.ts';
import type { IddEvent } from './record.ts';
import type { Telling } from './tell.ts';
import type { TimeReason } from './words.ts';

/** The standard asks for one at least every 65 535 s, and recommends one an hour. */
const HOUR_MS = 3_600_000;

const localIn = ({ settings }: Ledger, wall: WallMs): LocalTime =>
  localTimeOf(wall, settings?.utcOffsetMinutes ?? 0);

/** When the last reference time was written; null before the first. */
export type TimeMemory = MonoMs | null;

/** Date and time, by which a client dates what comes after. */
export const tellTime: Telling<TimeMemory> = (memory, { envelope, derived, state }) => {
  const { fact, monoMs, wallMs } = envelope;
  const reason: TimeReason | null =
    fact.type === 'clock.set' || fact.type === 'zone.changed'
      ? 'set'
      : derived.some(({ type }) => type === 'clock.lost')
        ? 'lost'
        : memory === null || fact.type === 'power.applied'
          ? 'undetermined'
          : monoMs - memory >= HOUR_MS
            ? 'periodic'
            : null;
  if (reason === null) return { memory, events: [] };
  return {
    memory: monoMs,
    events: [{ event: 'referenceTime', reason, time: localIn(state.ledger, wallMs) }],
  };
};

type Day = { readonly year: number; readonly month: number; readonly day: number };
/** Pulses at the beginning of a local day, and whether its clock was set. */
export type DayMemory = {
  readonly date: Day;
  readonly bolus: number;
  readonly basal: number;
  readonly timeChanged: boolean;
} | null;

const countsOf = ({ doses }: Ledger): { readonly bolus: number; readonly basal: number } => ({
  bolus: doses.bolus + doses.extended,
  basal: doses.basal,
});

type Given = { readonly bolusUu: number; readonly basalUu: number };

/** What the pump has given since the day that is remembered began, in µU. */
const givenOn = (memory: DayMemory, ledger: Ledger): Given => {
  const { bolus, basal } = countsOf(ledger);
  return {
    bolusUu: (bolus - (memory?.bolus ?? bolus)) * PULSE,
    basalUu: (basal - (memory?.basal ?? basal)) * PULSE,
  };
};

/** What the pump has given since midnight, in µU. On a day on which it has taken no step yet that is nothing. */
export const sinceMidnight = (memory: DayMemory, ledger: Ledger, now: WallMs): Given =>
  memory !== null && isOn(memory.date, localIn(ledger, now))
    ? givenOn(memory, ledger)
    : { bolusUu: 0, basalUu: 0 };

const isOn = (date: Day, { year, month, day }: Day): boolean =>
  date.year === year && date.month === month && date.day === day;

/** The sums of a day, when the next has begun. A day on which the pump was off altogether is not told. */
export const tellDays: Telling<DayMemory> = (memory, { envelope, before, state }) => {
  const { year, month, day } = localIn(state.ledger, envelope.wallMs);
  const isSet = envelope.fact.type === 'clock.set' || envelope.fact.type === 'zone.changed';
  if (memory !== null && isOn(memory.date, { year, month, day }))
    return { memory: isSet && !memory.timeChanged ? { ...memory, timeChanged: true } : memory, events: [] };
  const told: readonly IddEvent[] =
    memory === null
      ? []
      : [
          {
            event: 'totalDaily',
            timeChanged: memory.timeChanged || isSet,
            ...givenOn(memory, before.ledger),
            ...memory.date,
          },
        ];
  return {
    memory: { date: { year, month, day }, ...countsOf(before.ledger), timeChanged: isSet },
    events: told,
  };
};
