import { once } from './once.ts';
import type { PumpSnapshot } from './state.ts';

/** What invariants ask of the pump's chart after each step, asked once of each of its states. */
export const viewOf = once((pump: PumpSnapshot) => ({
  /** By an alarm that it knows of. */
  isStopped: pump.matches({ conditions: 'stopped' }),
  isFailSafe: pump.matches({ life: 'failSafe' }),
  isDelivering: pump.matches({ permission: 'delivering' }),
  isMoving: pump.matches({ motor: { underway: 'moving' } }),
  mayDeliver:
    pump.matches({ life: 'operating' }) &&
    pump.matches({ supply: 'ready' }) &&
    pump.matches({ permission: 'delivering' }) &&
    pump.matches({ conditions: 'clear' }) &&
    !pump.matches({ occlusion: 'occluded' }) &&
    !pump.matches({ reservoir: 'empty' }),
  /** Tubing or cannula are being filled, with the set off the body until its site is in. */
  mayPrime:
    pump.matches({ life: 'operating' }) &&
    (pump.matches({ supply: { changing: 'primingTubing' } }) ||
      pump.matches({ supply: { changing: 'fillingCannula' } })) &&
    !pump.matches({ reservoir: 'empty' }),
  /** Delivery is stopped, or held up, by something that no person has asked for. */
  isStoppedByAlarm:
    pump.matches({ life: 'failSafe' }) ||
    pump.matches({ permission: 'suspendedByAlarm' }) ||
    pump.matches({ motor: 'uncertain' }) ||
    pump.matches({ occlusion: 'occluded' }) ||
    pump.matches({ reservoir: 'empty' }),
}));
