import { expect, test } from 'vitest';
import { Refusal } from '../../src/cli/exits.ts';
import { suiteIn } from '../../src/cli/suite/read.ts';
import { explore } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { suiteToJson } from '../../src/verify/suites/suite.ts';
import { machineAlone } from '../../src/verify/systems.ts';

const graph = explore(machineAlone('lock'));
const suites = CRITERIA.map(({ suite }) => suite('lock', graph, { n: 2, seed: 1 }));
const [suite] = suites;
if (suite === undefined) throw new Error('no suite');
const [goal] = suite.goals;
const [path] = suite.tests;

test('a suite of any criterion reads back from its JSON as it was', () => {
  for (const each of suites) expect(suiteIn('suite.json', suiteToJson(each))).toEqual(each);
});

/** Suites that are none, each with what must be said: file, field, value and problem. */
const MALFORMED: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
  'no JSON': ['a suite', /^suite\.json:1: JSON = a suite: /],
  'JSON that ends early': [suiteToJson(suite).slice(0, -1), /^suite\.json:1: JSON = nothing more: /],
  'another version': [
    JSON.stringify({ ...suite, version: 2 }),
    /^suite\.json: version = 2: this version of Islet reads version 1\./,
  ],
  'a field that is missing': [
    JSON.stringify({ ...suite, model: undefined }),
    /^suite\.json: model = nothing: .*expected string/,
  ],
  'a field that nobody knows': [JSON.stringify({ ...suite, colour: 'blue' }), /colour/],
  'another count of steps than there are': [
    JSON.stringify({ ...suite, steps: suite.steps + 1 }),
    new RegExp(
      `^suite\\.json: steps = ${suite.steps + 1}: says ${suite.steps + 1}; the tests have ${suite.steps}`,
    ),
  ],
  'another count of resets': [JSON.stringify({ ...suite, resets: 0 }), /^suite\.json: resets = 0: says 0/m],
  'a goal that no step meets': [
    JSON.stringify({ ...suite, goals: [{ ...goal, test: 0, step: 10_000 }] }),
    /^suite\.json: goals\.0 = .*is met by no step there is/,
  ],
  'a goal that says neither where it is met nor why it is not': [
    JSON.stringify({ ...suite, goals: [{ name: 'x' }] }),
    /^suite\.json: goals\.0 = \{"name":"x"\}: a goal has a name, and either/,
  ],
  'a step without an event': [
    JSON.stringify({ ...suite, tests: [{ ...path, steps: [{ ...path?.steps[0], event: {} }] }] }),
    /^suite\.json: tests\.0\.steps\.0\.event\.type = nothing: /m,
  ],
};

test.each(Object.entries(MALFORMED))(
  '%s is refused by field and value, with what to do',
  (_what, [text, says]) => {
    const read = (): unknown => suiteIn('suite.json', text);
    expect(read).toThrow(Refusal);
    expect(read).toThrow(says);
    expect(read).toThrow(/Generate it anew with this version of Islet: islet suite/);
  },
);
