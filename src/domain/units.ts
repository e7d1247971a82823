/**
 * A unit is a type. Every quantity is a whole number that carries its unit, has one checked
 * constructor, and mixes with nothing but itself. Compare and add through the functions below:
 * a raw `a + b` loses the brand, which is how it shows up in review.
 */
declare const unit: unique symbol;

/** A whole number of `Unit`. */
export type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

/** Insulin. 1 U = 1 000 000 µU; U-100 insulin: 1 U = 10 µL. */
export type Microunits = Quantity<'µU'>;
/** Motor pulses of 0.025 U each: the smallest dose the drive delivers and verifies. */
export type Pulses = Quantity<'pulses'>;
/** A length of time. */
export type Milliseconds = Quantity<'ms'>;
/** An instant on the pump's monotonic clock: milliseconds since the journal began. */
export type MonoMs = Quantity<'ms monotonic'>;
/** An instant on the wall clock: milliseconds since 1970-01-01T00:00Z. */
export type WallMs = Quantity<'ms wall'>;
/** A delivery rate. 1 U/h = 1 000 000 µU/h. */
export type MicrounitsPerHour = Quantity<'µU/h'>;
/** Glucose. 1 mmol/L = 18.01559 mg/dL. */
export type MgPerDl = Quantity<'mg/dL'>;
/** Encoder counts on the lead screw, 4 000 to the revolution. */
export type Counts = Quantity<'counts'>;
/** Plunger force. */
export type Millinewtons = Quantity<'mN'>;
/** Stepper travel in microsteps of 1/32 step. */
export type Microsteps = Quantity<'microsteps'>;
/** A temporary basal as a share of the profile. */
export type Percent = Quantity<'%'>;
/** Wall-clock position within a local day, 0 to 1439. */
export type MinuteOfDay = Quantity<'minute of day'>;

const whole =
  <Q extends Quantity<string>>(name: string, least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  (value: number): Q => {
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      throw new RangeError(`${value} is not a whole number of ${name} from ${least} to ${most}`);
    }
    return value as Q;
  };

export const microunits = whole<Microunits>('µU', 0);
export const pulses = whole<Pulses>('pulses', 0);
export const milliseconds = whole<Milliseconds>('ms', 0);
export const monoMs = whole<MonoMs>('ms (monotonic)', 0);
export const wallMs = whole<WallMs>('ms (wall clock)', 0);
export const microunitsPerHour = whole<MicrounitsPerHour>('µU/h', 0);
export const mgPerDl = whole<MgPerDl>('mg/dL', 0, 1_000);
export const counts = whole<Counts>('counts', -2_147_483_648, 2_147_483_647);
export const millinewtons = whole<Millinewtons>('mN', -1_000_000, 1_000_000);
export const microsteps = whole<Microsteps>('microsteps', -2_147_483_648, 2_147_483_647);
export const percent = whole<Percent>('%', 0, 1_000);
export const minuteOfDay = whole<MinuteOfDay>('minutes of the day', 0, 1_439);

/** The two clocks are instants, not lengths; they have no sum. */
type Length = Microunits | Pulses | Milliseconds | MicrounitsPerHour | Counts | Millinewtons | Microsteps;

/** Widens a literal brand back to its unit, so that both operands must carry the same one. */
type Same<Q extends Quantity<string>> = Q extends Quantity<infer U> ? Quantity<U> : never;

/** The sum, in the same unit. */
export const plus = <Q extends Length>(a: Q, b: Same<Q>): Q => (a + b) as Q;

/** The difference; throws below zero, because a negative dose or delay is a defect, not a value. */
export const minus = <Q extends Length>(a: Q, b: Same<Q>): Q => {
  if (b > a) throw new RangeError(`${a} − ${b} is below zero`);
  return (a - b) as Q;
};

/** a > b, in one unit. */
export const exceeds = <Q extends Quantity<string>>(a: Q, b: Same<Q>): boolean => a > b;

/** The instant `delay` after `start`. */
export const after = (start: MonoMs, delay: Milliseconds): MonoMs => (start + delay) as MonoMs;

/** The first of some instants, of which each may never come. */
export const earliest = (...instants: readonly (MonoMs | null)[]): MonoMs | null =>
  instants.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);

/** How long from `start` to `end`; throws when time runs backwards, which a monotonic clock cannot. */
export const between = (start: MonoMs, end: MonoMs): Milliseconds => milliseconds(end - start);

/** For display only. */
export const inUnits = (dose: Microunits): number => dose / 1_000_000;

/** 18.01559 mg/dL per mmol/L (molar mass of glucose 180.1559 g/mol). */
export const MG_PER_DL_PER_MMOL_PER_L = 18.01559;
