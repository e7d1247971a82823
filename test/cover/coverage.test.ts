import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { playScenario } from '../../hardware/rig/scenario.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { encodeEntry } from '../../src/runtime/journal.ts';
import {
  beyond,
  type Coverage,
  coverageOf,
  coverageSchema,
  merged,
  strangeIn,
} from '../../src/verify/cover/coverage.ts';
import { hitsOf } from '../../src/verify/cover/meter.ts';
import { SUBJECTS, subjectNamed, universeIn } from '../../src/verify/cover/subjects.ts';
import { MEASURES } from '../../src/verify/cover/universe.ts';
import { explore } from '../../src/verify/explore.ts';
import { CRITERIA } from '../../src/verify/suites/criteria.ts';
import { suiteToJson } from '../../src/verify/suites/suite.ts';
import { machineAlone } from '../../src/verify/systems.ts';
import { inFolder, isletHere } from '../cli/islet.ts';

const STORIES = join(import.meta.dirname, '../../specs/scenarios');

/** Any coverage of some machines: counts of whatever their charts have to be met. */
const anyCoverage: fc.Arbitrary<Coverage> = fc
  .array(fc.constantFrom(...SUBJECTS), { maxLength: 3 })
  .chain(subjects =>
    fc.tuple(
      fc.array(fc.constantFrom('one', 'two', 'three'), { maxLength: 2 }),
      fc.tuple(
        ...subjects.map(subject => {
          const { items } = universeIn(subject);
          const counts = (ids: readonly string[]) =>
            ids.length === 0
              ? fc.constant(new Map<string, number>())
              : fc
                  .array(fc.tuple(fc.constantFrom(...ids), fc.integer({ min: 1, max: 99 })), { maxLength: 6 })
                  .map(list => new Map(list));
          return fc
            .record({
              states: counts(items.states),
              transitions: counts(items.transitions),
              pairs: counts(items.pairs),
              events: counts(items.events),
              guards: counts(items.guards),
            })
            .map(bags => [subject.name, hitsOf(universeIn(subject), measure => bags[measure])] as const);
        }),
      ),
    ),
  )
  .map(([sources, hits]) => coverageOf(sources, new Map(hits)));

/** What was met, without how often, in an order of its own. */
const setOf = (coverage: Coverage): readonly string[] =>
  Object.entries(coverage.machines)
    .flatMap(([machine, { hits }]) =>
      MEASURES.flatMap(measure => Object.keys(hits[measure]).map(id => `${machine} ${measure} ${id}`)),
    )
    .sort();

describe('coverages are put together', () => {
  test('in whatever order and grouping, with the same counts', () => {
    let met = 0;
    fc.assert(
      fc.property(anyCoverage, anyCoverage, anyCoverage, (a, b, c) => {
        expect(merged([a, merged([b, c])])).toEqual(merged([merged([a, b]), c]));
        expect(merged([a, b])).toEqual(merged([b, a]));
        met += setOf(merged([a, b, c])).length;
      }),
    );
    expect(met).toBeGreaterThan(500);
  });

  test('one with itself meets what it met, and with nothing it is as it was', () => {
    fc.assert(
      fc.property(anyCoverage, a => {
        expect(setOf(merged([a, a]))).toEqual(setOf(a));
        expect(merged([a, coverageOf([], new Map())])).toEqual(a);
        expect(merged([a])).toEqual(a);
      }),
    );
  });

  test('what one has beyond another is what the two together have beyond it', () => {
    let news = 0;
    fc.assert(
      fc.property(anyCoverage, anyCoverage, (a, b) => {
        const gained = beyond(a, b);
        expect(beyond(merged([a, b]), b)).toHaveLength(gained.length);
        expect(beyond(a, merged([a, b]))).toEqual([]);
        news += gained.length;
      }),
    );
    expect(news).toBeGreaterThan(100);
  });

  test('as JSON and read again, they are the same, and of these charts', () => {
    fc.assert(
      fc.property(anyCoverage, a => {
        expect(coverageSchema.parse(JSON.parse(JSON.stringify(a)))).toEqual(a);
        expect(strangeIn(a)).toBeNull();
      }),
    );
  });
});

