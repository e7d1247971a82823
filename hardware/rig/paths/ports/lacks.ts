import { match, P } from 'ts-pattern';
import type { Event } from '../../../../src/verify/automaton.ts';
import { lackOf } from '../../bench/hands.ts';
import type { Stimulus } from '../../bench/stimuli.ts';
import type { RigProfile } from '../../profile/schema.ts';
import { JAM } from '../benchSystem.ts';
import type { Feasible } from '../feasible.ts';
import { isIn } from '../pumpModel.ts';

/** What a rig cannot bring about, each with the reason; null for what it can, and for what needs nobody. */
export type Lacks = {
  /** By the name of an event, wherever the pump is. */
  readonly ofType: (type: string) => string | null;
  /** In this state of the model. */
  readonly of: (event: Event, state: number) => string | null;
  /** With what comes in the same step. */
  readonly ofMove: (move: Feasible, state: number) => string | null;
};

const FOUND_FIRST =
  'a pinch valve fills the line pulse by pulse: it is found blocked by what it holds before the force is high enough to suspect it';
const NO_PULSE = 'without a pulse nothing makes the force in a closed line rise';
const TOO_SHORT = 'a prime or a fill has fewer pulses than the line takes that the pinch valve has closed';
const NO_ZERO = 'no device of a rig shifts the zero of a load cell';
const NO_SLOWNESS = 'no delay of its line makes this make of motor slow and lets it pass all the same';
const NO_MOMENT = 'in real time nobody meets the millisecond in which a pulse falls due';

/** What the devices of a profile cannot do. */
export const lacksOf = (profile: RigProfile): Lacks => {
  const { devices, time } = profile;
  const by = (stimulus: Stimulus): string | null => lackOf(profile, stimulus);
  const ofType = (type: string): string | null =>
    match(type)
      .returnType<string | null>()
      .with('pulse.unverified', () => by('stall'))
      .with('motor.strayed', 'delivery.exceeded', () => by('creep'))
      .with('force.lost', () => by('loosen'))
      .with('seat.doubted', () => NO_ZERO)
      .with(JAM, () => by('press'))
      .with('timer.pulseElapsed', () => (devices.motor.kind === 'tic' ? null : NO_SLOWNESS))
      .with('occlusion.suspected', () => FOUND_FIRST)
      .with('occlusion.detected', 'occlusion.relieved', () => by('pinch'))
      .with('cartridge.removed', 'cartridge.inserted', () => (by('swap') === null ? null : by('openBay')))
      .with(
        P.union('rewind.requested', 'rewind.failed', 'seating.failed', 'plunger.homed', 'seat.verified'),
        () => by('swap'),
      )
      .otherwise(() => null);
  const of: Lacks['of'] = (event, state) => {
    // Only from here the plunger goes its way.
    if (event.type === 'rewind.requested' && !isIn(state, { supply: { changing: 'disconnected' } }))
      return null;
    const lack = ofType(event.type);
    if (lack !== null || event.type !== 'occlusion.detected') return lack;
    if (!isIn(state, { motor: 'underway' })) return NO_PULSE;
    return isIn(state, { supply: 'ready' }) ? null : TOO_SHORT;
  };
  return {
    ofType,
    of,
    ofMove: ({ event, with: company }, state) =>
      time === undefined && event.type === 'suspend.requested' && company.length > 0
        ? NO_MOMENT
        : of(event, state),
  };
};
