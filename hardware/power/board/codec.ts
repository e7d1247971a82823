import { z } from 'zod';

/**
 * The power board of this pump: a small microcontroller between battery and pump, with a gauge, a monitor of the
 * supply, and the switch of all of it. Lines of ASCII with LF, 115 200 baud.
 *
 * `status` is answered by `status PERCENT MILLIVOLTS MINUTES RESET`: charge, voltage, minutes left at the present
 * load, and why the board began anew (`none`: in order; `brownOut`: the supply sank before it was switched off; `watchdog`: see below).
 * `clear` makes that `none`: it has been told. `off` takes the motor's supply away at once and all the rest after
 * `HOLD_UP_MS`, in which what was ordered with it is written.
 *
 * Its watchdog stands in the supply of the motor, which has none before `arm`. From then on each `kick` must follow
 * the last within `WINDOW_MS`, or the contact opens and stays open: `tripped MS MILLIVOLTS` says after how long, and
 * what is measured at the motor then; at the next start `status` says `watchdog`. `trial` arms it and hears no kick:
 * it must run out, and that is no reset. `rest` opens the contact, and nobody need kick.
 *
 * Unasked it says `gauge PERCENT MILLIVOLTS MINUTES` whenever that changes, and `failing` once when the supply
 * sinks: from then on what is stored in its capacitors lasts for `HOLD_UP_MS`.
 */
export const POWER_BAUD = 115_200;
export const HOLD_UP_MS = 50;
export const WINDOW_MS = 500;
/** At the motor, while it is fed. */
export const MOTOR_MV = 9_000;

export const powerOrders = ['status', 'clear', 'off', 'arm', 'kick', 'trial', 'rest'] as const;
export type PowerRequest = { readonly kind: (typeof powerOrders)[number] };

export const resetCauses = ['none', 'brownOut', 'watchdog'] as const;
export type ResetCause = (typeof resetCauses)[number];

/** In percent, mV, and minutes at the present load. */
export type Gauge = { readonly percent: number; readonly millivolts: number; readonly minutesLeft: number };

/** After how many ms the watchdog has run out, and what is measured at the motor since. */
export type Tripped = { readonly afterMs: number; readonly motorMv: number };

export type PowerLine =
  | ({ readonly kind: 'tripped' } & Tripped)
  | { readonly kind: 'status'; readonly gauge: Gauge; readonly reset: ResetCause }
  | { readonly kind: 'gauge'; readonly gauge: Gauge }
  | { readonly kind: 'failing' };

const whole = (most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().max(most));
const percent = whole(100);
const millivolts = whole(20_000);
const minutes = whole(100_000);

const requestSchema = z.tuple([z.enum(powerOrders)]).transform(([kind]): PowerRequest => ({ kind }));

const lineSchema = z.union([
  z.tuple([z.literal('failing')]).transform(([kind]): PowerLine => ({ kind })),
  z
    .tuple([z.literal('tripped'), whole(100_000), millivolts])
    .transform(([kind, afterMs, motorMv]): PowerLine => ({ kind, afterMs, motorMv })),
  z
    .tuple([z.literal('gauge'), percent, millivolts, minutes])
    .transform(([kind, ...read]): PowerLine => ({ kind, gauge: gaugeOf(read) })),
  z.tuple([z.literal('status'), percent, millivolts, minutes, z.enum(resetCauses)]).transform(
    ([kind, charge, voltage, left, reset]): PowerLine => ({
      kind,
      gauge: gaugeOf([charge, voltage, left]),
      reset,
    }),
  ),
]);

const gaugeOf = ([charge, voltage, left]: readonly [number, number, number]): Gauge => ({
  percent: charge,
  millivolts: voltage,
  minutesLeft: left,
});

/** Lines with their LF; the inverses take them without, and give undefined for a damaged one. */
export const encodePowerRequest = ({ kind }: PowerRequest): string => `${kind}\n`;
export const decodePowerRequest = (line: string): PowerRequest | undefined =>
  requestSchema.safeParse(line.split(' ')).data;

export const encodePowerLine = (line: PowerLine): string => {
  if (line.kind === 'failing') return 'failing\n';
  if (line.kind === 'tripped') return `tripped ${line.afterMs} ${line.motorMv}\n`;
  const { percent: charge, millivolts: voltage, minutesLeft } = line.gauge;
  const read = `${line.kind} ${charge} ${voltage} ${minutesLeft}`;
  return line.kind === 'gauge' ? `${read}\n` : `${read} ${line.reset}\n`;
};
export const decodePowerLine = (line: string): PowerLine | undefined =>
  lineSchema.safeParse(line.split(' ')).data;
