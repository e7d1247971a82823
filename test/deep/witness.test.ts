import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { properties } from '../../specs/properties.ts';
import { rumur, spin } from '../../src/cli/witness/checkers.ts';
import { prove } from '../../src/cli/witness/prover.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { viewOf } from '../../src/verify/mutants/draft.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { check } from '../../src/verify/properties.ts';
import { openSystem } from '../../src/verify/system.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { compared } from '../../src/verify/witness/replica.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';
import { brokenFor } from '../machines/broken.ts';

const events = alphabetOf(timerView(pumpMachine));
/** What a single step or state breaks. */
const asked = properties.filter(
  ({ rule, world }) =>
    world !== 'plant' && ('eachStep' in rule || 'also' in rule || ('never' in rule && !('until' in rule))),
);

/** A pump with one thing wrong, in a guard, a target or an action. */
type Faulty = { readonly name: string; readonly machine: AnyStateMachine };

const FAULTS = 10;
/** Ten of the pumps that each break a property, from all over the list. */
const spoilt: readonly Faulty[] = Array.from({ length: FAULTS }, (_, at) => {
  const name = asked[Math.floor((at * asked.length) / FAULTS)]?.name ?? '';
  return { name, machine: brokenFor(name) };
});

/** Nobody chose these: the middle of all changes of a kind. Whether they break anything, all must agree. */
const OPERATORS = ['guardDropped', 'guardNegated', 'targetChanged', 'actionDropped'] as const;
const drawn: readonly Faulty[] = OPERATORS.flatMap(operator => {
  const all = mutantsOf(pumpMachine, [operator]);
  return all
    .slice(Math.floor(all.length / 2), Math.floor(all.length / 2) + 1)
    .map(({ id, draft }) => ({ name: id, machine: viewOf(draft) }));
});

test.each([...spoilt, ...drawn])(
  'SR-046 Islet, SPIN, Rumur and ABC name the same of a pump with a fault: $name',
  {
    timeout: 900_000,
  },
  ({ name, machine }) => {
    const graph = explore(openSystem(chartOf(timerView(machine)), events));
    const ours = new Map(
      asked.flatMap(property => {
        const { violation } = check(graph, property);
        return violation === null ? [] : [[property.name, violation.run.length] as const];
      }),
    );
    const whole = openProgram(machine, asked, undefined, events);
    const nameOf = (claim: string | null): string => whole.claims.get(claim ?? '')?.name ?? 'nothing';

    const proof = prove(whole.program);
    expect(compared(graph, whole.program, whole.cast[0], proof.circuit).difference).toBeNull();
    const abc = new Map([...proof.broken].map(([claim, length]) => [nameOf(claim), length]));
    expect(abc).toEqual(ours);

    const [depthFirst, breadthFirst] = [spin.testify(whole.program), rumur.testify(whole.program)];
    if (spoilt.some(each => each.name === name)) expect([...ours.keys()]).toContain(name);
    if (ours.size === 0) {
      expect(depthFirst.broken).toBeNull();
      expect(breadthFirst.broken).toBeNull();
      return;
    }
    expect([...ours.keys()]).toContain(nameOf(depthFirst.broken));
    expect(breadthFirst.length).toBe(Math.min(...ours.values()));
    expect(ours.get(nameOf(breadthFirst.broken))).toBe(breadthFirst.length);

    // Alone, it is found by everybody.
    const [first] = asked.filter(({ name }) => ours.get(name) === breadthFirst.length);
    const { program } = openProgram(machine, first === undefined ? [] : [first], undefined, events);
    expect(spin.testify(program).broken).toBe('0');
  },
);
