import { after, type Milliseconds, type MonoMs } from '../../src/domain/units.ts';
import type { Clock } from '../../src/ports.ts';
import type { Mechanism } from '../mechanics/model.ts';
import { positionAt, type Ramp } from '../motor/tic/ramp.ts';

/** The shaft of a motor on the shared screw. */
export type Screw = {
  /** Follows this ramp from now on, and is looked at so often: between two looks the line relaxes. */
  readonly turn: (way: Ramp, every: Milliseconds) => void;
  /** Up to now, and then no further. */
  readonly rest: () => void;
  /** Microsteps made of the ramp that runs, or of the last one. */
  readonly position: () => number;
};

export const screw = (clock: Clock, mechanism: Mechanism): Screw => {
  let way: Ramp | undefined;
  let every = 0 as Milliseconds;
  let position = 0;
  let turnedAt: MonoMs = clock.now();

  const turnTo = (at: MonoMs): void => {
    if (way === undefined) return;
    const reached = positionAt(way, at);
    const made = reached - position;
    position = reached;
    turnedAt = at;
    mechanism.turn(made, at);
    // At its end the way back is over, whatever was ordered.
    if (made < 0 && mechanism.isHome()) way = undefined;
  };
  mechanism.drivenBy({
    advance: () => {
      const now = clock.now();
      for (let at = after(turnedAt, every); way !== undefined && at < now; at = after(at, every)) turnTo(at);
      if (now > turnedAt) turnTo(now);
    },
    outstanding: () => (way === undefined ? 0 : way.to - position),
  });

  return {
    turn: (next, looks) => {
      mechanism.state();
      way = next;
      every = looks;
      position = next.from;
      turnedAt = clock.now();
      mechanism.commitmentChanged();
    },
    rest: () => {
      mechanism.state();
      way = undefined;
      mechanism.commitmentChanged();
    },
    position: () => position,
  };
};
