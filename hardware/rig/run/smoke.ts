import { PULSE } from '../../../src/domain/pulses.ts';
import { displacedAt } from '../../mechanics/state.ts';
import { OPERATION } from '../../motor/tic/protocol.ts';
import { benchSettings } from '../paths/pumpOnBench.ts';
import { driveAll, inWords, type SuiteResult } from '../paths/suite.ts';
import { benchSuite, pathsIn } from '../paths/suites.ts';
import { BEYOND, UNDRIVEN, UNVISITED } from '../paths/undriven.ts';
import type { SimulatedPump } from '../simulatedPump.ts';
import { type Phase, type PhaseTools, PumpFailure, RigTrouble } from './phases.ts';
import type { Stand } from './stand.ts';

/** Boluses alone: what the plunger displaces is theirs. */
const NO_BASAL = { ...benchSettings, basalProfile: [{ fromMinute: 0, rateUuPerHour: 0 }] };
const BOLUS_PULSES = 40;
const DEVICES = ['motor', 'encoder', 'force'] as const;

/** The first light of the rig: who is there, every path, and what can be measured in a minute. */
export const smokePlan = (
  stand: Stand,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
): readonly Phase[] => [
  { name: 'attest the devices', group: 'setup', deadlineMs: 30_000, run: tools => attest(stand, tools) },
  {
    name: 'drive the generated paths',
    group: 'main',
    deadlineMs: 300_000,
    run: tools => paths(stand, tools, tell, keep),
  },
  { name: 'bolus accuracy', group: 'main', deadlineMs: 60_000, run: tools => accuracy(stand, tools) },
  { name: 'stop on suspension', group: 'main', deadlineMs: 60_000, run: tools => stopTime(stand, tools) },
  { name: 'occlusion', group: 'main', deadlineMs: 120_000, run: tools => occlusion(stand, tools) },
  { name: 'halt the motor', group: 'teardown', deadlineMs: 5_000, run: tools => halt(stand, tools) },
  { name: 'release the devices', group: 'teardown', deadlineMs: 5_000, run: stand.release },
];

const attest = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    await pump.wait(10_000);
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
      });
    const failed = pump.steps
      .map(({ envelope }) => envelope.fact)
      .find(fact => fact.type === 'selfTest.failed');
    if (failed?.type === 'selfTest.failed') throw new PumpFailure(failed.reason);
    if (!pump.runtime.state().pump.matches({ life: 'operating' }))
      throw new PumpFailure('the pump is not operating 10 s after power-on');
  });

const paths = async (
  stand: Stand,
  { measure, signal }: PhaseTools,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
): Promise<void> => {
  const suite = await driveAll(pathsIn(benchSuite('transitions')), {
    ...stand.options,
    onStep: stand.watch,
    signal,
    progress: ({ outcome, name, firstDivergence }, done, total) => {
      if (outcome !== 'pass') tell(`  ${outcome}: ${name}: ${firstDivergence}`);
      else if (done % 10 === 0) tell(`  ${done} of ${total} paths`);
    },
  });
  keep(suite);
  tell(`  ${inWords(suite)}`);
  const of = (outcome: string): number => suite.results.filter(result => result.outcome === outcome).length;
  const { taken, total } = suite.transitions;
  measure({ name: 'paths driven', value: suite.results.length, unit: 'paths', least: 1, most: null });
  measure({ name: 'paths failed', value: of('fail'), unit: 'paths', least: 0, most: 0 });
  measure({ name: 'paths undriven', value: of('undriven'), unit: 'paths', least: 0, most: 0 });
  measure({ name: 'checks', value: suite.checks, unit: 'checks', least: 1, most: null });
  measure({
    name: 'transitions taken',
    value: taken,
    unit: 'transitions',
    least: total - UNDRIVEN.size - BEYOND.size,
    most: total,
  });
  measure({
    name: 'states visited',
    value: suite.states.visited,
    unit: 'states',
    least: suite.states.total - UNVISITED.length,
    most: null,
  });
  const error = suite.results.find(({ outcome }) => outcome === 'error');
  if (error) throw new RigTrouble(`${error.name}: ${error.firstDivergence}`);
};

const askBolus = async (pump: SimulatedPump, bolus: string, amountUu: number): Promise<void> => {
  await pump.give({ type: 'bolus.requested', bolus, amountUu });
  await pump.give({ type: 'bolus.confirmed', bolus });
};

