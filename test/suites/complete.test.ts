import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mealy, Word } from '../../src/verify/suites/complete/mealy.ts';
import { minimise, separationOf } from '../../src/verify/suites/complete/minimise.ts';
import { METHODS } from '../../src/verify/suites/complete/register.ts';

/** What a machine says to a word, by the definition. */
const said = ({ inputs, next, output }: Mealy, word: Word, from = 0): readonly number[] => {
  let state = from;
  return word.map(input => {
    const at = state * inputs + input;
    state = next[at] ?? 0;
    return output[at] ?? 0;
  });
};

/** Whether two machines answer every word alike: no word as long as the product of their sizes tells them apart. */
const areEqual = (one: Mealy, other: Mealy, from = 0, to = 0): boolean => {
  const seen = new Set<string>();
  const queue: [number, number][] = [[from, to]];
  for (const [a, b] of queue) {
    if (seen.has(`${a} ${b}`)) continue;
    seen.add(`${a} ${b}`);
    for (let input = 0; input < one.inputs; input += 1) {
      const [x, y] = [a * one.inputs + input, b * other.inputs + input];
      if (one.output[x] !== other.output[y]) return false;
      queue.push([one.next[x] ?? 0, other.next[y] ?? 0]);
    }
  }
  return true;
};

/** A machine from one number: digits that say, for each state and input, where it leads and what it says. */
const machineFrom = (code: number, states: number, inputs: number, outputs: number): Mealy => {
  let rest = code;
  const digit = (base: number): number => {
    const value = rest % base;
    rest = Math.floor(rest / base);
    return value;
  };
  const rows = Array.from({ length: states * inputs }, () => [digit(states), digit(outputs)] as const);
  return {
    states,
    inputs,
    next: Int32Array.from(rows, ([to]) => to),
    output: Int32Array.from(rows, ([, out]) => out),
  };
};

const machineOfSize = (most: number) =>
  fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 2, max: 3 })).chain(([states, inputs]) =>
    fc
      .array(fc.tuple(fc.nat(states - 1), fc.nat(1)), {
        minLength: states * inputs,
        maxLength: states * inputs,
      })
      .map(
        (rows): Mealy => ({
          states,
          inputs,
          next: Int32Array.from(rows, ([to]) => to),
          output: Int32Array.from(rows, ([, out]) => out),
        }),
      ),
  );

/** Only what can be reached from the initial state. */
const reachable = (machine: Mealy): Mealy => {
  const order = [0];
  for (const state of order)
    for (let input = 0; input < machine.inputs; input += 1) {
      const to = machine.next[state * machine.inputs + input] ?? 0;
      if (!order.includes(to)) order.push(to);
    }
  const rows = order.flatMap(state =>
    Array.from({ length: machine.inputs }, (_, input) => state * machine.inputs + input),
  );
  return {
    states: order.length,
    inputs: machine.inputs,
    next: Int32Array.from(rows, at => order.indexOf(machine.next[at] ?? 0)),
    output: Int32Array.from(rows, at => machine.output[at] ?? 0),
  };
};

const reduced = (machine: Mealy): Mealy => minimise(reachable(machine)).machine;

const kills = (spec: Mealy, words: readonly Word[], mutant: Mealy): boolean =>
  words.some(word => String(said(spec, word)) !== String(said(mutant, word)));

test('a reduced machine is equal to its original, and no two of its states are equal', () => {
  fc.assert(
    fc.property(machineOfSize(7), machine => {
      const { machine: small, classOf } = minimise(machine);
      for (let state = 0; state < machine.states; state += 1)
        expect(areEqual(machine, small, state, classOf[state])).toBe(true);
      const separation = separationOf(small);
      for (let one = 0; one < small.states; one += 1)
        for (let other = 0; other < one; other += 1) {
          expect(areEqual(small, small, one, other)).toBe(false);
          const word = separation(one, other);
          expect(said(small, word, one)).not.toEqual(said(small, word, other));
          expect(said(small, word.slice(0, -1), one)).toEqual(said(small, word.slice(0, -1), other));
        }
    }),
    { seed: 1, numRuns: 200 },
  );
});

/** Every machine of two inputs and two outputs with so many states: (2 · states) to the power of 2 · states. */
const everyMutant = (states: number): readonly Mealy[] =>
  Array.from({ length: (2 * states) ** (2 * states) }, (_, code) => machineFrom(code, states, 2, 2));

const UNREPORTED = METHODS.filter(({ reported }) => !reported);
const domains = { 2: everyMutant(2), 3: everyMutant(3) };

