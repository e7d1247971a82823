import { PULSE } from '../../../src/domain/pulses.ts';
import {
  askBolus,
  LOOK_MS,
  movesSoon,
  stillAfter,
  TRAVEL_STANDARD_U,
  unitsOf,
} from '../acceptance/observing.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { expanded } from '../measure/uncertainty.ts';
import type { SuiteResult } from '../paths/suite.ts';
import { benchSuite, pathsIn } from '../paths/suites.ts';
import { BEYOND, UNDRIVEN, UNVISITED } from '../paths/undriven.ts';
import { COUNTED, countOf, driveOn } from './driveOn.ts';
import { type Phase, type PhaseTools, PumpFailure } from './phases.ts';
import { portPathsPhase } from './portPaths.ts';
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
  {
    name: 'occlusion',
    group: 'main',
    deadlineMs: 120_000,
    needs: ['pinch'],
    run: tools => occlusion(stand, tools),
  },
  ...tornDown(stand),
];

/** The suite of the path generator, on this stand. */
export const pathsPhase = (
  stand: Stand,
  tell: (line: string) => void,
  keep: (suite: SuiteResult) => void,
): Phase =>
  stand.driving === null
    ? portPathsPhase(stand, tell, keep)
    : {
        name: 'drive the generated paths',
        group: 'main',
        deadlineMs: 300_000,
        run: tools => paths(stand, tools, tell, keep),
      };

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

const TRAVEL = {
  uncertainty: expanded(TRAVEL_STANDARD_U * 1_000_000),
  instrument: 'encoder',
  unit: 'µU',
} as const;

/** Insulin that the plunger has displaced since the encoder stood at `counts`, µU. */
const displacedSince = async (pump: RigPump, counts: number): Promise<number> =>
  Math.round(unitsOf((await pump.counts()) - counts) * 1_000_000);

const accuracy = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    await pump.give({ type: 'resume.requested' });
    const before = await pump.counts();
    await askBolus(pump, 'accuracy', BOLUS_PULSES * PULSE);
    await pump.wait(90_000);
    const asked = BOLUS_PULSES * PULSE;
    measure({
      name: 'bolus displaced',
      value: await displacedSince(pump, before),
      least: asked - PULSE,
      most: asked + PULSE,
      requirements: ['SR-021'],
      ...TRAVEL,
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
const longestPulse = ({ steps }: RigPump): number => {
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
    await pump.give({ type: 'resume.requested' });
    await askBolus(pump, 'stop', BOLUS_PULSES * PULSE);
    if (!(await movesSoon(pump))) throw new PumpFailure('the motor never moved');
    const from = pump.now();
    await pump.give({ type: 'suspend.requested' });
    const still = await stillAfter(pump, from);
    const atRest = await pump.counts();
    await pump.wait(60_000);
    measure({
      name: 'motor at rest after suspension',
      uncertainty: LOOK_MS,
      instrument: 'status of the motor driver',
      value: still,
      unit: 'ms',
      least: 0,
      most: 400,
      requirements: ['SR-037'],
    });
    measure({
      name: 'movement in the minute after',
      uncertainty: 0,
      instrument: 'encoder',
      value: (await pump.counts()) - atRest,
      unit: 'counts',
      least: 0,
      most: 0,
      requirements: ['SR-003'],
    });
  });

const occlusion = async (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async pump => {
    await pump.give({ type: 'resume.requested' });
    const before = await pump.counts();
    await pump.hands.set('pinch', true);
    await askBolus(pump, 'occlusion', 160 * PULSE);
    await pump.wait(600_000);
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
      // Nothing of it has left the line: what the plunger makes is missed, or held.
      name: 'insulin displaced into the blocked line',
      value: await displacedSince(pump, before),
      least: 0,
      most: 2_000_000,
      requirements: ['SR-057'],
      ...TRAVEL,
    });
  });
