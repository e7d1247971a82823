import type { Fact } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, MotorPort } from '../../src/ports.ts';
import type { Check, Feel, MotorMake } from './make.ts';
import { Interrupted, MotorTrouble } from './trouble.ts';

/** A motion that has not ended just before the chart gives it up has failed, whether or not the charts still live. */
const EARLIER = 20;
/** Longest reason that a fact carries. */
const LONGEST_REASON = 400;
const NOT_HALTED =
  'motor: the halt before this motion is not confirmed yet. Wait, then check the motor driver.';
/** Attempts to have a halt confirmed. */
const HALT_ATTEMPTS = 3;

/** Whether a device is the one this pump expects. Each message names what is wrong and what to do. */
export type Attestation =
  | { readonly ok: true }
  | { readonly ok: false; readonly messages: readonly string[] };

export type MotorDriver = Omit<MotorPort, 'seat'> & {
  /** As `MotorPort.seat`, with the force as `feel` tells it. */
  readonly seat: (feel: Feel) => void;
  /** Reads the settings and compares them with the profile, without moving anything. */
  readonly attest: () => Promise<Attestation>;
  /** A command is waiting for its answer. */
  readonly busy: () => boolean;
  readonly close: () => Promise<void>;
};

export type MotorDriverOptions = { readonly link: ByteLink; readonly clock: Clock; readonly sink: FactSink };

/** A driver of one make on a line. */
export type MakeMotor = (options: MotorDriverOptions) => MotorDriver;

/**
 * A make of motor as a MotorPort: one motion at a time, one answer each. A motion that `stop` interrupts is
 * answered by `motor.halted` alone; if no halt is confirmed, nothing is said and the caller's deadline speaks.
 */
export const motorDriver = (make: MotorMake, { link, clock, sink }: MotorDriverOptions): MotorDriver => {
  let moving: string | undefined;
  /** Counts halts: a sequence that began before the last one must not go on. */
  let halts = 0;
  let halting = false;
  let closed: Promise<void> | undefined;

  /** One motion from rest to rest: `go` on a leash that a halt cuts, or the end of its time in ms; then one answer. */
  const run = async (
    what: string,
    mostMs: number,
    go: (check: Check) => Promise<Fact>,
    failed: (reason: string) => Fact,
  ): Promise<void> => {
    const mine = halts;
    const deadline = after(clock.now(), milliseconds(mostMs - EARLIER));
    try {
      const answer = await go(() => {
        if (halts !== mine) throw new Interrupted();
        if (clock.now() <= deadline) return;
        throw new MotorTrouble(
          `motor: ${what} took more than ${mostMs - EARLIER} ms. Check the drive, the cable and the load of this computer.`,
        );
      });
      moving = undefined;
      sink(answer);
    } catch (error) {
      // The halt that interrupted has cut the power, and answers.
      if (error instanceof Interrupted || halts !== mine) return;
      make.cut();
      moving = undefined;
      if (!(error instanceof MotorTrouble)) throw error;
      sink(failed(error.message.slice(0, LONGEST_REASON)));
    }
  };

  /** A second motion before an answer is a defect; one before a halt is confirmed fails unmoved. */
  const begin = (what: string, start: () => Promise<void>, failed: (reason: string) => Fact): void => {
    if (moving !== undefined)
      throw new Error(`${what} was commanded before the motor had answered ${moving}`);
    if (halting) {
      queueMicrotask(() => sink(failed(NOT_HALTED)));
      return;
    }
    moving = what;
    start().catch(throwLater);
  };

  const confirmHalt = async (): Promise<void> => {
    for (let attempt = 0; attempt < HALT_ATTEMPTS && !closed; attempt += 1) {
      if (attempt > 0) make.cut();
      try {
        if (await make.isAtRest()) {
          halting = false;
          sink({ type: 'motor.halted' });
          return;
        }
      } catch (error) {
        // Not confirmed: said by silence, and tried again.
        if (!(error instanceof MotorTrouble)) throw error;
      }
    }
    halting = false;
  };

  return {
    move: intent => {
      const failed = (reason: string): Fact => ({ type: 'motor.failed', pulse: intent.pulse, reason });
      const go = async (check: Check): Promise<Fact> => {
        await make.pulse(intent, check);
        return { type: 'motor.arrived', pulse: intent.pulse };
      };
      begin(`pulse ${intent.pulse}`, () => run('the pulse', TIMING.pulse, go, failed), failed);
    },
    rewind: () => {
      const failed = (reason: string): Fact => ({ type: 'rewind.failed', reason });
      const go = async (check: Check): Promise<Fact> => {
        await make.drawBack(check);
        return { type: 'plunger.homed' };
      };
      begin('the way back', () => run('the way back', TIMING.rewind, go, failed), failed);
    },
    seat: feel => {
      const failed = (reason: string): Fact => ({ type: 'seating.failed', reason });
      const go = async (check: Check): Promise<Fact> => ({
        type: 'plunger.seated',
        ...(await make.advance(check, feel)),
      });
      begin(
        'the way to the cartridge',
        () => run('the way to the cartridge', TIMING.seating, go, failed),
        failed,
      );
    },
    stop: () => {
      halts += 1;
      moving = undefined;
      make.cut();
      if (halting) return;
      halting = true;
      confirmHalt().catch(throwLater);
    },
    attest: async () => {
      // One that was just powered up holds current; between pulses there must be none.
      make.cut();
      try {
        const messages = await make.attest();
        return messages.length === 0 ? { ok: true } : { ok: false, messages };
      } catch (error) {
        if (error instanceof MotorTrouble) return { ok: false, messages: [error.message] };
        throw error;
      }
    },
    busy: () => moving !== undefined || halting,
    close: () => {
      halts += 1;
      if (!closed) make.cut();
      closed ??= link.close();
      return closed;
    },
  };
};

const throwLater = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};
