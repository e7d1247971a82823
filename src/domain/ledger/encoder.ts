import { countsIn, STRAY } from '../drive.ts';
import { type Encoder, type Ledger, type Step, step } from './state.ts';

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
  slack: 0,
});

/** The plunger holds no cartridge: where it is says nothing of insulin. Its way still counts as travelled. */
export const afloat = (encoder: Encoder): Encoder => ({ ...forgetPosition(encoder), last: encoder.last });

/** SR-011: more than two pulses in excess over all pulses is a fault, however small each excess was. */
const EXCESS_MOST = countsIn(2);
/** Three pulses behind over all pulses: the drive does not follow, however good each single one looked. */
const DEFICIT_MOST = countsIn(3);

/**
 * How far the plunger is ahead of what was counted since its position was learnt, the pulse that is
 * being verified included. Each pulse is allowed its 20 %; the sum of them is not (SR-011, SR-018).
 */
export const driftOf = ({ origin, last, counted }: Encoder): 'ahead' | 'behind' | 'inStep' => {
  const drift = (last ?? 0) - (origin ?? last ?? 0) - countsIn(counted + 1);
  if (drift > EXCESS_MOST) return 'ahead';
  return drift < -DEFICIT_MOST ? 'behind' : 'inStep';
};
