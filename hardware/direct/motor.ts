import { microstepsOf, SEAT_LEAST } from '../../src/domain/drive.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, type Milliseconds, milliseconds } from '../../src/domain/units.ts';
import type { FactSink, MotorPort } from '../../src/ports.ts';
import type { PromptClock } from '../clock/prompt.ts';
import type { Mechanism } from '../mechanics/model.ts';
import { MAX_ACCELERATION, MAX_SPEED } from '../motor/tic/profile.ts';
import { POLL } from '../motor/tic/pulse.ts';
import { endOf, type Ramp, ramp } from '../motor/tic/ramp.ts';
import { BACKWARD, FARTHEST, FAST, FORWARD, TRAVEL_POLL } from '../motor/tic/travel.ts';
import { screw } from './screw.ts';

export type DirectMotorOptions = {
  readonly clock: PromptClock;
  readonly mechanism: Mechanism;
  readonly sink: FactSink;
  /** One conversion of the load cell, in mN, when it is there. */
  readonly feel: (then: (forceMn: number) => void) => void;
};

/** Whatever is between two looks at a long way is turned at once. */
const UNSEEN = milliseconds(Number.MAX_SAFE_INTEGER);

/**
 * The motor driver without its line: it moves as the Tic does and is seen when its adapter looks. The coils take one
 * poll to start, then the ramp runs, and the first poll after its end sees it arrive. Nothing can go wrong with it but
 * the mechanics: a driver that fails is for the bytes.
 */
export const directMotor = ({ clock, mechanism, sink, feel }: DirectMotorOptions): MotorPort => {
  const shaft = screw(clock, mechanism);
  let moving: string | undefined;
  let halting = false;
  /** Counts halts: what began before the last one must not go on. */
  let halts = 0;

  /** What follows after a wait, unless a halt comes first. */
  const then = (delay: Milliseconds, next: () => void): void => {
    const mine = halts;
    clock.wakeAt(after(clock.now(), delay), () => {
      if (mine === halts) next();
    });
  };

  const begin = (what: string, go: () => void): void => {
    if (moving !== undefined)
      throw new Error(`${what} was commanded before the motor had answered ${moving}`);
    if (halting) throw new Error(`${what} was commanded before a halt was confirmed`);
    moving = what;
    go();
  };

  const answer = (fact: Fact): void => {
    shaft.rest();
    moving = undefined;
    sink(fact);
  };

  const pulse = (id: number): void => {
    const arrived = (): void => answer({ type: 'motor.arrived', pulse: id });
    then(POLL, () => {
      const way = ramp(0, microstepsOf(id), clock.now(), MAX_SPEED, MAX_ACCELERATION);
      const polls = Math.ceil((endOf(way) - clock.now()) / POLL);
      shaft.turn(way, POLL);
      // The last poll but one sets out the last: of wake-ups of one moment the first to be asked for comes first.
      then(milliseconds((polls - 1) * POLL), () => then(POLL, arrived));
    });
  };

  const order = (from: number, to: number): Ramp => {
    const way = ramp(from, to, clock.now(), FAST.speed, FAST.acceleration);
    shaft.turn(way, UNSEEN);
    return way;
  };

  const drawBack = (from: number): void => {
    const target = from - BACKWARD;
    if (target < -FARTHEST - BACKWARD) {
      answer({ type: 'rewind.failed', reason: 'motor: the plunger did not reach its limit switch.' });
      return;
    }
    const way = order(from, target);
    const look = (): void =>
      then(TRAVEL_POLL, () => {
        mechanism.state();
        if (mechanism.isHome()) answer({ type: 'plunger.homed' });
        else if (clock.now() >= endOf(way)) drawBack(target);
        else look();
      });
    look();
  };

  const advance = (from: number, freeMn: number): void => {
    const target = from + FORWARD;
    if (target > FARTHEST) {
      answer({ type: 'seating.failed', reason: 'motor: the plunger met no cartridge in the whole bay.' });
      return;
    }
    const way = order(from, target);
    const look = (): void => {
      const mine = halts;
      feel(seatedMn => {
        if (mine !== halts) return;
        mechanism.state();
        if (seatedMn >= SEAT_LEAST)
          answer({ type: 'plunger.seated', freeMn, seatedMn, travelMicrosteps: shaft.position() });
        else if (clock.now() >= endOf(way)) advance(target, freeMn);
        else look();
      });
    };
    look();
  };

  return {
    move: ({ pulse: id }) => begin(`pulse ${id}`, () => pulse(id)),
    rewind: () => begin('the way back', () => then(POLL, () => drawBack(0))),
    seat: () =>
      begin('the way to the cartridge', () => {
        const mine = halts;
        feel(freeMn => {
          if (mine === halts) then(POLL, () => advance(0, freeMn));
        });
      }),
    stop: () => {
      halts += 1;
      moving = undefined;
      shaft.rest();
      if (halting) return;
      halting = true;
      // Status and motion are read one after the other before a halt is believed.
      clock.answer(() =>
        clock.answer(() => {
          halting = false;
          sink({ type: 'motor.halted' });
        }),
      );
    },
  };
};
