import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMachine, initialTransition, transition } from 'xstate';
import { MACHINES } from '../../src/cli/machines.ts';
import { activeIds, chartOf } from '../../src/inspector/charts/derive.ts';
import type { Box, ChartLayout } from '../../src/inspector/charts/drawing.ts';
import {
  CHARTS_FILE,
  checkCharts,
  layOutAll,
  textOf,
  writeCharts,
} from '../../src/inspector/charts/files.ts';
import { layOut } from '../../src/inspector/charts/layout.ts';
import { inWords } from '../../src/inspector/charts/model.ts';

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

describe.each(MACHINES.map(machine => [machine.id, machine] as const))(
  'the chart of the %s',
  (_id, machine) => {
    const chart = chartOf(machine);
    const laid = layOut(chart);

    test('shows every state and every transition, or says why not', async () => {
      const layout = await laid;
      const notDrawn = new Set(layout.notDrawn.map(({ id }) => id));
      let drawn = 0;
      for (const { id } of chart.states) {
        const isDrawn = layout.regions.some(
          region => region.id === id || region.full.states.some(state => state.id === id),
        );
        expect(isDrawn || notDrawn.has(id), id).toBe(true);
        drawn += isDrawn ? 1 : 0;
      }
      for (const { id } of chart.transitions) {
        const isDrawn = layout.regions.some(region =>
          region.full.labels.some(label => label.transition === id),
        );
        expect(isDrawn || notDrawn.has(id), id).toBe(true);
        drawn += isDrawn ? 1 : 0;
      }
      expect(drawn).toBeGreaterThan(0);
      expect(layout.notDrawn.map(({ id }) => id)).toEqual([machine.id]);
    });

    test('keeps every transition in the overview too, as a wire or a badge', async () => {
      const layout = await laid;
      const shown = new Set(
        layout.regions.flatMap(({ compact }) =>
          [...compact.wires, ...compact.loops].flatMap(({ transitions }) => transitions),
        ),
      );
      expect(chart.transitions.length).toBeGreaterThan(0);
      expect(chart.transitions.filter(({ id }) => !shown.has(id))).toEqual([]);
    });

    test('lays no words over a state or over other words', async () => {
      const layout = await laid;
      let compared = 0;
      for (const { full } of layout.regions) {
        const leaves = full.states.filter(
          state => !full.states.some(other => other.id.startsWith(`${state.id}.`)),
        );
        const boxes = [...leaves, ...full.labels];
        for (const [index, one] of boxes.entries()) {
          for (const other of boxes.slice(index + 1)) {
            expect(overlap(one, other), `${JSON.stringify(one)} and ${JSON.stringify(other)}`).toBe(false);
            compared += 1;
          }
        }
      }
      expect(compared).toBeGreaterThan(0);
    });
  },
);

describe('the committed charts', () => {
  test('are current: laid out again they are the same, byte for byte', async () => {
    expect(checkCharts(MACHINES)).toEqual({ fresh: true, stale: [] });
    expect(textOf(await layOutAll(MACHINES))).toBe(readFileSync(CHARTS_FILE, 'utf8'));
  });

  test('are stale as soon as a machine says something else, is new or is gone', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'islet-charts-')), 'charts.json');
    const lamp = (meta: { req: string[] }) =>
      createMachine({
        id: 'lamp',
        initial: 'off',
        states: { off: { on: { pressed: { target: 'on', meta } } }, on: {} },
      });
    const before = lamp({ req: [] });
    expect(checkCharts([before], file)).toEqual({ fresh: false, stale: ['lamp'] });
    await writeCharts([before], file);
    expect(checkCharts([before], file)).toEqual({ fresh: true, stale: [] });
    expect(checkCharts([lamp({ req: ['SR-001'] })], file).stale).toEqual(['lamp']);
    expect(checkCharts([], file).stale).toEqual(['lamp']);
    writeFileSync(file, 'not JSON');
    expect(checkCharts([before], file).fresh).toBe(false);
  });
});

describe('a chart made to be awkward', () => {
  const awkward = createMachine({
    id: 'awkward',
    type: 'parallel',
    on: { reset: '.left' },
    states: {
      left: {
        initial: 'a',
        on: { home: '.a', cross: '#awkward.right.d', ignored: {} },
        states: {
          a: {
            on: { go: ['b', { target: 'c' }], self: { target: 'a', reenter: true } },
            after: { 500: 'b' },
          },
          b: { initial: 'x', states: { x: { on: { next: 'y' } }, y: { type: 'final' } }, onDone: 'c' },
          c: { type: 'final' },
        },
      },
      right: {
        initial: 'd',
        states: { d: { entry: () => {}, on: { cross: { guard: () => true, target: 'd' } } } },
      },
    },
  });

  test('is drawn all the same, and what crosses regions is listed', async () => {
    const chart = chartOf(awkward);
    const layout: ChartLayout = await layOut(chart);
    expect(layout.regions.map(({ id }) => id)).toEqual(['awkward.left', 'awkward.right']);
    expect(layout.notDrawn.map(({ id }) => id)).toEqual([
      'awkward',
      'awkward reset 0',
      'awkward.left cross 0',
    ]);
    expect(chart.transitions.map(({ id }) => id)).toContain('awkward.left.a timer.500Elapsed 0');
    expect(chart.transitions.find(({ id }) => id === 'awkward.right.d cross 0')?.guard?.name).toBe(
      '(decided in code)',
    );
  });

  test('tells its active states, parents first', () => {
    const [start] = initialTransition(awkward);
    const [next] = transition(awkward, start, { type: 'go' });
    expect(activeIds(next)).toEqual([
      'awkward',
      'awkward.left',
      'awkward.left.b',
      'awkward.left.b.x',
      'awkward.right',
      'awkward.right.d',
    ]);
  });

  test('refuses two transitions that nobody could tell apart', () => {
    const twins = createMachine({
      id: 'twins',
      initial: 'a',
      states: { a: { on: { 'timer.tickElapsed': 'b' }, after: { tick: 'b' } }, b: {} },
    });
    expect(() => chartOf(twins)).toThrow('two transitions share the id "twins.a timer.tickElapsed 0"');
  });
});

test.each([
  ['suspendedByUser', 'suspended by user'],
  ['CGMLost', 'CGM lost'],
  ['ok', 'ok'],
])('%s reads "%s"', (name, words) => {
  expect(inWords(name)).toBe(words);
});
