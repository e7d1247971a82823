import { describe, expect, test } from 'vitest';
import { MACHINES } from '../../src/cli/machines.ts';
import { chartsFor } from '../../src/inspector/charts/files.ts';
import { aroundOf, moveBy, type Row, rowsOf } from '../../src/inspector/page/chart-tree-rows.ts';

const charts = await chartsFor(MACHINES);
const active = new Set(
  ['pump', 'pump.motor', 'pump.motor.underway', 'pump.motor.underway.moving'].map(id => `pump|${id}`),
);
const machines = Object.keys(charts);
const rows = (open: readonly string[]): readonly Row[] => rowsOf(charts, machines, active, new Set(open));

/** Opens everything there is, row by row, as a person with the right arrow. */
const allOpen = (): ReadonlySet<string> => {
  const open = new Set<string>();
  for (;;) {
    const shut = rowsOf(charts, machines, active, open).filter(({ isOpen }) => isOpen === false);
    if (shut.length === 0) return open;
    for (const { key } of shut) open.add(key);
  }
};

describe('the tree of states', () => {
  test('has every state of every machine once, and says of each what it is and whether it is active', () => {
    const all = rowsOf(charts, machines, active, allOpen());
    const states = all.flatMap(({ id, machine, level }) => (level === 1 ? [] : [`${machine} ${id}`]));
    const known = Object.entries(charts).flatMap(([machine, { chart }]) =>
      chart.states.filter(({ parent }) => parent !== null).map(({ id }) => `${machine} ${id}`),
    );
    expect(known.length).toBeGreaterThan(250);
    expect([...states].sort()).toEqual([...known].sort());
    const moving = all.find(({ id }) => id === 'pump.motor.underway.moving');
    expect(moving?.says).toBe('pump, motor, underway, moving, active');
    const still = all.find(({ id }) => id === 'pump.motor.still');
    expect(still?.says).toBe('pump, motor, still, not active');
    expect(all.find(({ id }) => id === 'pump.motor')?.says).toBe('pump, motor, region, now moving');
    expect(all.filter(({ isActive, level }) => isActive && level > 1)).toHaveLength(3);
    for (const { place, of } of all) expect(place >= 1 && place <= of).toBe(true);
    // A state is to be seen once what is around it is open, and not before.
    for (const { key } of all) {
      const around = aroundOf(key);
      expect(rows(around).map(row => row.key)).toContain(key);
      if (key.includes('|')) expect(rows(around.slice(0, -1)).map(row => row.key)).not.toContain(key);
    }
  });

  test('shows what is inside only of what is open, and says where it is closed what is active inside', () => {
    expect(rows([]).map(({ level }) => level)).toEqual(machines.map(() => 1));
    const open = rows(['pump']);
    expect(open).toHaveLength(machines.length + 10);
    expect(open.find(({ id }) => id === 'pump.motor')?.words).toBe('motor: moving');
  });

  test('every row is reached by the arrow keys, and each leads back to its parent', () => {
    const all = rowsOf(charts, machines, active, allOpen());
    let at = all[0]?.key ?? null;
    const met = [at];
    for (;;) {
      const move = moveBy('ArrowDown', all, at);
      if (move === null || !('to' in move) || move.to === at) break;
      at = move.to;
      met.push(at);
    }
    expect(met).toEqual(all.map(({ key }) => key));
    for (const row of all) {
      const move = moveBy('ArrowLeft', all, row.key);
      if (row.isOpen === true) expect(move).toEqual({ toggle: row.key });
      else expect(move).toEqual(row.parent === null ? null : { to: row.parent });
      expect(moveBy('Enter', all, row.key)).toEqual({ choose: row.key });
    }
    expect(moveBy('End', all, null)).toEqual({ to: all.at(-1)?.key });
    expect(moveBy('ArrowRight', rows([]), 'pump')).toEqual({ toggle: 'pump' });
    expect(moveBy('q', all, at)).toBeNull();
  });
});
