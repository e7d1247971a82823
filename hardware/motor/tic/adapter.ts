import type { Intent } from '../../../src/domain/commands.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { TIMING } from '../../../src/domain/limits.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, MotorPort } from '../../../src/ports.ts';
import { type Attestation, attestation } from './attest.ts';
import { bootWatch } from './boots.ts';
import { type Exchange, exchange, Interrupted, leashed, TicTrouble } from './exchange.ts';
import { isAtRest, pulse } from './pulse.ts';
import { advance, drawBack, type Feel, slowDown } from './travel.ts';

/** A pulse that has not arrived just before the chart gives it up has failed. */
const PULSE_DEADLINE = milliseconds(TIMING.pulse - 20);
/** Longest reason that a fact carries. */
const LONGEST_REASON = 400;
const NOT_HALTED =
  'motor: the halt before this motion is not confirmed yet. Wait, then check the motor driver.';
/** Attempts to have a halt confirmed. */
const HALT_ATTEMPTS = 3;

export type TicMotor = Omit<MotorPort, 'seat'> & {
  /** As `MotorPort.seat`, with the force as `feel` tells it. */
  readonly seat: (feel: Feel) => void;
  /** Reads the settings and compares them with the profile, without moving anything. */
  readonly attest: () => Promise<Attestation>;
  /** A command is waiting for its answer. */
  readonly busy: () => boolean;
  readonly close: () => Promise<void>;
};

export type TicMotorOptions = { readonly link: ByteLink; readonly clock: Clock; readonly sink: FactSink };

/**
 * The Tic as a MotorPort. The motor has current only during a pulse. A move that `stop` interrupts is
 * answered by `motor.halted` alone; if no halt is confirmed, nothing is said and the caller's deadline
 * speaks.
 */
export const ticMotor = ({ link, clock, sink }: TicMotorOptions): TicMotor => {
  const tic = exchange(link, clock);
  let moving: string | undefined;
  /** Counts halts: a sequence that began before the last one must not go on. */
  let halts = 0;
  let halting = false;
  let closed: Promise<void> | undefined;
  const boots = bootWatch();

  const cutPower = (): void => {
    tic.quick('haltAndHold');
    tic.quick('deenergize');
    slowDown(tic);
  };

  /** One motion from rest to rest: `go` on a leash that a halt cuts, then one answer. */
  const run = async (
    go: (leash: Exchange) => Promise<Fact>,
    failed: (reason: string) => Fact,
    check: () => void = () => {},
  ): Promise<void> => {
    const mine = halts;
    const leash = leashed(tic, () => {
      if (halts !== mine) throw new Interrupted();
      check();
    });
    try {
      const answer = await go(leash);
      moving = undefined;
      sink(answer);
    } catch (error) {
      // The halt that interrupted has cut the power, and answers.
      if (error instanceof Interrupted || halts !== mine) return;
      cutPower();
      moving = undefined;
      if (!(error instanceof TicTrouble)) throw error;
      sink(failed(error.message.slice(0, LONGEST_REASON)));
    }
  };

  const runPulse = (intent: Intent): Promise<void> => {
    const deadline = after(clock.now(), PULSE_DEADLINE);
    return run(
      async leash => {
        await pulse(leash, intent, boots);
        return { type: 'motor.arrived', pulse: intent.pulse };
      },
      reason => ({ type: 'motor.failed', pulse: intent.pulse, reason }),
      () => {
        if (clock.now() <= deadline) return;
        throw new TicTrouble(
          `motor: its answers are so slow that the pulse took more than ${PULSE_DEADLINE} ms. Check the cable and the load of this computer.`,
        );
      },
    );
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
      if (attempt > 0) cutPower();
      try {
        if (await isAtRest(tic)) {
          halting = false;
          sink({ type: 'motor.halted' });
          return;
        }
      } catch (error) {
        // Not confirmed: said by silence, and tried again.
        if (!(error instanceof TicTrouble)) throw error;
      }
    }
    halting = false;
  };

  return {
    move: intent =>
      begin(
        `pulse ${intent.pulse}`,
        () => runPulse(intent),
        reason => ({ type: 'motor.failed', pulse: intent.pulse, reason }),
      ),
    rewind: () => {
      const failed = (reason: string): Fact => ({ type: 'rewind.failed', reason });
      const go = async (leash: Exchange): Promise<Fact> => {
        await drawBack(leash, boots);
        return { type: 'plunger.homed' };
      };
      begin('the way back', () => run(go, failed), failed);
    },
    seat: feel => {
      const failed = (reason: string): Fact => ({ type: 'seating.failed', reason });
      const go = async (leash: Exchange): Promise<Fact> => ({
        type: 'plunger.seated',
        ...(await advance(leash, boots, feel)),
      });
      begin('the way to the cartridge', () => run(go, failed), failed);
    },
    stop: () => {
      halts += 1;
      moving = undefined;
      cutPower();
      if (halting) return;
      halting = true;
      confirmHalt().catch(throwLater);
    },
    attest: () => {
      // A Tic that was powered up holds current; between pulses there must be none.
      cutPower();
      return attestation(tic, boots);
    },
    busy: () => moving !== undefined || halting,
    close: () => {
      halts += 1;
      if (!closed) cutPower();
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
