import type { AlarmName } from '../../../src/domain/alarms.ts';
import { countsIn } from '../../../src/domain/drive.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { rectangular } from '../measure/uncertainty.ts';
import { RigTrouble } from '../run/phases.ts';

/** What can be seen from outside a pump: its motor, its plunger, and what it shows. */

/** Between two looks of the pump's adapter at its motor, ms: how late what the driver says may be heard. */
export const LOOK_MS = 20;

/**
 * From `from` until the motor driver said that it stands still and may not move, and then never said otherwise for `withinMs`; ms of
 * pump time. Throws RigTrouble when it has not said so by then.
 */
export const stillAfter = async (pump: RigPump, from: number, withinMs = 2_000): Promise<number> => {
  await pump.wait(withinMs);
  const at = pump.motor.restedSince();
  if (at === null)
    throw new RigTrouble(
      `the motor driver does not say that it stands still, ${withinMs} ms after it should`,
    );
  return Math.max(0, at - from);
};

/** Until the motor turns; false when it never does. */
export const movesSoon = (pump: RigPump): Promise<boolean> =>
  pump.time.until(() => pump.motor.last()?.isTurning === true, 20_000);

/** When this alarm of HIGH priority was raised, ms after `from`; null when it is not shown. */
export const alarmAfter = (pump: Pick<RigPump, 'shown'>, alarm: AlarmName, from: number): number | null => {
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
export const askBolus = async (pump: RigPump, bolus: string, amountUu: number): Promise<void> => {
  await pump.give({ type: 'bolus.requested', bolus, amountUu });
  await pump.give({ type: 'bolus.confirmed', bolus });
};
