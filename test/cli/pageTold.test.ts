import { afterEach, expect, test } from 'vitest';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import type { Begun, Served, ToldStep } from '../../src/cli/pageApart/apart.ts';
import { pageApart } from '../../src/cli/pageApart/pageApart.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import { fakeSource } from '../inspector/support/fakeSource.ts';
import { req } from '../support/req.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const planted = (name: string): URL => new URL(`./planted/${name}.mjs`, import.meta.url);
const PARTS = { charts: {}, coverage: null, pageDir: '.' };
const HOW = { parts: PARTS, port: 0, mayBegin: false };
const pump: Served = fakeSource();
const rest = await simulatedPump({ transport: 'memory' });
const { state } = rest.runtime;
await rest.close();

const stepOf = (seq: number, fact: Fact = { type: 'suspend.requested' }): ToldStep => ({
  envelope: { seq, monoMs: monoMs(seq), wallMs: wallMs(seq), fact },
  before: state(),
  state: state(),
});

/** A page in a thread that says what it is told. */
const told = (begun: Partial<Begun> = {}, thread = 'saysPage', mostUntaken = 1_000) => {
  const said: string[] = [];
  let heard = (): void => {};
  const page = pageApart({
    say: line => {
      said.push(line);
      heard();
    },
    thread: planted(thread),
    mostUntaken,
    beat: milliseconds(200),
  });
  closing.push(page.close);
  page.begin({ state, seq: 0, journal: null, ...begun });
  /** Once something was said that has these words, `times` times. */
  const says = (words: string, times = 1): Promise<string> =>
    new Promise(resolve => {
      heard = () => {
        const lines = said.filter(each => each.includes(words));
        const last = lines[times - 1];
        if (last !== undefined) resolve(last);
      };
      heard();
    });
  return { page, said, says };
};

test('a run whose number of steps nobody knows begins with the first that is told', async () => {
  const { page, said, says } = told({ seq: null }, 'saysPage', 10);
  await page.serve(pump, HOW);
  for (let seq = 50_000; seq < 50_008; seq += 1) page.step(stepOf(seq));
  await says('step 50007');
  expect(said.filter(line => line.startsWith('step'))).toHaveLength(8);
  expect(said.some(line => line.startsWith('leap'))).toBe(false);
});

test(
  'SR-116 steps that a thread cannot take in time are left out, and it goes on from the state after them',
  req('SR-116'),
  async () => {
    const { page, said, says } = told({}, 'saysPage', 10);
    await page.serve(pump, HOW);
    await says('begin at 0');
    for (let seq = 1; seq <= 500; seq += 1) page.step(stepOf(seq));
    await says('leap to 499');
    // The state that the pump has is shown without another step.
    await says('step 500');
    // Bounded: what waited is all that was told.
    expect(said.filter(line => line.startsWith('step'))).toHaveLength(11);
    page.step(stepOf(501));
    await says('step 501');
  },
);

test(
  'SR-116 a thread that answers no more is ended and begun anew, however little it is told',
  req('SR-116'),
  async () => {
    const { page, says } = told();
    await page.serve(pump, HOW);
    await says('status');
    page.step(stepOf(1, { type: 'screen.touched' }));
    await says('THE PAGE HAS FAILED, THE PUMP GOES ON: it has not answered');
    await says('begin at 1, its step taken again');
    await says('The page is there again');
  },
);

test('no status is told while one waits for its answer', async () => {
  const { page, said, says } = told();
  await page.serve(pump, HOW);
  await says('begin at 0');
  for (let each = 0; each < 200; each += 1) page.tellStatus();
  await says('status', 2);
  expect(said.filter(line => line.startsWith('status')).length).toBeLessThan(10);
});

