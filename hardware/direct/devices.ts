import { after, milliseconds } from '../../src/domain/units.ts';
import type { Devices, FactSink, SelfTestPort } from '../../src/ports.ts';
import type { PromptClock } from '../clock/prompt.ts';
import type { Mechanism } from '../mechanics/model.ts';
import { FULL } from '../power/board/simulator.ts';
import { directMotor } from './motor.ts';
import { type DirectForce, directEncoder, directForce } from './sensors.ts';

export type DirectOptions = {
  readonly clock: PromptClock;
  readonly mechanism: Mechanism;
  readonly sink: FactSink;
  /** Of the noise of the load cell. */
  readonly seed: number;
};

/** The sound board drives each voice for so long. */
const SOUNDS = milliseconds(60);

/**
 * Simulated devices without lines between them and the pump: the same mechanics, the same answers at the same
 * milliseconds, and nothing of what lines and boards can do wrong. There is no second channel.
 */
export const directDevices = ({ clock, mechanism, sink, seed }: DirectOptions): Devices => {
  const around = { clock, mechanism, sink };
  const encoder = directEncoder(around);
  const force = directForce({ ...around, seed });
  const motor = directMotor({
    ...around,
    feel: force.feel,
    sink: fact => {
      encoder.listenLater();
      sink(fact);
    },
  });
  const tellBay = (): void =>
    sink({ type: mechanism.bay() === 'open' ? 'cartridge.removed' : 'cartridge.inserted' });
  mechanism.onBay(() => clock.answer(tellBay));
  const hushed = (go: () => void): void => {
    encoder.hush();
    go();
  };
  return {
    motor: {
      move: intent => hushed(() => motor.move(intent)),
      rewind: () => hushed(motor.rewind),
      seat: () => hushed(motor.seat),
      stop: motor.stop,
    },
    encoder,
    force,
    selfTest: attests({ clock, sink, force, tellBay }),
    sounder: {
      test: () =>
        void clock.wakeAt(after(clock.now(), SOUNDS), () =>
          sink({ type: 'sounder.tested', speaker: 'working', vibrator: 'working', buzzer: 'working' }),
        ),
    },
    power: { shutDown: () => sink({ type: 'power.lost', cause: 'depleted' }) },
    supervisor: null,
    close: async () => {},
  };
};

/** Each device is asked in turn; only the load cell takes time. */
const attests = ({
  clock,
  sink,
  force,
  tellBay,
}: Pick<DirectOptions, 'clock' | 'sink'> & {
  readonly force: DirectForce;
  readonly tellBay: () => void;
}): SelfTestPort => ({
  run: () =>
    clock.answer(() => {
      sink({ type: 'battery.measured', ...FULL });
      force.feel(() =>
        clock.answer(() => {
          tellBay();
          clock.defer(() => sink({ type: 'selfTest.passed' }));
        }),
      );
    }),
  check: () => sink({ type: 'check.passed' }),
});
