import { expect, test } from 'vitest';
import { CONTENDERS } from '../automation/contenders.ts';
import { lives } from '../automation/fuzz.ts';
import { req } from '../support/req.ts';

const SEEDS = Array.from({ length: 150 }, (_, index) => 1_000 + index);
const MINUTES = 24 * 60;

test.each(Object.entries(CONTENDERS))(
  'SR-093, SR-095 to SR-097 150 days of whatever sensor, clock and person come up with: %s',
  { timeout: 1_800_000, ...req('SR-093', 'SR-095', 'SR-096', 'SR-097') },
  (name, controller) => {
    const life = lives(name, controller, SEEDS, MINUTES);
    const { breaches, ...counts } = life;
    console.log(`${name}, seeds ${SEEDS[0]} to ${SEEDS.at(-1)}: ${JSON.stringify(counts)}`);
    expect(breaches).toEqual([]);
    expect(life.decisions).toBeGreaterThan(30_000);
  },
);
