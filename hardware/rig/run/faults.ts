import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Devices } from '../../../src/ports.ts';
import type { BalanceSimulatorFault } from '../../balance/simulator.ts';
import type { Plantable } from '../bench/bench.ts';
import type { MOTORS } from '../profile/motors.ts';

type MotorKind = keyof typeof MOTORS;

/** One thing that is wrong with the simulated pump from the start, and the exit code that must come of it. */
export type PlantedFault = {
  readonly what: string;
  /** 1: the pump failed. 4: an instrument is dead, and nothing can be said of the pump. 130: somebody ended the run. */
  readonly exit: 1 | 4 | 130;
  /** Why nothing would come of it in a rig with this motor; null where something does. */
  readonly idleWith?: (motor: MotorKind) => string | null;
  readonly arrange?: (world: Planted) => void;
  /** Of what only a whole bench has; not where paths are driven, which have a pump alone. */
  readonly onBench?: (world: Plantable) => void;
  readonly alter?: Alter;
};

/** A pump among devices of which any make of motor can be one. */
type Planted = Pick<Plantable, 'links' | 'inject' | 'unplug' | 'simulators'>;
type Alter = (devices: Devices, world: Planted) => Devices;

/** Does something to the world as each pulse begins; the first pulse has number 1. */
const duringPulses =
  (act: (world: Planted, pulse: number) => void): Alter =>
  (devices, world) => {
    let pulses = 0;
    return {
      ...devices,
      motor: {
        ...devices.motor,
        move: intent => {
          devices.motor.move(intent);
          pulses += 1;
          act(world, pulses);
        },
      },
    };
  };

/** Does something to the world in one pulse of a pump. */
const inPulse = (pulse: number, act: (world: Planted) => void): Alter =>
  duringPulses((world, begun) => {
    if (begun === pulse) act(world);
  });

const badBalance =
  (fault: BalanceSimulatorFault) =>
  ({ balance }: Plantable): void =>
    balance.fault(fault);

const E_STOP_AFTER = milliseconds(60_000);

/**
 * A device that has not said one byte is dead: the rig's or its cable's trouble. One that speaks and
 * is wrong is the pump's.
 */
export const FAULTS = {
  encoderShort: {
    what: 'the coupling slips: the encoder sees 30 % less than the motor makes',
    exit: 1,
    arrange: world => world.inject({ slipPercent: 30 }),
  },
  ticOverrun: {
    what: 'the motor goes 2 counts too far with each pulse, within what the encoder lets pass',
    exit: 1,
    alter: duringPulses(world => world.inject({ creepCounts: 2 })),
  },
  motorStalled: {
    what: 'the motor does not turn',
    exit: 1,
    arrange: world => world.inject({ slipPercent: 100 }),
  },
  deafToStop: {
    what: 'the motor driver never hears an order to stop (a Tic; a NE-1000 ends its pulse by itself)',
    exit: 1,
    idleWith: motor =>
      motor === 'ne1000'
        ? 'a NE-1000 ends each pulse by itself before anybody could see that it does not obey'
        : null,
    alter: devices => ({ ...devices, motor: { ...devices.motor, stop: () => {} } }),
  },
  wrongSetting: {
    what: 'the motor driver has another setting than the profile demands',
    exit: 1,
    arrange: ({ simulators }) => simulators.motor.misset(),
  },
  forceStuck: {
    what: 'the load cell is never read',
    exit: 1,
    alter: devices => ({ ...devices, force: { read: () => {} } }),
  },
  deafTic: {
    what: 'the motor driver does not answer at all',
    exit: 4,
    arrange: ({ links }) => links.motor.fault('toHost', { kind: 'silent' }),
  },
  deafEncoder: {
    what: 'the encoder does not answer at all',
    exit: 4,
    arrange: ({ links }) => links.encoder.fault('toHost', { kind: 'silent' }),
  },
  deafForce: {
    what: 'the load cell does not answer at all',
    exit: 4,
    arrange: ({ links }) => links.force.fault('toHost', { kind: 'silent' }),
  },
  motorUnplugged: {
    what: 'the cable of the motor driver is pulled in the tenth pulse of a pump',
    exit: 4,
    alter: inPulse(10, world => world.unplug('motor')),
  },
  eStopPressed: {
    what: 'somebody presses the e-stop a minute after power-on, whatever the pump does then',
    exit: 130,
    onBench: ({ clock, eStop }) => void clock.wakeAt(after(clock.now(), E_STOP_AFTER), () => eStop(true)),
  },
  balanceShaken: {
    what: 'the balance never comes to rest',
    exit: 4,
    onBench: badBalance({ kind: 'vibration' }),
  },
  balanceStuck: {
    what: 'the balance shows the same for ever, and calls it stable',
    exit: 4,
    onBench: badBalance({ kind: 'stuck' }),
  },
  otherBalance: {
    what: 'another balance hangs on the cable than the profile names',
    exit: 4,
    onBench: badBalance({ kind: 'otherSerial', serial: 'B999999999' }),
  },
  balanceGarbled: {
    what: 'every line of the balance is damaged',
    exit: 4,
    onBench: badBalance({ kind: 'garbage' }),
  },
} as const satisfies Readonly<Record<string, PlantedFault>>;

export type FaultName = keyof typeof FAULTS;

/** The fault of a name; undefined when there is none. */
export const faultOf = (name: string): PlantedFault | undefined =>
  Object.entries(FAULTS).find(([known]) => known === name)?.[1];
