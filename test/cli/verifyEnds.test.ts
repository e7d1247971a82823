import { expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { Refusal } from '../../src/cli/exits.ts';
import { ASIDES, type AsideFound } from '../../src/cli/verify/aside.ts';
import { gathered, isWhole, jobsOf } from '../../src/cli/verify/found.ts';
import { type Job, type Result, worked } from '../../src/cli/verify/job.ts';
import { MACHINES } from '../../src/cli/verify/machines.ts';
import { inThreads, isOfMemory } from '../../src/cli/verify/pool.ts';
import { writeUnfinished } from '../../src/cli/verify/resume.ts';
import { NOTHING_DONE, type Unfinished } from '../../src/cli/verify/unfinished.ts';

const alone = { now: () => 0, say: null };
const unbounded = { ...alone, mayGoOn: () => true };

/** So many questions whether it may go on are answered with yes. */
const forSoLong = (most: number) => {
  let left = most;
  return { ...alone, mayGoOn: () => left-- > 0 };
};

const running = (machine: string, before: Unfinished = NOTHING_DONE) =>
  jobsOf(before, Number.POSITIVE_INFINITY, false).find(job => job.part === 'runs' && job.machine === machine);

const ranOf = (result: Result) => {
  if (result.part !== 'runs') throw new Error('not what was asked for');
  return result.runs;
};

test('what was asked of whole runs before a bound ended it need not be asked again', () => {
  const job = running('therapy');
  if (job === undefined) throw new Error('nothing is asked of the runs of therapy');
  const whole = ranOf(worked(job, unbounded));
  expect(whole.rulings.length).toBeGreaterThan(1);
  expect(whole.findings).not.toBeNull();
  // Ended a little later each time: answers are kept one by one, and the rest comes to the same.
  const kept = new Set<number>();
  for (let most = 0; most < 10; most += 1) {
    const cut = ranOf(worked(job, forSoLong(most)));
    kept.add(cut.rulings.length);
    const before = { ...NOTHING_DONE, runs: [{ name: 'therapy', ...cut }] };
    const rest = running('therapy', before);
    expect(rest === undefined).toBe(cut.findings !== null);
    if (rest !== undefined) expect(ranOf(worked(rest, unbounded))).toEqual(whole);
  }
  expect(kept.size).toBeGreaterThan(whole.rulings.length);
});

test('of an alarm, what was asked of some of its sorts only is asked again', () => {
  const name = MACHINES.find(({ systems }) => systems.length > 1)?.name ?? '';
  const job = running(name);
  if (job === undefined) throw new Error('nothing is asked of the runs of alarms');
  const asked = MACHINES.flatMap(machine => (machine.name === name ? machine.systems : []));
  const some = ranOf(worked(job, forSoLong(asked.length)));
  expect(some).toEqual({ rulings: [], findings: null });
});

test('a file of what is not finished that cannot be written is refused with what to do', () => {
  const path = '/no/such/folder/left';
  expect(() => writeUnfinished(path, NOTHING_DONE)).toThrow(/^\/no\/such\/folder\/left: .*ENOENT.*--keep/);
  expect(() => writeUnfinished(path, NOTHING_DONE)).toThrow(Refusal);
});

const found = ASIDES.map((aside): AsideFound => {
  if (aside.kind === 'difference')
    return { ...aside, difference: { free: 1, planted: 1, beyond: 0, transitions: [], together: [] } };
  if (aside.kind === 'suites') return { ...aside, kind: 'suites', rows: [] };
  const none = { states: 0, mutants: 0, killed: 0, equivalent: 0, refused: 0, survivors: 0, suites: [] };
  return { ...aside, kind: 'mutants', count: { ...none, machine: aside.machine } };
});

test('without its mutants, its suites or the difference of its worlds no verification is whole', () => {
  const explored = MACHINES.filter(({ size }) => size === 0).map(({ name }) => name);
  const results = new Map(
    jobsOf(NOTHING_DONE, Number.POSITIVE_INFINITY, true).flatMap((job): [Job, Result][] =>
      job.part !== 'aside' && explored.includes(job.machine) ? [[job, worked(job, unbounded)]] : [],
    ),
  );
  const all = { ...gathered({ ...NOTHING_DONE, asides: found }, results), notBegun: [] };
  expect(isWhole(all)).toBe(true);
  expect(jobsOf(all, 1, false).filter(({ part }) => part === 'aside')).toEqual([]);
  for (const one of found) {
    const asides = found.filter(each => each !== one);
    const less = { ...gathered({ ...NOTHING_DONE, asides }, results), notBegun: [] };
    expect(isWhole(less)).toBe(false);
    expect(less.missing).toHaveLength(1);
    expect(jobsOf(less, 1, false).filter(({ part }) => part === 'aside')).toHaveLength(1);
  }
});

const clock = realClock();
const walks = jobsOf(NOTHING_DONE, 100, true).filter(job => job.part === 'walk');

test('a thread that is given no more memory leaves its job undone, and the others are done all the same', {
  timeout: 120_000,
}, async () => {
  const [job] = walks;
  if (job === undefined) throw new Error('there is no job');
  const { results, starved } = await inThreads([job], 1, {
    mayGoOn: () => true,
    clock,
    say: null,
    heapMb: 8,
  });
  expect(results.size).toBe(0);
  expect(starved).toEqual([job]);
});

test('what is told beside the exploration ends where it stands when its time is over', {
  timeout: 120_000,
}, async () => {
  const job: Job = { part: 'aside', aside: { kind: 'mutants', machine: 'pump' } };
  const began = clock.now();
  const mayGoOn = () => clock.now() - began < 1_500;
  const { results, starved } = await inThreads([job, ...walks], 1, {
    mayGoOn,
    clock,
    say: null,
    heapMb: 1_000,
  });
  expect(results.size).toBe(0);
  expect(starved).toEqual([]);
  expect(clock.now() - began).toBeLessThan(15_000);
});

test('only what says that memory is short is taken for that', () => {
  const refused = [
    () => new ArrayBuffer(2 ** 52),
    () => new Int32Array(2 ** 50),
    () => [].length === 0 && new Array(-1),
  ];
  for (const act of refused) {
    let thrown: unknown;
    try {
      act();
    } catch (failure) {
      thrown = failure;
    }
    expect(isOfMemory(thrown), String(thrown)).toBe(true);
  }
  expect(isOfMemory(new RangeError('toFixed() digits argument must be between 0 and 100'))).toBe(false);
  expect(isOfMemory(new Error('Array buffer allocation failed'))).toBe(false);
});
