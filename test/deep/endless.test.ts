import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import { spin } from '../../src/cli/witness/checkers.ts';
import { prove } from '../../src/cli/witness/prover.ts';
import { explore } from '../../src/verify/explore.ts';
import { check } from '../../src/verify/properties.ts';
import { openPump } from '../../src/verify/systems.ts';
import { openProgram } from '../../src/verify/witness/worlds.ts';

type Endless = Property & {
  readonly rule: Extract<Property['rule'], { readonly leadsTo: unknown }>;
};
const isEndless = (property: Property): property is Endless => 'leadsTo' in property.rule;

const asked = properties.filter(isEndless).filter(({ world }) => world !== 'plant');
/** The same in a world that promises nothing: then nothing has to come. */
const unpromised = asked.map((property): Endless => ({ ...property, rule: { ...property.rule, given: [] } }));

const graph = explore(openPump());
const endless = (property: Property) =>
  openProgram(pumpMachine, [property], undefined, undefined, 'endless').program;
const inRounds = (some: readonly Property[], rounds: number) =>
  prove(openProgram(pumpMachine, some, undefined, undefined, { rounds }).program);

test.each(asked)(
  'SR-046 with its promises kept, Islet and SPIN find no run without end: $name',
  {
    timeout: 600_000,
  },
  property => {
    expect(check(graph, property).violation).toBeNull();
    expect(spin.testify(endless(property)).broken).toBeNull();
  },
);

test.each(unpromised)(
  'SR-046 in a world that promises nothing, Islet and SPIN find one: $name',
  {
    timeout: 600_000,
  },
  property => {
    expect(check(graph, property).violation).not.toBeNull();
    expect(spin.testify(endless(property)).broken).toBe('0');
  },
);

test('SR-046 ABC proves them in two rounds, and none where nothing is promised', { timeout: 600_000 }, () => {
  const proved = inRounds(asked, 2);
  expect(proved.broken.size).toBe(0);
  expect(proved.proved).toHaveLength(asked.length);
  expect(asked.length).toBeGreaterThan(3);
  for (const rounds of [2, 5]) expect(inRounds(unpromised, rounds).broken.size).toBe(asked.length);
});