for (const { name, method } of UNREPORTED) {
  test(`${name} kills every machine of at most n + k states that is not equal, of all that there are`, () => {
    let killed = 0;
    for (const [states, extra] of [
      [1, 1],
      [1, 2],
      [2, 0],
      [2, 1],
      [3, 0],
    ] as const) {
      const domain = domains[(states + extra) as 2 | 3];
      const specs = everySpec(states);
      for (const spec of specs) {
        const words = method(spec, extra);
        for (const mutant of domain) {
          const isKilled = kills(spec, words, mutant);
          if (isKilled) killed += 1;
          else if (!areEqual(spec, mutant))
            expect.fail(
              `${name} with ${extra} extra states lets a mutant of ${JSON.stringify(spec)} live: ${JSON.stringify(mutant)}`,
            );
        }
      }
    }
    expect(killed).toBeGreaterThan(50_000);
  });
}

/** Some reduced machines of so many states, spread over all there are. */
const everySpec = (states: number): readonly Mealy[] => {
  const all = everyMutantOf(states).filter(machine => reduced(machine).states === states);
  const stride = Math.max(1, Math.floor(all.length / 5));
  return all.filter((_, at) => at % stride === 0).slice(0, 5);
};
const everyMutantOf = (states: number): readonly Mealy[] =>
  states === 1 ? [0, 1, 2, 3].map(code => machineFrom(code, 1, 2, 2)) : domains[states as 2 | 3];

/** A machine near another: some steps changed, and states added that some steps lead to. */
const near = (spec: Mealy, extra: number) =>
  fc
    .record({
      added: fc.array(fc.tuple(fc.nat(), fc.nat(1)), {
        minLength: extra * spec.inputs,
        maxLength: extra * spec.inputs,
      }),
      changes: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 4 }),
    })
    .map(({ added, changes }): Mealy => {
      const states = spec.states + extra;
      const next = Int32Array.from([...spec.next, ...added.map(([to]) => to % states)]);
      const output = Int32Array.from([...spec.output, ...added.map(([, out]) => out)]);
      for (const [where, to, says] of changes) {
        const at = where % next.length;
        if (says) output[at] = 1 - (output[at] ?? 0);
        else next[at] = to % states;
      }
      return { states, inputs: spec.inputs, next, output };
    });

test('all methods kill random machines of up to three extra states that are nearly right', () => {
  let killed = 0;
  fc.assert(
    fc.property(
      machineOfSize(5)
        .map(reduced)
        .chain(spec =>
          fc
            .integer({ min: 0, max: spec.inputs === 2 ? 2 : 1 })
            .chain(extra =>
              fc.tuple(
                fc.constant(spec),
                fc.constant(extra),
                fc.array(near(spec, extra), { minLength: 40, maxLength: 40 }),
              ),
            ),
        ),
      ([spec, extra, mutants]) => {
        for (const { name, method } of UNREPORTED) {
          const words = method(spec, extra);
          for (const mutant of mutants) {
            if (areEqual(spec, mutant)) continue;
            expect(kills(spec, words, mutant), name).toBe(true);
            killed += 1;
          }
        }
      },
    ),
    { seed: 3, numRuns: 150 },
  );
  expect(killed).toBeGreaterThan(10_000);
});

/** A machine that reports its state: each step says where it leads, by the label of that state, beside its output. */
const reporting = (
  { states, inputs, next, output }: Mealy,
  labels: readonly number[],
  size: number,
): Mealy => ({
  states,
  inputs,
  next,
  output: output.map((out, at) => out * size + (labels[next[at] ?? 0] ?? 0)),
});

test('where a state is reported, k-switches after fixed words kill all machines of k more states', () => {
  const method = METHODS.find(({ reported }) => reported)?.method;
  if (method === undefined) throw new Error('there is no method for machines that report their state');
  let killed = 0;
  fc.assert(
    fc.property(
      machineOfSize(4)
        .map(reachable)
        .chain(spec =>
          fc
            .integer({ min: 0, max: 2 })
            .chain(extra =>
              fc.tuple(
                fc.constant(spec),
                fc.constant(extra),
                fc.array(
                  fc.tuple(
                    near(spec, extra),
                    fc.array(fc.nat(spec.states - 1), { minLength: extra, maxLength: extra }),
                  ),
                  { minLength: 40, maxLength: 40 },
                ),
              ),
            ),
        ),
      ([spec, extra, mutants]) => {
        const own = [...Array(spec.states).keys()];
        const right = reporting(spec, own, spec.states);
        const words = method(right, extra);
        for (const [mutant, added] of mutants) {
          const wrong = reporting(mutant, [...own, ...added], spec.states);
          if (areEqual(right, wrong)) continue;
          expect(kills(right, words, wrong)).toBe(true);
          killed += 1;
        }
      },
    ),
    { seed: 5, numRuns: 150 },
  );
  expect(killed).toBeGreaterThan(2_000);
});

test('the fault domain is hard enough: a suite for one extra state less lets some mutant live', () => {
  for (const { name, method } of UNREPORTED) {
    const alive = everySpec(2).some(spec => {
      const words = method(spec, 0);
      return domains[3].some(mutant => !kills(spec, words, mutant) && !areEqual(spec, mutant));
    });
    expect(alive, name).toBe(true);
  }
});
