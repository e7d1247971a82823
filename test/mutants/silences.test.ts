import { expect, test } from 'vitest';
import { spelled } from '../../hardware/rig/paths/pumpModel.ts';
import { chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import { SLEEPERS, WAKING } from '../../src/verify/mutants/observed/neverShows.ts';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { isAbout, isMeant } from '../../src/verify/mutants/observed/silences.ts';
import { SILENCES } from '../../src/verify/mutants/observed/silenceTable.ts';
import { tapeOfLife } from './roam/lives.ts';
import { roam } from './roam/roam.ts';
import { tales } from './roam/tales.ts';
import { focusOn, tapeOfFocused } from './walkTapes.ts';

/** Ways that are gone for each chart here; `test/deep` goes all of them, and plays the stories. */
const ROAMED = 40;
const MUCH = 1_000;
/** Lives that are lived here, for all charts; on the last one glucose that was low recovers when nobody wants low-glucose suspend any more. */
const LIVED = [...Array(30).keys(), 247].map(index => index + 1);

test('what is said never to come to a chart never comes on recorded runs, and much else does', {
  timeout: 600_000,
}, () => {
  const charts = new Set(SILENCES.map(({ chart }) => chart));
  let heard = 0;
  let about = 0;
  const broken: string[] = [];
  const roamed = MUTATED.filter(each => charts.has(each)).flatMap(
    name => roam(focusOn(chartOf(name)), ROAMED).tapes,
  );
  for (const { steps } of [...roamed, ...LIVED.map(tapeOfLife), ...tales()])
    for (const { deliveries } of steps)
      for (const { machine, before, event } of deliveries) {
        const own = SILENCES.filter(({ chart }) => chart === machine.replace(/:.*/, ''));
        if (own.length === 0) continue;
        heard += 1;
        const heardOf = spelled(event);
        for (const silence of own) {
          const isBroken = isMeant(silence, heardOf);
          // Enough of what is about a silence and does not break it is counted.
          if ((!isBroken && about > MUCH) || !isAbout(silence, before)) continue;
          about += 1;
          if (isBroken) broken.push(`${machine}: ${event.type} while in ${silence.whileIn.join(', ')}`);
        }
      }
  console.log(`${heard} events of ${charts.size} charts are held against ${SILENCES.length} silences`);
  expect(broken).toEqual([]);
  expect(heard).toBeGreaterThan(50);
  expect(about).toBeGreaterThan(20);
});

test('a silence that is turned over is broken on the same runs: a pump that is stopped hears that stops are cleared', {
  timeout: 600_000,
}, () => {
  const own = SILENCES.find(({ never }) => never.includes('alarm.stopsCleared'));
  if (own === undefined) throw new Error('no silence is about stops that are cleared');
  const heard = tales()
    .flatMap(({ steps }) => steps.flatMap(({ deliveries }) => deliveries))
    .filter(({ machine, event }) => machine === own.chart && isMeant(own, spelled(event)));
  const turned = { ...own, whileIn: ['pump.conditions.stopped'] };
  expect(heard.length).toBeGreaterThan(10);
  expect(heard.filter(({ before }) => isAbout(own, before))).toHaveLength(0);
  expect(heard.filter(({ before }) => isAbout(turned, before))).toHaveLength(heard.length);
});

test('each silence keeps a mutant hidden, and each is about states and events of its chart', () => {
  const reasons = readRecord().fates.map(({ because }) => because ?? '');
  for (const { chart, whileIn, never, because } of SILENCES) {
    const machine = chartOf(chart);
    for (const id of whileIn) expect(() => machine.getStateNodeById(id)).not.toThrow();
    for (const name of never)
      expect(machine.events.map(String), `${chart}: ${name}`).toContain(name.replace(/ .*/, ''));
    expect(
      reasons.some(reason => reason.includes(because)),
      `${chart}: ${because}`,
    ).toBe(true);
  }
});

test('whom a latched fault puts to sleep hears of nothing but another one, and of the power that goes', {
  timeout: 600_000,
}, () => {
  let heard = 0;
  const woken: string[] = [];
  const some = SLEEPERS.flatMap(name =>
    [1, 2, 3].map(seed => tapeOfFocused(focusOn(chartOf(name)), seed, 800)),
  );
  for (const { steps } of [...some, ...LIVED.map(tapeOfLife), ...tales()]) {
    const asleep = new Set<string>();
    for (const { deliveries } of steps)
      for (const { machine, event } of deliveries.filter(each => SLEEPERS.includes(each.machine))) {
        if (asleep.has(machine)) {
          heard += 1;
          if (!WAKING.includes(event.type)) woken.push(`${machine}: ${event.type}`);
        }
        if (event.type === 'fault.latched') asleep.add(machine);
        if (event.type === 'power.lost') asleep.delete(machine);
      }
  }
  expect(woken).toEqual([]);
  expect(heard).toBeGreaterThan(10);
});
