import type { Counts, Millinewtons } from '../../src/domain/units.ts';
import type { Clock } from '../../src/ports.ts';
import {
  countsAt,
  deliveredAt,
  forceAt,
  type Injection,
  injected,
  isHome,
  type MechanicsState,
  settledAt,
  turnedBy,
} from './state.ts';

/** A motor that turns the screw. Its motion is computed when somebody looks. */
export type Driver = {
  /** Turns the screw up to now. */
  readonly advance: () => void;
  /** Microsteps to which it is committed: it makes them even if the host dies. */
  readonly outstanding: () => number;
};

/** The one plunger that all simulators share. */
export type Mechanism = {
  readonly counts: () => Counts;
  readonly forceMn: () => Millinewtons;
  /** The switch of the bay, and the one at the end of the way back. */
  readonly bay: () => MechanicsState['bay'];
  readonly isHome: () => boolean;
  /** Insulin in the body since the mechanics were new, whole µU. */
  readonly deliveredUu: () => number;
  /** Changes the mechanics, never a fact: what follows must come through the sensors. */
  readonly inject: (injection: Injection) => void;
  readonly state: () => MechanicsState;
  /** What will be true if the host dies now: a move in progress completes by itself. */
  readonly committed: () => MechanicsState;

  // For the simulators.
  readonly drivenBy: (driver: Driver) => void;
  readonly turn: (microsteps: number, atMs: number) => void;
  /** A driver has taken on or dropped a commitment. */
  readonly commitmentChanged: () => void;
  readonly onMoved: (listener: () => void) => void;
  readonly onBay: (listener: () => void) => void;
};

export type MechanismOptions = {
  readonly clock: Clock;
  readonly start: MechanicsState;
  /** Told whenever `committed()` changes by a command or an injection; to keep it where a kill cannot reach. */
  readonly onCommitted?: (state: MechanicsState) => void;
};

/**
 * A plunger in the state `start`, moved by at most one driver and by injections. Whoever reads it brings it
 * up to `clock.now()` first. Listeners of `onMoved` are called when the encoder count has changed.
 */
export const mechanism = ({ clock, start, onCommitted }: MechanismOptions): Mechanism => {
  let current = start;
  let driver: Driver | undefined;
  let advancing = false;
  const listeners: (() => void)[] = [];
  const bayListeners: (() => void)[] = [];

  const look = (): MechanicsState => {
    // A listener that looks while the driver turns must not start the driver again.
    if (driver && !advancing) {
      advancing = true;
      driver.advance();
      advancing = false;
    }
    current = settledAt(current, clock.now());
    return current;
  };

  const change = (next: MechanicsState): void => {
    const moved = countsAt(next) !== countsAt(current);
    current = next;
    if (moved) for (const listener of listeners) listener();
  };

  const committed = (): MechanicsState => {
    const state = look();
    return turnedBy(state, driver?.outstanding() ?? 0, state.atMs);
  };

  const commitmentChanged = (): void => onCommitted?.(committed());

  return {
    counts: () => countsAt(look()),
    forceMn: () => forceAt(look()),
    deliveredUu: () => deliveredAt(look()),
    bay: () => current.bay,
    isHome: () => isHome(current),
    inject: injection => {
      const { bay } = look();
      change(injected(current, injection, clock.now()));
      commitmentChanged();
      if (current.bay !== bay) for (const listener of bayListeners) listener();
    },
    state: look,
    committed,
    drivenBy: motor => {
      driver = motor;
    },
    turn: (microsteps, atMs) => {
      if (microsteps !== 0) change(turnedBy(current, microsteps, atMs));
    },
    commitmentChanged,
    onMoved: listener => void listeners.push(listener),
    onBay: listener => void bayListeners.push(listener),
  };
};
