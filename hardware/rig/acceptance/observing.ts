import type { AlarmName } from '../../../src/domain/alarms.ts';
import { countsIn } from '../../../src/domain/drive.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import { OPERATION } from '../../motor/tic/protocol.ts';
import { rectangular } from '../measure/uncertainty.ts';
import type { SimulatedPump } from '../simulatedPump.ts';

/** What can be seen from outside a pump: its motor, its plunger, and what it shows. */

/** Between two looks at the motor, ms. */
export const LOOK_MS = 5;

/** Whether the motor turns or may: it holds current and obeys. */
const mayMove = ({ world }: SimulatedPump): boolean => {
  const { operation, velocity } = world.simulators.motor.status();
  return velocity !== 0 || operation === OPERATION.normal || operation === OPERATION.startingUp;
};

/** From now until the motor could move no more, in `withinMs`: the middle between the last look at which it could and the next; ms of pump time. */
export const stillAfter = async (pump: SimulatedPump, withinMs = 2_000): Promise<number> => {
  const from = pump.clock.now();
  let last = from;
  for (let waited = 0; waited < withinMs; waited += LOOK_MS) {
    if (mayMove(pump)) last = pump.clock.now();
    await pump.wait(LOOK_MS);
  }
  return last - from + LOOK_MS / 2;
};

/** Until the motor turns; false when it never does. */
export const movesSoon = (pump: SimulatedPump): Promise<boolean> =>
  pump.clock
    .advanceUntil(() => pump.world.simulators.motor.status().velocity !== 0, 1_000)
    .then(() => true)
    .catch(() => false);

/** When this alarm of HIGH priority was raised, ms after `from`; null when it is not shown. */
export const alarmAfter = (pump: SimulatedPump, alarm: AlarmName, from: number): number | null => {
  const found = pump.shown().find(each => each.alarm === alarm && each.priority === 'high');
  return found === undefined ? null : found.sinceMonoMs - from;
};

/** Steps whose commands move the motor. */
export const movesIn = (steps: readonly Observed[]): readonly Observed[] =>
  steps.filter(({ commands }) => commands.some(({ type }) => type === 'moveMotor'));

/** Counts of the encoder in 1 U; of many, because counts of one are rounded. */
const COUNTS_PER_U = countsIn(40_000) / 1_000;

/** Travel of the plunger by its encoder, in U. */
export const unitsOf = (counts: number): number => counts / COUNTS_PER_U;

/** Half a count, as a rectangle, at both ends of a travel; in U. */
export const TRAVEL_STANDARD_U = (Math.SQRT2 * rectangular(0.5)) / COUNTS_PER_U;

/** A bolus as a person asks for it. */
export const askBolus = async (pump: SimulatedPump, bolus: string, amountUu: number): Promise<void> => {
  await pump.give({ type: 'bolus.requested', bolus, amountUu });
  await pump.give({ type: 'bolus.confirmed', bolus });
};
