import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMachine, initialTransition, transition } from 'xstate';
import { MACHINES } from '../../src/cli/machines.ts';
import { activeIds } from '../../src/inspector/charts/activeIds.ts';
import { chartOf } from '../../src/inspector/charts/derive.ts';
import type { ChartLayout } from '../../src/inspector/charts/drawing.ts';
import {
  CHARTS_FILE,
  chartsFor,
  checkCharts,
  layOutAll,
  textOf,
  writeCharts,
} from '../../src/inspector/charts/files.ts';
import { flawsOf } from '../../src/inspector/charts/flaws.ts';
import { fitOf, layOut } from '../../src/inspector/charts/layout.ts';
import { SIZE } from '../../src/inspector/charts/measure.ts';
import { inWords } from '../../src/inspector/charts/model.ts';

/** Laid out anew, whatever is committed; once, because it takes long. */
const anew = await layOutAll(MACHINES);

describe.each(MACHINES.map(machine => [machine.id, machine] as const))(
  'the chart of the %s',
  (_id, machine) => {
    const chart = chartOf(machine);
    const layout = anew[machine.id]?.layout;
    if (!layout) throw new Error(`${machine.id} was not laid out`);

    test('shows every state and every transition, or says why not', () => {
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
          region.full.labels.some(label => label.transitions.includes(id)),
        );
        expect(isDrawn || notDrawn.has(id), id).toBe(true);
        drawn += isDrawn ? 1 : 0;
      }
      expect(drawn).toBeGreaterThan(0);
      expect(layout.notDrawn.map(({ id }) => id)).toEqual([machine.id]);
    });

    test('keeps every transition in the overview too, as a wire or a badge', () => {
      const shown = new Set(
        layout.regions.flatMap(({ compact }) =>
          [...compact.wires, ...compact.loops].flatMap(({ transitions }) => transitions),
        ),
      );
      expect(chart.transitions.length).toBeGreaterThan(0);
      expect(chart.transitions.filter(({ id }) => !shown.has(id))).toEqual([]);
    });
  },
);

describe('the committed charts', async () => {
  const charts = await chartsFor(MACHINES);
  const regions = Object.values(charts).flatMap(({ chart, layout }) =>
    layout.regions.map(region => [region.id, chart, region] as const),
  );

  test.each(regions)('%s lays nothing over anything else, and nothing outside', (_id, chart, { full }) => {
    expect(full.states.length).toBeGreaterThan(0);
    expect(flawsOf(chart, full)).toEqual([]);
  });

  test.each(regions)(
    '%s gives every transition its words, and a line or the name of its goal',
    (id, chart, { full }) => {
      const own = chart.transitions.filter(({ source }) => source === id || source.startsWith(`${id}.`));
      expect(own.length).toBeGreaterThan(0);
      for (const transition of own) {
        const label = full.labels.find(({ transitions }) => transitions.includes(transition.id));
        const words = label?.lines.find(line => line.transition === transition.id)?.text ?? '';
        expect(words.length, transition.id).toBeGreaterThan(0);
        if (label?.inside === null) {
          const wires = full.wires.filter(({ transitions }) => transitions.includes(transition.id));
          expect(
            wires.filter(({ path }) => /^M[\d.]+ [\d.]+(L|Q)/.test(path)).length,
            transition.id,
          ).toBeGreaterThan(0);
        } else {
          expect([transition.source, `any:${transition.source}`]).toContain(label?.inside);
          for (const target of transition.targets.filter(each => each !== transition.source))
            expect(words, transition.id).toContain(`→ ${inWords(target.split('.').at(-1) ?? '')}`);
        }
      }
    },
  );

  test.each(regions)(
    '%s is seen as a whole in the page with names of at least 11 px',
    (_id, _chart, region) => {
      expect(fitOf(region.full) * SIZE.title).toBeGreaterThanOrEqual(11);
    },
  );

  test('a drawing with something over something else is found out', () => {
    const found = regions.find(([id]) => id === 'pump.motor');
    if (!found) throw new Error('the motor is not drawn');
    const [, chart, { full }] = found;
    const [label, other] = full.labels;
    const [beside, leaf] = full.states.slice(-2);
    if (!label || !other || !leaf || !beside) throw new Error('the motor has no words');
    const put = (place: { x: number; y: number }) =>
      flawsOf(chart, { ...full, labels: [{ ...label, x: place.x, y: place.y }, ...full.labels.slice(1)] });
    expect(put(other).join()).toContain(`lie over those of ${other.transitions[0]}`);
    expect(put(leaf).join()).toContain(`lie over ${leaf.id}`);
    expect(put({ x: full.width - 1, y: 0 }).join()).toContain('leave the picture');
    const moved = full.states.map(state =>
      state.id === leaf.id ? { ...state, x: beside.x, y: beside.y } : state,
    );
    expect(flawsOf(chart, { ...full, states: moved }).join()).toContain(leaf.id);
  });

  test('are current: laid out again they are the same, byte for byte', () => {
    expect(checkCharts(MACHINES)).toEqual({ fresh: true, stale: [] });
    expect(textOf(anew)).toBe(readFileSync(CHARTS_FILE, 'utf8'));
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
