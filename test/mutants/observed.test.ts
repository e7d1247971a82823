import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { UNDRIVEN } from '../../hardware/rig/paths/undriven.ts';
import { smallNames } from '../../src/runtime/machines.ts';
import { draftOf, machineOf } from '../../src/verify/mutants/draft.ts';
import { charted, chartOf, MUTATED } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { courseOf, type Fate } from '../../src/verify/mutants/observed/fate.ts';
import { hiddenBy } from '../../src/verify/mutants/observed/locks.ts';
import { readRecord } from '../../src/verify/mutants/observed/record.ts';
import { replay } from '../../src/verify/mutants/observed/replay.ts';
import { isSameDeed } from '../../src/verify/mutants/observed/sameDeed.ts';
import { SILENCES } from '../../src/verify/mutants/observed/silenceTable.ts';
import { endOf, figuresOf, outsideLines, pageOf } from '../../src/verify/mutants/observed/tell.ts';
import { FOCUSED_WALKED } from './observeAll.ts';
import { FOCUSED, focusOn, tapeOfFocused } from './walkTapes.ts';

const record = readRecord();
const reasons = new Set(UNDRIVEN.values());
const silences = new Set(SILENCES.map(({ because }) => because));
const mutants = new Map(
  MUTATED.map(name => [name, new Map(mutantsOf(chartOf(name)).map(each => [each.id, each]))] as const),
);
const mutantOf = ({ machine, mutant: id }: Fate) => {
  const mutant = mutants.get(machine)?.get(id);
  if (mutant === undefined) throw new Error(`the chart of the ${machine} has no such mutant: ${id}`);
  return mutant;
};

test('every mutant of every chart is recorded, and no other, and the page says what became of them', () => {
  expect(MUTATED).toEqual(['pump', ...smallNames, 'alarm']);
  const all = MUTATED.flatMap(name => [...(mutants.get(name)?.keys() ?? [])].map(id => `${name}: ${id}`));
  const known = record.fates.map(({ machine, mutant }) => `${machine}: ${mutant}`);
  expect(all.length).toBeGreaterThan(5_000);
  expect(known, 'npm run mutants').toEqual(all);
  const page = fileURLToPath(new URL('../../specs/chartMutants.md', import.meta.url));
  expect(readFileSync(page, 'utf8'), 'npm run mutants').toBe(pageOf(record));
});

test('the README says what is recorded', () => {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  expect(readme).toContain(figuresOf(record));
});

/** Mutants that nothing is seen of, and nobody knows why. This number may only go down. */
const OPEN_MOST = 0;

test('no more mutants than before are open, and of what was seen outside nothing is proved to come to the same', () => {
  const open = record.fates.filter(fate => endOf(fate) === 'open');
  expect(open.length).toBeLessThanOrEqual(OPEN_MOST);
  // A reason is no other word for what became of it: nobody brings it about, or it hides behind silences or locks that are held.
  const isReason = ({ machine, mutant, met, because }: Fate): boolean =>
    hiddenBy(machine, mutant) === because ||
    (!met && reasons.has(because ?? '')) ||
    (because ?? '').split('; ').every(part => silences.has(part));
  const survivors = record.fates.filter(fate => endOf(fate) === 'survivor');
  expect(survivors.filter(fate => !isReason(fate))).toEqual([]);
  const seen = record.fates.filter(fate => endOf(fate) === 'seen');
  expect(seen.length).toBeGreaterThan(3_000);
  expect(seen.filter(fate => isSameDeed(mutantOf(fate)))).toEqual([]);
});

test('of charts that were not put before the pump, a terminal says so and counts nothing', () => {
  const without = { ...record, fates: record.fates.filter(({ machine }) => machine !== 'sensor') };
  expect(outsideLines(without, ['sensor'])).toEqual([
    'not put before the whole pump yet: the mutants of sensor; npm run mutants -- sensor',
  ]);
  expect(outsideLines(without, ['sensor', 'lock'])).toHaveLength(2);
  expect(outsideLines(record, ['sensor']).join()).toMatch(
    / are seen, .* survive for a reason, and \d+ are open/,
  );
});

/** So many walks of its own of each of these are recorded anew; `test/deep` does all. */
const WALKS_AGAIN = 2;

test.each(['battery', 'lock', 'sounder'])(
  'on some walks of the %s chart, each of its mutants is seen where the record says',
  name => {
    const own = record.fates.filter(({ machine, seen }) => machine === name && seen?.suite === FOCUSED);
    const byTest = [...Map.groupBy(own, ({ seen }) => seen?.test ?? '')].slice(0, WALKS_AGAIN);
    let count = 0;
    for (const [test, some] of byTest) {
      const seed = Number(/seed (\d+)$/.exec(test)?.[1]);
      const tape = tapeOfFocused(focusOn(chartOf(name)), seed, FOCUSED_WALKED);
      const course = courseOf(name, charted(name), some.map(mutantOf));
      course.play(FOCUSED, [tape], 'all');
      expect(course.fates().map(({ seen }) => seen)).toEqual(some.map(({ seen }) => seen));
      count += some.length;
    }
    expect(count).toBeGreaterThan(1);
  },
);

test('the same chart, made anew, shows nothing on a tape, wherever it takes over', () => {
  const tape = tapeOfFocused(focusOn(chartOf('lock')), 1, 400);
  let plays = 0;
  for (const name of ['lock', 'battery', 'sensor', 'alarm', 'pump']) {
    const same = machineOf(draftOf(chartOf(name)));
    for (let from = 0; from < tape.steps.length; from += 97) {
      expect(replay(same, tape, from).sight, `${name} from ${from}`).toBeNull();
      plays += 1;
    }
  }
  expect(plays).toBeGreaterThan(20);
});

test('the same chart, made anew, hears of a journal that is read while nobody recovers', () => {
  const tape = tapeOfFocused(focusOn(chartOf('pump')), 26, FOCUSED_WALKED);
  const early = [...tape.steps.entries()].flatMap(([at, { envelope, before }]) =>
    envelope.fact.type === 'journal.read' && !before.pump.matches({ life: 'recovering' }) ? [at] : [],
  );
  expect(early.length).toBeGreaterThan(1);
  const same = machineOf(draftOf(chartOf('pump')));
  for (const from of early) expect(replay(same, tape, from).sight, `from ${from}`).toBeNull();
});
