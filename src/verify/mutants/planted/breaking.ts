import type { SmallMachine, SmallProperty } from '../../../../specs/smallProperty.ts';
import { checkRule } from '../../properties.ts';
import { askedOf, graphsOf } from '../../smallOnes.ts';
import { machineOf } from '../draft.ts';
import { chartOf } from '../fields.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from '../mutants.ts';
import { plantedIn } from './planted.ts';

/**
 * For each property of a small machine, by its name, the first fault planted in the chart that breaks it: what the
 * property is known to catch. Of one that no planted fault breaks nothing is said.
 */
export const breakingOf = (machine: SmallMachine): Readonly<Record<string, string>> => {
  const left = new Set(askedOf(machine));
  const broken = new Map<SmallProperty, string>();
  for (const mutant of mutantsOf(chartOf(machine), plantedIn(machine))) {
    if (left.size === 0) break;
    for (const property of brokenBy(machine, left, mutant)) {
      left.delete(property);
      broken.set(property, mutant.id);
    }
  }
  return Object.fromEntries(
    askedOf(machine).flatMap(property => {
      const by = broken.get(property);
      return by === undefined ? [] : [[property.name, by]];
    }),
  );
};

/** Those of some properties that a fault breaks, in one sort of the chart at least. */
const brokenBy = (
  machine: SmallMachine,
  properties: ReadonlySet<SmallProperty>,
  { draft }: Mutant,
): readonly SmallProperty[] => {
  const chart = machineOf(draft);
  const graphs = graphsOf(machine, {}, chart);
  return [...properties].filter(property => {
    const own = property.of === undefined ? graphs : graphsOf(machine, property, chart);
    return own.some(graph => checkRule(graph, property.rule).broken !== null);
  });
};