describe('islet coverage', () => {
  const story = join(STORIES, 'suspension-reminder.txt');
  const other = join(STORIES, 'lost-sensor.txt');

  test('measures a story, writes it down, and finds again what it wrote', () =>
    inFolder(async folder => {
      const told = await isletHere(
        ['coverage', story, '--machine', 'suspension', '--out', 'one.json'],
        folder,
      );
      expect(told.err).toBe('');
      expect(told.code).toBe(EXIT.ok);
      expect(told.out).toMatch(/^suspension +\d+ of \d+ /m);
      const written = coverageSchema.parse(JSON.parse(readFileSync(join(folder, 'one.json'), 'utf8')));
      expect(Object.keys(written.machines)).toEqual(['suspension']);
      expect(written.sources).toEqual([story]);
      const again = await isletHere(['coverage', 'one.json', '--machine', 'suspension', '--json'], folder);
      expect(JSON.parse(again.out)).toEqual(written);
    }));

  test('compares: what is lost is an exit code only for whom it may not be', () =>
    inFolder(async folder => {
      await isletHere(['coverage', story, '--machine', 'suspension', '--out', 'one.json'], folder);
      const args = ['coverage', other, '--machine', 'suspension', '--against', 'one.json'];
      const compared = await isletHere(args, folder);
      expect(compared.code).toBe(EXIT.ok);
      expect(compared.err).toMatch(/^lost: [1-9]/m);
      expect((await isletHere([...args, '--no-loss'], folder)).code).toBe(EXIT.failed);
      const same = await isletHere(['coverage', story, 'one.json', ...args.slice(2), '--no-loss'], folder);
      expect(same.err).toMatch(/^lost: 0$/m);
      expect(same.code).toBe(EXIT.ok);
    }));

  test('what was met before is read before the same file is written over: a loss stays one', () =>
    inFolder(async folder => {
      await isletHere(['coverage', story, '--machine', 'suspension', '--out', 'one.json'], folder);
      const again = ['coverage', other, '--machine', 'suspension', '--out', 'one.json'];
      const compared = await isletHere([...again, '--against', 'one.json', '--no-loss'], folder);
      expect(compared.err).toMatch(/^lost: [1-9]/m);
      expect(compared.code).toBe(EXIT.failed);
    }));

  test.each([
    [['--no-loss'], EXIT.badInput, /^--no-loss: .*--against FILE/],
    [['--against', 'nothing.json'], EXIT.badInput, /nothing\.json.*there is no such file/],
    [['--out', 'no/folder/one.json'], EXIT.environment, /^--out no\/folder\/one\.json: cannot be written/],
    [['--out', '.'], EXIT.environment, /^--out \.: cannot be written: it is a folder/],
  ])('what it cannot do with %j it says before anything is measured', (options, exit, says) =>
    inFolder(async folder => {
      const { code, err, out } = await isletHere(['coverage', 'nowhere.jsonl', ...options], folder);
      expect(err).toMatch(says);
      expect(err).not.toContain('nowhere');
      expect(out).toBe('');
      expect(code).toBe(exit);
    }),
  );

  test('takes a generated suite at its word: all transition pairs are all that there are', () =>
    inFolder(async folder => {
      const criterion = CRITERIA.find(({ name }) => name === 'switches');
      const suite = criterion?.suite('sounder', explore(machineAlone('sounder')), { n: 1, seed: 1 });
      if (suite === undefined) throw new Error('there is no criterion of switches');
      writeFileSync(join(folder, 'suite.json'), suiteToJson(suite));
      const told = await isletHere(['coverage', 'suite.json', '--machine', 'sounder', '--json'], folder);
      expect(told.err).toBe('');
      const { hits, unmet } = coverageSchema.parse(JSON.parse(told.out)).machines.sounder ?? {};
      const met = suite.goals.flatMap(goal => ('test' in goal ? [goal.name] : []));
      const infeasible = suite.goals.flatMap(goal => ('infeasible' in goal ? [goal.name] : []));
      expect(Object.keys(hits?.pairs ?? {}).toSorted()).toEqual(met.toSorted());
      expect(Object.keys(unmet?.items.pairs ?? {}).toSorted()).toEqual(infeasible.toSorted());
      expect(met.length).toBeGreaterThan(30);
      const other = { ...suite, machine: 'lock' };
      writeFileSync(join(folder, 'suite.json'), suiteToJson(other));
      const refused = await isletHere(['coverage', 'suite.json', '--machine', 'lock'], folder);
      expect(refused.code).toBe(EXIT.badInput);
      expect(refused.err).toMatch(/^suite\.json: tests\.0\.steps\.\d+ = .* takes nothing, not sounder\./);
    }));

  /** Files that cannot be read, with what is said of each. */
  const BAD: Readonly<Record<string, readonly [text: string, says: RegExp]>> = {
    'a text that is no run': ['hello\n', /^bad:1: content = hello: is none of: a journal.* Give the path/],
    'JSON of another kind': ['{"islet":"soup"}', /^bad:1: islet = soup: is none of/],
    'JSON that ends early': ['{"islet":\n', /^bad:2: JSON = nothing more: /],
    'a coverage of another version': ['{"islet":"coverage","version":2}', /^bad: version = 2: /],
    'a coverage of another chart': [
      JSON.stringify({
        ...coverageOf(['one'], new Map()),
        machines: { lock: { ...lockOf(), model: '0'.repeat(16) } },
      }),
      /^bad: machines\.lock\.model = 0{16}: the chart of lock is another one now: [0-9a-f]{16}\. Measure it again/,
    ],
    'a coverage of what the chart does not have': [
      JSON.stringify({
        ...coverageOf(['one'], new Map()),
        machines: { lock: { ...lockOf(), hits: { ...lockOf().hits, states: { 'lock.ajar': 1 } } } },
      }),
      /^bad: machines\.lock\.hits\.states = lock\.ajar: the chart has no such item/,
    ],
    'a coverage that counts nothing': [
      JSON.stringify({
        ...coverageOf(['one'], new Map()),
        machines: { lock: { ...lockOf(), hits: { ...lockOf().hits, states: { 'lock.screen': 0 } } } },
      }),
      /^bad: machines\.lock\.hits\.states\.lock\.screen = 0: /,
    ],
  };

  test.each(Object.entries(BAD))('%s is refused by file, field and remedy', (_what, [text, says]) =>
    inFolder(async folder => {
      writeFileSync(join(folder, 'bad'), text);
      const { code, err } = await isletHere(['coverage', 'bad', '--machine', 'lock'], folder);
      expect(code).toBe(EXIT.badInput);
      expect(err).toMatch(says);
    }),
  );

  test('a page that is to draw what is no coverage is not served', () =>
    inFolder(async folder => {
      writeFileSync(join(folder, 'bad'), 'hello\n');
      const { code, err } = await isletHere(['replay', story, '--no-open', '--coverage', 'bad'], folder);
      expect(code).toBe(EXIT.badInput);
      expect(err).toMatch(/^bad:1: content = hello: is none of: a journal/m);
    }));

  test('a folder stands for the runs in it, and an empty one for none', () =>
    inFolder(async folder => {
      expect((await isletHere(['coverage', '.'], folder)).err).toContain('.: there is no run in this folder');
      await isletHere(['coverage', story, '--machine', 'suspension', '--out', 'one.json'], folder);
      const told = await isletHere(['coverage', '.', '--machine', 'suspension', '--json'], folder);
      expect(coverageSchema.parse(JSON.parse(told.out)).sources).toEqual([story]);
    }));

  test('a journal that was written by other charts is not measured', () =>
    inFolder(async folder => {
      const { journal } = await playScenario(readFileSync(story, 'utf8'));
      const path = join(folder, 'journal.jsonl');
      writeFileSync(path, `${journal.join('\n')}\n`);
      const told = await isletHere(
        ['coverage', 'journal.jsonl', '--machine', 'suspension', '--json'],
        folder,
      );
      const fromStory = await isletHere(['coverage', story, '--machine', 'suspension', '--json'], folder);
      const { machines } = coverageSchema.parse(JSON.parse(told.out));
      expect(machines).toEqual(coverageSchema.parse(JSON.parse(fromStory.out)).machines);
      // One state is another; every line after it carries the hash of the one before.
      const [header = '', ...entries] = journal;
      let prev = /"hash":"([0-9a-f]+)"/.exec(header)?.[1] ?? '';
      const lines = entries.map((line, index) => {
        const { hash: _hash, prev: _prev, ...entry } = JSON.parse(line);
        const state = index === 3 ? '0'.repeat(16) : entry.state;
        const next = encodeEntry({ ...entry, state }, prev);
        prev = next.hash;
        return next.line;
      });
      writeFileSync(path, `${[header, ...lines].join('\n')}\n`);
      const { code, err } = await isletHere(['coverage', 'journal.jsonl', '--machine', 'suspension'], folder);
      expect(code).toBe(EXIT.failed);
      expect(err).toMatch(/^journal\.jsonl: the charts are not those that wrote this journal: step 4 /);
    }));

  test('a machine that is none is refused, with the one that was meant', () =>
    inFolder(async folder => {
      const { code, err } = await isletHere(['coverage', story, '--machine', 'alarm:oclusion'], folder);
      expect(code).toBe(EXIT.badInput);
      expect(err).toContain(
        '--machine = alarm:oclusion: there is no such machine; did you mean alarm:occlusion?',
      );
    }));

  test('without a file and without a test that was run, it says what to name', () =>
    inFolder(async folder => {
      const { code, err } = await isletHere(['coverage'], folder);
      expect(code).toBe(EXIT.badInput);
      expect(err).toContain('reports/met');
    }));
});

function lockOf() {
  const lock = subjectNamed('lock');
  if (lock === undefined) throw new Error('there is no lock');
  const { machines } = coverageOf([], new Map([['lock', hitsOf(universeIn(lock), () => new Map())]]));
  const measured = machines.lock;
  if (measured === undefined) throw new Error('there is no coverage of the lock');
  return measured;
}
