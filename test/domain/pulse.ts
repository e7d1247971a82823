import { expect } from 'vitest';
import { type Bench, flat, running, types } from './bench.ts';

/** A pump whose first basal pulse is claimed, its intent durable, and its encoder known. */
export const moving = (): Bench => {
  const pump = claimed();
  pump.take({ type: 'intent.recorded', pulse: 1 });
  return pump;
};

export const claimed = (): Bench => {
  const pump = running(flat(1_000_000));
  pump.take({ type: 'encoder.counted', counts: 100 });
  pump.take({ type: 'force.measured', forceMn: 1_000 });
  pump.run(60_000);
  pump.pass(30_000);
  expect(types(pump.take({ type: 'clock.reached' }))).toEqual(['pulse.due']);
  pump.give({ type: 'claimPulse', channel: 'basal' });
  return pump;
};

export const verifying = (): Bench => {
  const pump = moving();
  pump.take({ type: 'motor.arrived', pulse: 1 });
  return pump;
};
