import { expect, test } from 'vitest';
import { req } from '../support/req.ts';
import { CONTENDERS } from './contenders.ts';
import { lives } from './fuzz.ts';

const SEEDS = [1, 2, 3, 4, 5, 6];
const MINUTES = 8 * 60;

test.each(Object.entries(CONTENDERS))(
  'SR-093, SR-095 to SR-097 whatever sensor, clock and person come up with, no cap is exceeded and no doubt raises insulin: %s',
  req('SR-093', 'SR-095', 'SR-096', 'SR-097'),
  (name, controller) => {
    const life = lives(name, controller, SEEDS, MINUTES);
    expect(life.breaches).toEqual([]);
    const { breaches: _, ...counts } = life;
    console.log(`${name}, seeds ${SEEDS.join(', ')}: ${JSON.stringify(counts)}`);
    expect(life.decisions).toBeGreaterThan(100);
    expect(life.refusedReadings).toBeGreaterThan(20);
    expect(life.doubtedReadings).toBeGreaterThan(20);
  },
);
