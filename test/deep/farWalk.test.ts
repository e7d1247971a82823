import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { isWalkedAfar } from '../../src/verify/walk/verdicts.ts';
import { compared, seen } from '../machines/farWalk.ts';

test.each([
  { where: 'where anything may come', make: openPump, world: 'free', table: 10_000 },
  { where: 'in its plant', make: pumpInPlant, world: 'plant', table: 200_000 },
] as const)(
  'the whole pump $where, walked with few states in memory, is the one walked with all',
  {
    timeout: 1_800_000,
  },
  ({ make, world, table }) => {
    const before = seen.readings;
    const asked = properties.filter(
      each => (each.world === 'any' || each.world === world) && isWalkedAfar(each, { world: null }),
    );
    compared(states => make(undefined, states), asked, table, Number.POSITIVE_INFINITY);
    expect(seen.readings - before).toBeGreaterThan(10);
  },
);
