import { expect, test } from 'vitest';
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

/** A stranger's faults: two of each kind, wherever in the chart they fall. */
const OPERATORS = [
  'guardDropped',
  'guardNegated',
  'guardWeakened',
  'targetChanged',
  'actionDropped',
  'entryDropped',
  'transitionDropped',
] as const;
const OF_EACH = 2;
/** The last of so many parts of a list, and the one before: nobody chose them. */
const PARTS = 7;

const MUTANTS = OPERATORS.flatMap(operator => {
  const all = mutantsOf(pumpMachine, [operator]);
  return Array.from(
    { length: OF_EACH },
    (_, at) => all[Math.floor((all.length * (PARTS - 1 - 2 * at)) / PARTS)],
  ).flatMap(mutant => (mutant === undefined ? [] : [mutant]));
});

const events = alphabetOf(timerView(pumpMachine));
/** What a single step or state breaks. */
const asked = properties.filter(
  ({ rule, world }) =>
    world !== 'plant' && ('eachStep' in rule || 'also' in rule || ('never' in rule && !('until' in rule))),
);

let broken = 0;

test.each(MUTANTS)(
  'SR-046 Islet, SPIN, Rumur and ABC name the same of a pump with a fault: $id',
  {
    timeout: 900_000,
  },
  ({ draft }) => {
    const machine = viewOf(draft);
    const graph = explore(openSystem(chartOf(machine), events));
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
    if (ours.size === 0) {
      expect(depthFirst.broken).toBeNull();
      expect(breadthFirst.broken).toBeNull();
      return;
    }
    broken += 1;
    expect([...ours.keys()]).toContain(nameOf(depthFirst.broken));
    expect(breadthFirst.length).toBe(Math.min(...ours.values()));
    expect(ours.get(nameOf(breadthFirst.broken))).toBe(breadthFirst.length);

    // Alone, it is found by everybody.
    const [first] = asked.filter(({ name }) => ours.get(name) === breadthFirst.length);
    const { program } = openProgram(machine, first === undefined ? [] : [first], undefined, events);
    expect(spin.testify(program).broken).toBe('0');
  },
);

test('at least ten of these faults break something', () => {
  expect(broken).toBeGreaterThanOrEqual(10);
});
