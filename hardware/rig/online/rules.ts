import type { Property } from '../../../specs/property.ts';
import type { Event } from '../../../src/verify/automaton.ts';
import { explore, type Graph } from '../../../src/verify/explore.ts';
import { check } from '../../../src/verify/properties.ts';
import { ownLabels, type System } from '../../../src/verify/system.ts';
import { pumpModel } from '../paths/pumpModel.ts';

/** A property that a single run breaks, and what it says of it. */
export type Broken = { readonly name: string; readonly says: string };

/** Of a run that ends nobody can say what was still to come, and of one run not what others reach. */
const OF_MANY_RUNS = ['canReach', 'parksOn', 'leadsTo', 'everyOrderMakesSense'] as const;

/** The first property of the free pump that the events which its chart has heard break; null when none does. */
export const brokenBy = (heard: readonly Event[], properties: readonly Property[]): Broken | null => {
  const graph = graphAlong(heard);
  for (const property of properties) {
    if (property.world === 'plant' || OF_MANY_RUNS.some(word => word in property.rule)) continue;
    const { violation } = check(graph, property);
    if (violation !== null)
      return {
        name: property.name,
        says: `${property.req.join(' ')} ${property.name}, by ${violation.run.length} events`,
      };
  }
  return null;
};

/** A single run as a graph: each moment is a state of its own. */
export const graphAlong = (heard: readonly Event[]): Graph => {
  const labels = ownLabels(pumpModel);
  const states = [pumpModel.initial];
  const taken = heard.map(event => {
    const number = pumpModel.tables.eventNumber(event);
    const label = labels.numberOf(number, pumpModel.take(states.at(-1) ?? pumpModel.initial, number));
    states.push(pumpModel.landed());
    return label;
  });
  const line: System = {
    initial: 0,
    size: () => states.length,
    bytes: () => 0,
    chart: pumpModel,
    chartState: moment => states[moment] ?? pumpModel.initial,
    world: null,
    worldState: () => 0,
    labelAt: label => ({ ...labels.at(label), refused: [] }),
    expand: (moment, tell) => {
      const label = taken[moment];
      if (label !== undefined) tell(moment + 1, label);
    },
  };
  return explore(line);
};
