import { expect, test } from 'vitest';
import { smallProperties } from '../../specs/properties/small.ts';
import { properties as pumpProperties } from '../../specs/properties.ts';
import { checkRule } from '../../src/verify/properties.ts';
import { graphsOf } from '../../src/verify/smallOnes.ts';
import { smallMistakes } from '../machines/brokenSmall.ts';
import { spoilt } from '../machines/spoil.ts';
import { req } from '../support/req.ts';
import { smallMachine } from '../support/smallClaims.ts';

test('every property of a small machine has a mistake that it must find, and no mistake is planted for nothing', () => {
  const names = smallProperties.flatMap(({ properties }) => properties.map(({ name }) => name));
  expect(names.length).toBeGreaterThan(20);
  expect(Object.keys(smallMistakes).sort()).toEqual(names.sort());
});

test('no two properties have the same name: verdicts are counted and kept by it', () => {
  const names = [...pumpProperties, ...smallProperties.flatMap(each => [...each.properties])].map(
    ({ name }) => name,
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

for (const { machine, properties } of smallProperties)
  for (const property of properties) {
    test(`${property.req[0]} holds of the ${machine} machine: ${property.name}`, req(...property.req), () => {
      const graphs = graphsOf(machine, property);
      let checks = 0;
      for (const graph of graphs) {
        const verdict = checkRule(graph, property.rule);
        expect(graph.complete).toBe(true);
        expect(verdict.broken).toBeNull();
        checks += verdict.checks;
      }
      expect(checks, 'a property that was never asked says nothing').toBeGreaterThan(0);
    });

    test(`a ${machine} machine that breaks it is found: ${property.name}`, () => {
      const spoil = smallMistakes[property.name];
      if (spoil === undefined) throw new Error(`no mistake is planted for "${property.name}"`);
      const graphs = graphsOf(machine, property, spoilt(smallMachine(machine), spoil));
      expect(graphs.some(graph => checkRule(graph, property.rule).broken !== null)).toBe(true);
    });
  }
