import type { Clock } from '../../src/ports.ts';
import type { Mechanism } from '../mechanics/model.ts';
import { gaussian } from '../mechanics/noise.ts';
import { outflowOf } from '../mechanics/state.ts';
import { buoyancyFactor, waterDensity } from './liquid.ts';
import { type Micrograms, micrograms } from './mass.ts';

/** U-100 insulin: 1 U is 10 µL, so 1 µU is a hundred-thousandth of a µL. */
const UL_PER_UU = 1e-5;
const UG_PER_MG = 1_000;
const MS_PER_HOUR = 3_600_000;
/** The balance calls itself stable while the pan gains less than this many of its digits in a second. */
const STABLE_DIGITS_PER_S = 1;

export type PanOptions = {
  readonly clock: Clock;
  readonly mechanism: Mechanism;
  readonly seed: number;
  /** One unit of the last digit; 10 µg is a five-place balance. */
  readonly digitUg?: Micrograms;
  /** Beaker, water and oil before the first drop. */
  readonly beakerUg?: number;
  readonly evaporationUgPerHour?: number;
  readonly noiseUg?: number;
  readonly celsius?: number;
};

/** What is on the pan at one moment, as the balance knows it. */
export type Shown = { readonly massUg: number; readonly isStable: boolean } | 'overload' | 'underload';

/** What can be wrong at the pan, whatever the balance speaks. */
export type PanFault =
  /** Somebody walks by, for ever. */
  | { readonly kind: 'vibration' }
  | { readonly kind: 'overload' }
  | { readonly kind: 'underload' }
  /** The last reading is repeated for ever, and called stable. */
  | { readonly kind: 'stuck' }
  /** The oil film is missing. */
  | { readonly kind: 'evaporation'; readonly ugPerHour: number };

export type Pan = {
  readonly digitUg: Micrograms;
  readonly shown: () => Shown;
  /** What it shows now is zero from here on; `immediately` also in motion. False while it cannot be. */
  readonly tare: (immediately?: boolean) => boolean;
  /** What is taken off what lies on it. */
  readonly tareUg: () => number;
  /** As after a restart: all that lies on it is shown. */
  readonly forgetTare: () => void;
  readonly fault: (fault: PanFault) => void;
  readonly heal: () => void;
};

/**
 * The pan of a balance below the cannula of the shared pump: what enters the body there drips into its beaker here. It loses
 * what evaporates, shows apparent mass in air, and has noise of its own.
 */
export const simulatedPan = ({
  clock,
  mechanism,
  seed,
  digitUg = micrograms(10),
  beakerUg = 25_000_000,
  evaporationUgPerHour = 20,
  noiseUg = 4,
  celsius = 20,
}: PanOptions): Pan => {
  const noise = gaussian(seed);
  const density = waterDensity(celsius);
  const shownPerUu = (UL_PER_UU * density * UG_PER_MG) / buoyancyFactor(density);
  let fault: PanFault | undefined;
  let evaporation = evaporationUgPerHour;
  let lost = 0;
  let since: number = clock.now();
  let zeroUg = 0;
  let last: Shown = { massUg: 0, isStable: true };

  const evaporated = (): number => {
    lost += ((clock.now() - since) * evaporation) / MS_PER_HOUR;
    since = clock.now();
    return lost;
  };
  const grossUg = (): number => beakerUg + mechanism.deliveredUu() * shownPerUu - evaporated();
  const isStill = (): boolean =>
    outflowOf(mechanism.state()) * shownPerUu * 1_000 < STABLE_DIGITS_PER_S * digitUg &&
    fault?.kind !== 'vibration';

  const look = (): Shown => {
    if (fault?.kind === 'overload' || fault?.kind === 'underload') return fault.kind;
    if (fault?.kind === 'stuck') return last;
    const shaken = fault?.kind === 'vibration' ? 50 : 1;
    return { massUg: grossUg() - zeroUg + noise() * noiseUg * shaken, isStable: isStill() };
  };
  const shown = (): Shown => {
    last = look();
    return last;
  };

  return {
    digitUg,
    shown,
    tare: (immediately = false) => {
      const now = shown();
      if (typeof now === 'string' || !(now.isStable || immediately) || fault?.kind === 'stuck') return false;
      zeroUg = grossUg();
      return true;
    },
    tareUg: () => zeroUg,
    forgetTare: () => {
      zeroUg = 0;
    },
    fault: next => {
      evaporated();
      if (next.kind === 'evaporation') evaporation = next.ugPerHour;
      else fault = next;
    },
    heal: () => {
      evaporated();
      evaporation = evaporationUgPerHour;
      fault = undefined;
    },
  };
};