test('SR-116 what throws when the page asks for it ends nothing, and is told', req('SR-116'), async () => {
  const { page, says } = told();
  let hasStatus = true;
  const defective: Served = {
    status: () => {
      if (!hasStatus) throw new Error('planted in the status');
      return pump.status();
    },
    submit: () => {
      throw new Error('planted in the request');
    },
  };
  await page.serve(defective, HOW);
  page.step(stepOf(1, { type: 'screen.unlocked' }));
  await says('answer Islet itself has failed at it: planted in the request');
  await says('What the page asked for (resume.requested) has met a defect of Islet');
  hasStatus = false;
  page.tellStatus();
  await says('The page is not told how the pump is: planted in the status');
  await says('status none');
});

test('a request belongs to the thread that made it: another knows nothing of its number', async () => {
  const { page, says } = told();
  const fact: Fact = { type: 'resume.requested' };
  await page.serve({ ...pump, submit: () => ({ accepted: true, fact }) }, HOW);
  page.step(stepOf(1, { type: 'screen.unlocked' }));
  await says('answer accepted');
  page.step(stepOf(2, fact));
  await says('step 2 asked 1');
  page.step(stepOf(3, { type: 'screen.locked' }));
  await says('begin at 3, its step taken again');
  page.step(stepOf(4, fact));
  await says('step 4 asked by nobody');
});

test(
  'SR-116 a page that floods the pump with requests is refused, but a stop never; one that talks without end is ended',
  req('SR-116'),
  async () => {
    const { page, said, says } = told();
    const asked: string[] = [];
    const counting: Served = {
      ...pump,
      submit: ({ type }) => {
        asked.push(type);
        return { accepted: true };
      },
    };
    await page.serve(counting, HOW);
    await says('status');
    page.step(stepOf(1, { type: 'power.lost', cause: 'operator' }));
    await expect.poll(() => asked.includes('suspend.requested')).toBe(true);
    expect(asked).toHaveLength(101);
    page.step(stepOf(2, { type: 'entry.closed' }));
    await says('THE PAGE HAS FAILED, THE PUMP GOES ON: it talks without end');
    expect(said.filter(line => line === 'flood').length).toBeLessThan(5_000);
  },
);

test(
  'SR-116 five deaths of the thread settle whoever waits for the page, and are told',
  req('SR-116'),
  async () => {
    const { page, said } = told({}, 'brokenPage');
    await expect(page.serve(pump, HOW)).rejects.toThrow('planted before anything');
    expect(said.filter(line => line.includes('THE PUMP GOES ON'))).toHaveLength(5);
    expect(said.at(-1)).toContain('tried again within the hour');
    // Who comes later does not wait either.
    await expect(page.serve(pump, HOW)).rejects.toThrow('too often');
    page.step(stepOf(1));
  },
);

test(
  'SR-116 a thread that throws what has no words is a thread that has failed, and no more',
  req('SR-116'),
  async () => {
    const { page, says } = told();
    await page.serve(pump, HOW);
    page.step(stepOf(1, { type: 'screen.locked' }));
    await says('THE PAGE HAS FAILED');
    await says('begin at 1, its step taken again');
    page.step(stepOf(2, { type: 'entry.opened' }));
    await says('THE PAGE HAS FAILED', 2);
    await says('begin at 2, its step taken again');
  },
);

test('who waits for a page that is closed waits no longer', async () => {
  const { page } = told({}, 'mutePage');
  const served = page.serve(pump, HOW);
  const settled = expect(served).rejects.toThrow('closed before it was there');
  await page.close();
  await settled;
  await expect(page.serve(pump, HOW)).rejects.toThrow('closed');
});

test('whoever is told of a failure and throws ends nothing', async () => {
  const page = pageApart({
    say: () => {
      throw new Error('nobody listens');
    },
    thread: planted('saysPage'),
  });
  closing.push(page.close);
  page.begin({ state, seq: 0, journal: null });
  await page.serve(pump, HOW);
  page.step(stepOf(1, { type: 'screen.locked' }));
  await new Promise(resolve => setTimeout(resolve, 500));
  page.step(stepOf(2));
});
