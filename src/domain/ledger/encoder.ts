import { countsIn, STRAY, VERIFIED_LEAST, VERIFIED_MOST } from '../drive.ts';
import type { Encoder } from './encoderState.ts';
import { type Ledger, type Step, step } from './state.ts';

/** Takes a reading down. The first one is where everything is measured from. */
export const noteCounts = (encoder: Encoder, counts: number): Encoder => ({
  ...encoder,
  reference: encoder.reference ?? counts,
  origin: encoder.origin ?? counts,
  last: counts,
  travelled: (encoder.travelled ?? 0) + (counts - (encoder.last ?? counts)),
});

/**
 * At rest the plunger stays where it was, give or take what pulses in doubt may explain. The
 * reference does not follow small movements, so that a slow creep adds up until it is seen (SR-008).
 */
export const strayAtRest = (ledger: Ledger, counts: number): Step => {
  const { encoder } = ledger;
  const moved = counts - (encoder.reference ?? counts);
  if (moved > -STRAY && moved < STRAY + encoder.slack) return step(ledger);
  return step(
    { ...ledger, encoder: { ...encoder, reference: counts } },
    { type: 'motor.strayed', counts: moved },
  );
};

/**
 * Where the next pulse is measured from. What a pulse in doubt has moved by now is used up, so that
 * the next one is not taken for a double.
 */
export const restAt = (encoder: Encoder): Encoder => {
  const { reference, last, slack } = encoder;
  if (slack === 0 || reference === null || last === null) return encoder;
  return { ...encoder, reference: last, slack: Math.max(0, slack - Math.max(0, last - reference)) };
};

/**
 * After a boot the counter may have started anew, after a change of cartridge the plunger is elsewhere:
 * the next reading is where everything is measured from. What was counted before stays counted.
 */
export const forgetPosition = (encoder: Encoder): Encoder => ({
  ...encoder,
  reference: null,
  last: null,
  origin: null,
  counted: 0,
  doubted: 0,
  slack: 0,
});

/** The plunger holds no cartridge: where it is says nothing of insulin. Its way still counts as travelled. */
export const afloat = (encoder: Encoder): Encoder => ({ ...forgetPosition(encoder), last: encoder.last });

/** Two pulses, 0.05 U: so far may all pulses together be from what was commanded, and no further. */
const APART_MOST = countsIn(2);

/** What the encoder says of the pulse in verification. */
export type Verdict = 'asCommanded' | 'short' | 'mismatched' | 'exceeded';

/**
 * The one place that tells what a movement under command means. Each pulse is allowed its 20 %, the sum of
 * them is not (SR-007, SR-011, SR-018). The order is that of danger: `exceeded` (A-09) is a pulse that went
 * too far, or more than two pulses in excess over all pulses since the position was learnt; `short` is a
 * pulse that nobody saw complete, in doubt and by itself no fault; `mismatched` (A-08) is two pulses behind
 * over all that were taken for good. Movement without a command is `strayAtRest`'s to tell (A-08).
 */
export const verdictOf = (encoder: Encoder, moved: number): Verdict => {
  const { origin, last, counted, doubted, slack } = encoder;
  const travelled = (last ?? 0) - (origin ?? last ?? 0);
  if (moved > VERIFIED_MOST + slack || travelled - countsIn(counted + 1) > APART_MOST) return 'exceeded';
  if (moved < VERIFIED_LEAST) return 'short';
  return countsIn(counted + 1 - doubted) - travelled >= APART_MOST ? 'mismatched' : 'asCommanded';
};
