/**
 * Charts as they are drawn, as judges of what they are made of: words, states, targets, tags, guards and actions by name. A
 * chart that differs from its drawing is refused (`islet generate --check`); what such a difference would do to the pump is
 * asked by `islet mutants` (decision 0024).
 */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { MACHINES } from '../../src/cli/machines.ts';
import { chartOf } from '../../src/inspector/charts/derive.ts';

const part = z.looseObject({ id: z.string() });
const chartSchema = z.object({ states: z.array(part), transitions: z.array(part) });
const drawn = z
  .record(z.string(), z.object({ chart: chartSchema }))
  .parse(JSON.parse(readFileSync('specs/generated/charts.json', 'utf8')));

/** Each part as one line, so that what differs is found and told in no time. */
const linesOf = ({
  states,
  transitions,
}: {
  readonly states: readonly object[];
  readonly transitions: readonly object[];
}) => new Set([...states, ...transitions].map(each => JSON.stringify(each)));

test.each(MACHINES.map(({ id }) => id))('the chart of %s is the one that is drawn', id => {
  const machine = MACHINES.find(each => each.id === id);
  const known = drawn[id];
  if (machine === undefined || known === undefined)
    throw new Error(`there is no machine or no drawing ${id}`);
  const told = linesOf(known.chart);
  const now = linesOf(chartOf(machine));
  expect(told.size).toBeGreaterThan(0);
  expect([...now].filter(line => !told.has(line))).toEqual([]);
  expect([...told].filter(line => !now.has(line))).toEqual([]);
});
