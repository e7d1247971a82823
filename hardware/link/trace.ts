import type { Intent } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import type { Clock, Devices, Motion } from '../../src/ports.ts';
import type { RecordSerial } from './recorder.ts';

/**
 * What passes an adapter on the side of the pump, in the order in which it passes: with the bytes of its lines it is all that an
 * adapter ever sees and does, so that it can be put through the same again.
 */
export type Traced =
  /** The adapters of a pump begin: which of the devices that not every pump has are there. */
  | {
      readonly kind: 'connected';
      readonly supervised: boolean;
      readonly fed: boolean;
      readonly checks: readonly string[];
      /** The input of the button of the pump, where it has one. */
      readonly button?: number;
      /** The make of the motor, where whoever keeps the trace says it; a Tic when nobody does. */
      readonly motor?: string;
    }
  /** Something is asked of an adapter. */
  | { readonly kind: 'called'; readonly call: Call }
  /** What an adapter says has happened. */
  | { readonly kind: 'said'; readonly fact: Fact }
  /** The line to a device is gone. */
  | { readonly kind: 'lost'; readonly device: string; readonly reason: string }
  /** What the self-test hears of parts that have no line here: the feed of the motor, and checks. */
  | { readonly kind: 'attested'; readonly item: string; readonly wrong: readonly string[] };

export type Call =
  | { readonly name: 'move'; readonly intent: Intent }
  | { readonly name: 'start'; readonly hash: string }
  | { readonly name: 'tell'; readonly motion: Motion; readonly untilMs: number | null }
  | {
      readonly name:
        | 'rewind'
        | 'seat'
        | 'stop'
        | 'readEncoder'
        | 'readForce'
        | 'selfTest'
        | 'check'
        | 'close';
    };

export type TraceEntry = Traced & { readonly monoMs: number };
export type Trace = (entry: TraceEntry) => void;
/** Begins the tape of one pump: bytes that still come for the one before are on that one's. */
export type BeginTrace = (connected: TraceEntry) => { readonly record: RecordSerial; readonly trace: Trace };

/** The same devices; every call is told to `trace` before it is carried out. */
export const tracedDevices = (devices: Devices, clock: Clock, trace: Trace): Devices => {
  const told = (call: Call): void => trace({ kind: 'called', call, monoMs: clock.now() });
  const { motor, encoder, force, selfTest, supervisor } = devices;
  const plain =
    (
      name: Exclude<Call, { intent: Intent } | { hash: string } | { motion: Motion }>['name'],
      go: () => void,
    ) =>
    (): void => {
      told({ name });
      go();
    };
  return {
    ...devices,
    motor: {
      move: intent => {
        told({ name: 'move', intent });
        motor.move(intent);
      },
      rewind: plain('rewind', motor.rewind),
      seat: plain('seat', motor.seat),
      stop: plain('stop', motor.stop),
    },
    encoder: { read: plain('readEncoder', encoder.read) },
    force: { read: plain('readForce', force.read) },
    selfTest: { run: plain('selfTest', selfTest.run), check: plain('check', selfTest.check) },
    supervisor:
      supervisor === null
        ? null
        : {
            ...supervisor,
            start: hash => {
              told({ name: 'start', hash });
              supervisor.start(hash);
            },
            tell: (motion, until) => {
              told({ name: 'tell', motion, untilMs: until });
              supervisor.tell(motion, until);
            },
          },
    close: () => {
      told({ name: 'close' });
      return devices.close();
    },
  };
};
