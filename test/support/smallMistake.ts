import type { AnyStateMachine } from 'xstate';
import type { SmallMachine, SmallProperty } from '../../specs/smallProperty.ts';
import { readPlanted } from '../../src/cli/mutants/planted.ts';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { plantedIn } from '../../src/verify/mutants/planted/planted.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { spoilt } from '../machines/spoil.ts';

const recorded = new Map(readPlanted('small').map(({ machine, breaks }) => [machine, breaks]));

/**
 * The chart that a property must find broken: by a mistake that a person has made for it, or by the planted fault that
 * is recorded for it. Throws where there is neither: a property that catches nothing says nothing.
 */
export const mistaken = (machine: SmallMachine, { name }: SmallProperty): AnyStateMachine => {
  const spoil = smallMistakes[name];
  if (spoil !== undefined) return spoilt(chartOf(machine), spoil);
  const id = recorded.get(machine)?.[name];
  const mutant = mutantsOf(chartOf(machine), plantedIn(machine)).find(each => each.id === id);
  if (mutant === undefined)
    throw new Error(
      `no mistake is planted for "${name}" of ${machine}; islet mutants ${machine} --plant looks for one`,
    );
  return machineOf(mutant.draft);
};
