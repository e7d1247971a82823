import type { AnyStateMachine, EventFromLogic, SnapshotFrom } from 'xstate';
import { autoOffMachine } from '../../machines/autoOff/autoOff.ts';
import { batteryMachine } from '../../machines/conditions/battery.ts';
import { buttonMachine } from '../../machines/conditions/button.ts';
import { clockMachine } from '../../machines/conditions/clock.ts';
import { environmentMachine } from '../../machines/conditions/environment.ts';
import { hardwareMachine } from '../../machines/conditions/hardware.ts';
import { recordsMachine } from '../../machines/conditions/records.ts';
import { selfCheckMachine } from '../../machines/conditions/selfCheck.ts';
import { sounderMachine } from '../../machines/conditions/sounder.ts';
import { supervisorMachine } from '../../machines/conditions/supervisor.ts';
import { glucoseMachine } from '../../machines/glucose/glucose.ts';
import { lockMachine } from '../../machines/lock/lock.ts';
import { programmingMachine } from '../../machines/programming/programming.ts';
import { quickMachine } from '../../machines/quick/quick.ts';
import { remindersMachine } from '../../machines/reminders/reminders.ts';
import { remoteMachine } from '../../machines/remote/remote.ts';
import { sensorMachine } from '../../machines/sensor/sensor.ts';
import { shortfallMachine } from '../../machines/shortfall/shortfall.ts';
import { stormMachine } from '../../machines/storm/storm.ts';
import { suspensionMachine } from '../../machines/suspension/suspension.ts';
import { lowSuspendMachine } from '../../machines/therapy/lowSuspend/lowSuspend.ts';
import { therapyMachine } from '../../machines/therapy/therapy.ts';

/**
 * The small machines that run beside the pump: one line each. A machine hears every fact and derived
 * fact that its own chart names, keeps its own delays, and may ask for an alarm to be raised or ceased, or
 * give orders to the ledger. All are parallel charts of one region or more; none knows of another.
 */

/** What the world and the devices are like: heard before the pump decides. In this order within a step. */
const BEFORE_PUMP = {
  battery: batteryMachine,
  environment: environmentMachine,
  clock: clockMachine,
  hardware: hardwareMachine,
  records: recordsMachine,
  selfCheck: selfCheckMachine,
  supervisor: supervisorMachine,
  sounder: sounderMachine,
  button: buttonMachine,
  sensor: sensorMachine,
  glucose: glucoseMachine,
} as const satisfies Readonly<Record<string, AnyStateMachine>>;

/** What follows from the pump's own doings: heard after it. */
const AFTER_PUMP = {
  remote: remoteMachine,
  lock: lockMachine,
  programming: programmingMachine,
  quick: quickMachine,
  reminders: remindersMachine,
  storm: stormMachine,
  shortfall: shortfallMachine,
  therapy: therapyMachine,
  lowSuspend: lowSuspendMachine,
  suspension: suspensionMachine,
  autoOff: autoOffMachine,
} as const satisfies Readonly<Record<string, AnyStateMachine>>;

export const SMALL_MACHINES = { ...BEFORE_PUMP, ...AFTER_PUMP };

export type SmallName = keyof typeof SMALL_MACHINES;
export type SmallEvent = EventFromLogic<(typeof SMALL_MACHINES)[SmallName]>;
export type SmallSnapshots = {
  readonly [Name in SmallName]: SnapshotFrom<(typeof SMALL_MACHINES)[Name]>;
};

const namesOf = (machines: object): readonly SmallName[] =>
  Object.keys(machines).filter(name => isSmallName(name));

export const isSmallName = (name: string): name is SmallName => Object.hasOwn(SMALL_MACHINES, name);

export const beforePump = namesOf(BEFORE_PUMP);
export const afterPump = namesOf(AFTER_PUMP);
export const smallNames: readonly SmallName[] = [...beforePump, ...afterPump];
