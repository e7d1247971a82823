import { explore } from '../../../src/verify/explore.ts';
import { benchSystem } from '../paths/benchSystem.ts';
import { COMES_BY_ITSELF } from '../paths/feasible.ts';
import { restingPaths } from '../paths/ports/rests.ts';
import { notDriven, whyNotTaken } from '../paths/ports/uncovered.ts';
import { benchGraph, benchSuite, infeasibleIn, pathsIn } from '../paths/suites.ts';
import { COUNTED, countOf, driveOn, type Told } from './driveOn.ts';
import type { Phase, PhaseTools } from './phases.ts';
import type { Stand } from './stand.ts';

/** States of pump and bench: a run on hardware does not wait for the last of them. */
const LOOKED_AT = 30_000;
/** A rig has 10 min for its paths where time can be led, a day where it is real. */
const DEADLINE_MS = 600_000;
const LASTS_MS = 86_400_000;

/** The suite of the path generator for what this rig can do to a pump, and nothing else, over its ports. */
export const portPathsPhase = (stand: Stand, tell: Told['tell'], keep: Told['keep']): Phase => ({
  name: 'drive the generated paths',
  group: 'main',
  deadlineMs: DEADLINE_MS,
  lastsMs: LASTS_MS,
  run: tools => paths(stand, tools, { tell, keep }),
});

const paths = async (stand: Stand, tools: PhaseTools, { tell, keep }: Told): Promise<void> => {
  const { measure } = tools;
  const { ports } = stand;
  const mine = benchSuite('transitions', explore(benchSystem(ports.able), LOOKED_AT));
  const beyond = notDriven(pathsIn(benchSuite('transitions', benchGraph(LOOKED_AT))), ports.lacks);
  const reasons = whyNotTaken(infeasibleIn(mine), ports.lacks);
  const whole = pathsIn(mine);
  const suite = await driveOn(stand, [...whole, ...restingPaths(whole, COMES_BY_ITSELF)], tools, {
    tell,
    keep: driven => keep({ ...driven, results: [...driven.results, ...beyond], reasons }),
  });
  for (const { name, firstDivergence } of beyond) tell(`  not covered: ${name}: ${firstDivergence}`);
  for (const [id, reason] of reasons)
    if (suite.transitions.missing.includes(id)) tell(`  not covered: ${id}: ${reason}`);
  measure({
    name: 'transitions taken',
    value: suite.transitions.taken,
    unit: 'transitions',
    least: suite.transitions.total - reasons.size,
    most: suite.transitions.total,
    ...COUNTED,
  });
  const left = suite.transitions.missing.filter(id => !reasons.has(id));
  for (const id of left) tell(`  within reach and not taken: ${id}`);
  measure({
    name: 'transitions within reach that were not taken',
    value: left.length,
    unit: 'transitions',
    least: 0,
    most: 0,
    ...COUNTED,
  });
  measure({
    name: 'paths that went otherwise than this rig can steer',
    value: countOf(suite, 'undriven'),
    unit: 'paths',
    least: 0,
    most: suite.results.length - 1,
    ...COUNTED,
  });
  const rested = ports.instruments()?.scale?.restedIn();
  if (rested !== undefined)
    measure({
      name: 'states of the chart in which a pump was weighed while nothing was ordered',
      value: rested.size,
      unit: 'states',
      least: 1,
      most: suite.states.total,
      ...COUNTED,
    });
  const reactions = ports.reactions();
  const stimuli = ports.stimuli();
  if (stimuli === 0) return;
  measure({
    name: 'stimuli that a HIGH alarm has answered',
    value: reactions.length,
    unit: 'stimuli',
    least: stimuli,
    most: stimuli,
    uncertainty: 0,
    instrument: 'what the pump shows',
    requirements: ['SR-080'],
  });
  if (reactions.length === 0) return;
  measure({
    name: 'longest time from a stimulus to its HIGH alarm',
    value: Math.max(...reactions.map(({ ms }) => ms)),
    unit: 'ms',
    least: 0,
    most: 1_000,
    uncertainty: 1,
    instrument: 'what the pump shows, by its clock',
    requirements: ['SR-080'],
  });
};
