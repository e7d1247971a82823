import { benchSettings } from '../paths/pumpOnBench.ts';
import { MOTORS } from '../profile/motors.ts';
import { type Phase, type PhaseTools, PumpFailure, RigTrouble } from './phases.ts';
import type { Stand } from './stand.ts';

/** What every plan begins and ends with. */

/** Boluses alone: what the plunger displaces is theirs. */
export const NO_BASAL = { ...benchSettings, basalProfile: [{ fromMinute: 0, rateUuPerHour: 0 }] };
const SELF_TEST_ENDS: readonly string[] = ['selfTest.passed', 'selfTest.failed'];
const DEVICES = ['motor', 'encoder', 'force'] as const;

/** Who is there. */
export const attested = (stand: Stand): Phase => ({
  name: 'attest the devices',
  group: 'setup',
  deadlineMs: 30_000,
  run: tools => attest(stand, tools),
});

/** The motor halted, nothing done to its pump any more, and the cables closed. */
export const tornDown = (stand: Stand): readonly Phase[] => [
  { name: 'halt the motor', group: 'teardown', deadlineMs: 10_000, run: tools => halt(stand, tools) },
  { name: 'switch the relays off', group: 'teardown', deadlineMs: 10_000, run: stand.letGo },
  { name: 'release the devices', group: 'teardown', deadlineMs: 5_000, run: stand.release },
];

const attest = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    const isTold = (): boolean =>
      pump.steps.some(({ envelope }) => SELF_TEST_ENDS.includes(envelope.fact.type));
    await pump.time.until(isTold, 10_000);
    // The self-test ends at the first device that is not well; the others were not asked.
    const asked = DEVICES.filter(device => stand.bytes(device, 'toDevice') > 0);
    const silent = asked.filter(device => stand.bytes(device, 'toHost') === 0);
    if (silent.length > 0)
      throw new RigTrouble(
        `not one byte came from: ${silent.join(', ')}. Check cable, supply and baud rate.`,
      );
    for (const device of asked)
      measure({
        name: `${device} bytes heard`,
        value: stand.bytes(device, 'toHost'),
        unit: 'bytes',
        least: 1,
        most: null,
        uncertainty: 0,
        instrument: `serial line of ${device}`,
      });
    const failed = pump.steps
      .map(({ envelope }) => envelope.fact)
      .find(fact => fact.type === 'selfTest.failed');
    if (failed?.type === 'selfTest.failed') throw new PumpFailure(failed.reason);
    if (!pump.runtime.state().pump.matches({ life: 'operating' }))
      throw new PumpFailure('the pump is not operating 10 s after power-on');
  });

const halt = async (stand: Stand, { measure }: PhaseTools): Promise<void> => {
  const halted = await stand.halt();
  if (halted === null) return;
  measure({
    name: MOTORS[stand.profile.devices.motor.kind].whenHalted.measured,
    value: halted === 'still' ? 1 : 0,
    unit: 'yes',
    uncertainty: 0,
    instrument: 'status of the motor driver',
    least: 1,
    most: 1,
    requirements: ['SR-004'],
  });
  if (halted === 'supply cut')
    throw new RigTrouble('the motor driver did not say that it halted: the relay has cut its supply.');
  if (halted === 'not still') throw new RigTrouble('the motor could not be halted. Cut its supply.');
};
