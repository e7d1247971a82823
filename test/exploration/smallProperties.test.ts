import { expect, test } from 'vitest';
import { smallProperties } from '../../specs/properties/small.ts';
import { properties as pumpProperties } from '../../specs/properties.ts';
import { smallNames } from '../../src/runtime/machines.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import { checkRule } from '../../src/verify/properties.ts';
import { smallAlphabet } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { req } from '../support/req.ts';
import { graphOf, sortsOf } from '../support/smallClaims.ts';
import { mistaken } from '../support/smallMistake.ts';

const names = smallProperties.flatMap(({ properties }) => properties.map(({ name }) => name));

test('every small machine has properties, and no mistake is made for one that there is not', () => {
  expect([...new Set(smallProperties.map(({ machine }) => machine))].sort()).toEqual(
    [...smallNames, 'alarm'].sort(),
  );
  expect(names.length).toBeGreaterThan(300);
  expect(Object.keys(smallMistakes).filter(name => !names.includes(name))).toEqual([]);
});

test('no two properties have the same name: verdicts are counted and kept by it', () => {
  const all = [...pumpProperties.map(({ name }) => name), ...names];
  expect(all.length).toBeGreaterThan(400);
  expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
});

test('properties speak of nothing that the chart that ships does not hear', () => {
  expect(smallNames.length).toBeGreaterThan(20);
  for (const name of [...smallNames, 'alarm'] as const) {
    const view = timerView(chartOf(name));
    expect(smallAlphabet(name, view)).toEqual(alphabetOf(view));
  }
});

for (const { machine, properties } of smallProperties)
  for (const property of properties) {
    test(`${property.req[0]} holds of the ${machine} machine: ${property.name}`, req(...property.req), () => {
      let checks = 0;
      for (const sort of sortsOf(machine, property)) {
        const graph = graphOf(machine, sort);
        const verdict = checkRule(graph, property.rule);
        expect(graph.complete).toBe(true);
        expect(verdict.broken).toBeNull();
        checks += verdict.checks;
      }
      expect(checks, 'a property that was never asked says nothing').toBeGreaterThan(0);
    });

    test(`a ${machine} machine that breaks it is found: ${property.name}`, () => {
      const broken = mistaken(machine, property);
      const isFound = sortsOf(machine, property).some(
        sort => checkRule(graphOf(machine, sort, broken), property.rule).broken !== null,
      );
      expect(isFound).toBe(true);
    });
  }