const accuracy = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    await pump.give({ type: 'resume.requested' });
    const before = displacedAt(pump.world.model.state());
    await askBolus(pump, 'accuracy', BOLUS_PULSES * PULSE);
    await pump.wait(90_000);
    const displaced = displacedAt(pump.world.model.state()) - before;
    const asked = BOLUS_PULSES * PULSE;
    measure({
      name: 'bolus displaced',
      value: displaced,
      unit: 'µU',
      least: asked - PULSE,
      most: asked + PULSE,
      requirements: ['SR-021'],
    });
    const { doses } = pump.runtime.state().ledger;
    measure({
      name: 'pulses counted',
      value: doses.bolus,
      unit: 'pulses',
      least: BOLUS_PULSES,
      most: BOLUS_PULSES,
      requirements: ['SR-034'],
    });
    measure({
      name: 'pulses in doubt',
      value: doses.inDoubt,
      unit: 'pulses',
      least: 0,
      most: 0,
      requirements: ['SR-007'],
    });
    measure({
      name: 'longest pulse',
      value: longestPulse(pump),
      unit: 'ms',
      least: 1,
      most: 400,
      requirements: ['SR-006'],
    });
  });

/** From the order to the arrival, by the facts that came from the driver; 0 when none arrived. */
const longestPulse = ({ steps }: SimulatedPump): number => {
  const ordered = new Map<number, number>();
  let longest = 0;
  for (const { envelope, commands } of steps) {
    for (const command of commands)
      if (command.type === 'moveMotor') ordered.set(command.pulse.pulse, envelope.monoMs);
    const { fact } = envelope;
    if (fact.type === 'motor.arrived')
      longest = Math.max(longest, envelope.monoMs - (ordered.get(fact.pulse) ?? envelope.monoMs));
  }
  return longest;
};

const stopTime = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    const mayMove = (): boolean => {
      const { operation, velocity } = pump.world.simulators.motor.status();
      return velocity !== 0 || operation === OPERATION.normal || operation === OPERATION.startingUp;
    };
    await pump.give({ type: 'resume.requested' });
    await askBolus(pump, 'stop', BOLUS_PULSES * PULSE);
    await pump.clock
      .advanceUntil(() => pump.world.simulators.motor.status().velocity !== 0, 1_000)
      .catch(() => {
        throw new PumpFailure('the motor never moved');
      });
    const from = pump.clock.now();
    await pump.give({ type: 'suspend.requested' });
    let stillAt = from;
    for (let waited = 0; waited < 2_000; waited += 5) {
      if (mayMove()) stillAt = pump.clock.now();
      await pump.wait(5);
    }
    const atRest = pump.world.model.counts();
    await pump.wait(60_000);
    measure({
      name: 'motor at rest after suspension',
      value: stillAt - from,
      unit: 'ms',
      least: 0,
      most: 400,
      requirements: ['SR-037'],
    });
    measure({
      name: 'movement in the minute after',
      value: pump.world.model.counts() - atRest,
      unit: 'counts',
      least: 0,
      most: 0,
      requirements: ['SR-003'],
    });
  });

const occlusion = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    await pump.give({ type: 'resume.requested' });
    pump.world.inject({ occlusion: true });
    await askBolus(pump, 'occlusion', 160 * PULSE);
    await pump.wait(600_000);
    const { model } = pump.world;
    const missed = displacedAt(model.state()) - model.deliveredUu();
    const alarms = pump.shown().filter(({ alarm, priority }) => alarm === 'occlusion' && priority === 'high');
    measure({
      name: 'HIGH occlusion alarms',
      value: alarms.length,
      unit: 'alarms',
      least: 1,
      most: 1,
      requirements: ['SR-058'],
    });
    measure({
      name: 'insulin missed',
      value: missed,
      unit: 'µU',
      least: 0,
      most: 2_000_000,
      requirements: ['SR-057'],
    });
  });

const halt = async (stand: Stand, { measure }: PhaseTools): Promise<void> => {
  const isStill = await stand.halt();
  measure({
    name: 'motor halted and without current',
    value: isStill ? 1 : 0,
    unit: 'yes',
    least: 1,
    most: 1,
    requirements: ['SR-004'],
  });
  if (!isStill) throw new RigTrouble('the motor could not be halted. Cut its supply.');
};
