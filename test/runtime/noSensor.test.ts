import { expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const RESTART: readonly Fact[] = [
  { type: 'power.lost', cause: 'operator' },
  { type: 'power.applied', boot: 'again', gapMs: 60_000 },
];

const isTold = (pump: CorePump): boolean => pump.shown().some(({ alarm }) => alarm === 'cgmLost');

test('SR-087 no reading is missed of a sensor that nobody wears', req('SR-087'), async () => {
  const pump = await corePump();
  await pump.wait(90 * MINUTE);
  expect(isTold(pump)).toBe(false);
  await pump.give({ type: 'cgm.reported', session: 'active' });
  await pump.wait(21 * MINUTE);
  expect(isTold(pump)).toBe(true);
});

test.each<[string, Fact]>([
  ['has begun', { type: 'cgm.reported', session: 'active' }],
  ['has measured and says nothing of itself', { type: 'cgm.measured', sequence: 1, mgPerDl: 110 }],
])(
  'SR-087 a sensor that %s is missed after a restart, and after two',
  req('SR-087'),
  async (_title, fact) => {
    const pump = await corePump();
    await pump.give(fact);
    for (let starts = 0; starts < 2; starts += 1) {
      for (const each of RESTART) await pump.give(each);
      await pump.wait(5 * MINUTE);
    }
    expect(isTold(pump)).toBe(false);
    await pump.wait(16 * MINUTE);
    expect(isTold(pump)).toBe(true);
  },
);
