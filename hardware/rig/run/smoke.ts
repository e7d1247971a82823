import { PULSE } from '../../../src/domain/pulses.ts';
import { displacedAt } from '../../mechanics/state.ts';
import { OPERATION } from '../../motor/tic/protocol.ts';
import type { SuiteResult } from '../paths/suite.ts';
import { benchSuite, pathsIn } from '../paths/suites.ts';
import { BEYOND, UNDRIVEN, UNVISITED } from '../paths/undriven.ts';
import type { SimulatedPump } from '../simulatedPump.ts';
import { COUNTED, countOf, driveOn } from './driveOn.ts';
import { type Phase, type PhaseTools, PumpFailure } from './phases.ts';
import type { Stand } from './stand.ts';
import { attested, NO_BASAL, tornDown } from './standing.ts';

const BOLUS_PULSES = 40;

/** The first light of the rig: who is there, every path, and what can be measured in a minute. */
export const smokePlan = (
  stand: Stand,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
): readonly Phase[] => [
  attested(stand),
  pathsPhase(stand, tell, keep),
  { name: 'bolus accuracy', group: 'main', deadlineMs: 60_000, run: tools => accuracy(stand, tools) },
  { name: 'stop on suspension', group: 'main', deadlineMs: 60_000, run: tools => stopTime(stand, tools) },
  { name: 'occlusion', group: 'main', deadlineMs: 120_000, run: tools => occlusion(stand, tools) },
  ...tornDown(stand),
];

/** The suite of the path generator, on this stand. */
export const pathsPhase = (
  stand: Stand,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
): Phase => ({
  name: 'drive the generated paths',
  group: 'main',
  deadlineMs: 300_000,
  run: tools => paths(stand, tools, tell, keep),
});

const paths = async (
  stand: Stand,
  tools: PhaseTools,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
): Promise<void> => {
  const { measure } = tools;
  const suite = await driveOn(stand, pathsIn(benchSuite('transitions')), tools, { tell, keep });
  const { taken, total } = suite.transitions;
  measure({
    name: 'paths undriven',
    value: countOf(suite, 'undriven'),
    unit: 'paths',
    least: 0,
    most: 0,
    ...COUNTED,
  });
  measure({
    name: 'transitions taken',
    value: taken,
    unit: 'transitions',
    least: total - UNDRIVEN.size - BEYOND.size,
    most: total,
    ...COUNTED,
  });
  measure({
    name: 'states visited',
    value: suite.states.visited,
    unit: 'states',
    least: suite.states.total - UNVISITED.length,
    most: null,
    ...COUNTED,
  });
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
      uncertainty: 0,
      instrument: 'plunger of the simulated pump',
      value: displaced,
      unit: 'µU',
      least: asked - PULSE,
      most: asked + PULSE,
      requirements: ['SR-021'],
    });
    const { doses } = pump.runtime.state().ledger;
    measure({
      name: 'pulses counted',
      uncertainty: 0,
      instrument: 'count of the pump',
      value: doses.bolus,
      unit: 'pulses',
      least: BOLUS_PULSES,
      most: BOLUS_PULSES,
      requirements: ['SR-034'],
    });
    measure({
      name: 'pulses in doubt',
      uncertainty: 0,
      instrument: 'count of the pump',
      value: doses.inDoubt,
      unit: 'pulses',
      least: 0,
      most: 0,
      requirements: ['SR-007'],
    });
    measure({
      name: 'longest pulse',
      uncertainty: 1,
      instrument: 'facts of the motor driver',
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
      uncertainty: 3,
      instrument: 'status of the motor driver',
      value: stillAt - from,
      unit: 'ms',
      least: 0,
      most: 400,
      requirements: ['SR-037'],
    });
    measure({
      name: 'movement in the minute after',
      uncertainty: 0,
      instrument: 'encoder',
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
      uncertainty: 0,
      instrument: 'what the pump shows',
      value: alarms.length,
      unit: 'alarms',
      least: 1,
      most: 1,
      requirements: ['SR-058'],
    });
    measure({
      name: 'insulin missed',
      uncertainty: 0,
      instrument: 'plunger and line of the simulated pump',
      value: missed,
      unit: 'µU',
      least: 0,
      most: 2_000_000,
      requirements: ['SR-057'],
    });
  });
