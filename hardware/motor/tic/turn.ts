import { milliseconds } from '../../../src/domain/units.ts';
import type { TurnWords } from '../turn.ts';
import { encode, OUR_FRAMING } from './codec.ts';

/** The current in the coils is stable by then, and safe start is still left: the Tic takes a target for 200 ms. */
const STABLE = milliseconds(100);

/** Orders by which a Tic at rest turns its motor, none of which it answers: who else speaks with it hears nothing of them. */
export const ticTurn: TurnWords = microsteps => ({
  prepare: [
    encode({ kind: 'quick', name: 'resetCommandTimeout' }, OUR_FRAMING),
    // It would otherwise return to the target of the last pulse.
    encode({ kind: 'wide', name: 'haltAndSetPosition', value: 0 }, OUR_FRAMING),
    encode({ kind: 'quick', name: 'energize' }, OUR_FRAMING),
    encode({ kind: 'quick', name: 'exitSafeStart' }, OUR_FRAMING),
  ],
  stableAfter: STABLE,
  go: [encode({ kind: 'wide', name: 'setTargetPosition', value: microsteps }, OUR_FRAMING)],
});
