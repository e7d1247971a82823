import type { Intent } from '../../../src/domain/commands.ts';
import { TIMING } from '../../../src/domain/limits.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, MotorPort } from '../../../src/ports.ts';
import { type Attestation, attestation } from './attest.ts';
import { bootWatch } from './boots.ts';
import { exchange, Interrupted, leashed, TicTrouble } from './exchange.ts';
import { isAtRest, pulse } from './pulse.ts';

/** A pulse that has not arrived just before the chart gives it up has failed. */
const PULSE_DEADLINE = milliseconds(TIMING.pulse - 20);
/** Longest reason that a fact carries. */
const LONGEST_REASON = 400;
/** Attempts to have a halt confirmed. */
const HALT_ATTEMPTS = 3;

export type TicMotor = MotorPort & {
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
  let moving: Intent | undefined;
  /** Counts halts: a sequence that began before the last one must not go on. */
  let halts = 0;
  let halting = false;
  let closed: Promise<void> | undefined;
  const boots = bootWatch();

  const cutPower = (): void => {
    tic.quick('haltAndHold');
    tic.quick('deenergize');
  };

  const run = async (intent: Intent): Promise<void> => {
    const mine = halts;
    const deadline = after(clock.now(), PULSE_DEADLINE);
    const leash = leashed(tic, () => {
      if (halts !== mine) throw new Interrupted();
      if (clock.now() > deadline) {
        throw new TicTrouble(
          `motor: its answers are so slow that the pulse took more than ${PULSE_DEADLINE} ms. Check the cable and the load of this computer.`,
        );
      }
    });
    try {
      await pulse(leash, intent, boots);
      moving = undefined;
      sink({ type: 'motor.arrived', pulse: intent.pulse });
    } catch (error) {
      // The halt that interrupted has cut the power, and answers.
      if (error instanceof Interrupted || halts !== mine) return;
      cutPower();
      moving = undefined;
      if (!(error instanceof TicTrouble)) throw error;
      sink({ type: 'motor.failed', pulse: intent.pulse, reason: error.message.slice(0, LONGEST_REASON) });
    }
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

  /** Not a defect of the caller, whose deadline for the halt may have passed: the pulse fails unmoved. */
  const refuse = ({ pulse: id }: Intent): void =>
    queueMicrotask(() =>
      sink({
        type: 'motor.failed',
        pulse: id,
        reason: 'motor: the halt before this pulse is not confirmed yet. Wait, then check the motor driver.',
      }),
    );

  return {
    move: intent => {
      if (moving) throw new Error(`pulse ${intent.pulse} was commanded before the motor had answered`);
      if (halting) {
        refuse(intent);
        return;
      }
      moving = intent;
      run(intent).catch(throwLater);
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
