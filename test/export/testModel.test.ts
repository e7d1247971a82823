import { createTestModel as createTheirs } from '@xstate/test';
import { describe, expect, test, vi } from 'vitest';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { createTestModel, type StatePath } from 'xstate/graph';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { alphabetOf, RAISED } from '../../src/verify/alphabet.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { transitionIds } from '../../src/verify/coverage.ts';
import { statePathsOf, suiteOf, suitePaths, testPathsOf } from '../../src/verify/export/testModel.ts';
import { xstateTestOf } from '../../src/verify/export/xstateTest.ts';
import { takenTransitions } from '../../src/verify/taken.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { inFolder, isletHere as islet } from '../cli/islet.ts';

type Path = Pick<StatePath<AnyMachineSnapshot, Event>, 'state' | 'steps'>;

/** For each step of paths after the first, the transitions that XState itself takes; throws where it differs. */
const takenBy = (machine: AnyStateMachine, paths: readonly Path[]): readonly (readonly string[])[] =>
  paths.flatMap(({ steps }) =>
    steps.slice(1).map(({ event, state }, index) => {
      const before = steps[index]?.state;
      if (before === undefined) throw new Error('a path without a beginning');
      const { snapshot, taken } = takenTransitions(machine, before, event);
      expect([snapshot.value, snapshot.context]).toEqual([state.value, state.context]);
      return taken.map(({ id }) => id);
    }),
  );

const views = Object.entries(SMALL_MACHINES).map(([name, machine]) => [name, timerView(machine)] as const);

const ours = (view: AnyStateMachine, criterion: string): readonly Path[] =>
  statePathsOf(suiteOf(view, criterion), view);

describe('our suites in the shape of other people', () => {
  test.each(views)(
    'xstate/graph runs the paths of %s, which meet every transition that can be met',
    async (_, view) => {
      const paths = createTestModel(view).getPaths(suitePaths('transitions'), { allowDuplicatePaths: true });
      const [executed, asked] = [vi.fn(), vi.fn()];
      for (const path of paths) {
        expect(path.description).toMatch(/^Reaches state/);
        const { steps } = await path.test({
          events: Object.fromEntries(alphabetOf(view).map(({ type }) => [type, executed] as const)),
          states: { '*': asked },
        });
        expect(steps).toHaveLength(path.steps.length);
      }
      const length = paths.reduce((sum, { steps }) => sum + steps.length, 0);
      // The first step of each path is the beginning, which no event brings about.
      expect(executed).toHaveBeenCalledTimes(length - paths.length);
      expect(asked).toHaveBeenCalledTimes(length);
      const { goals } = suiteOf(view, 'transitions');
      const met = goals.flatMap(goal => ('test' in goal ? [goal.name] : []));
      expect([...new Set(takenBy(view, paths).flat())].sort()).toEqual(met.sort());
    },
  );

  test('@xstate/test runs them, at once, too', () => {
    const view = timerView(SMALL_MACHINES.quick);
    const paths = createTheirs(view).getPaths(logic => [...suitePaths('paths')(logic, {})]);
    expect(paths.length).toBeGreaterThan(1);
    const asked = vi.fn();
    for (const path of paths) path.testSync({ states: { '*': asked } });
    expect(asked.mock.calls.length).toBeGreaterThan(10);
    expect(new Set(takenBy(view, paths).flat()).size).toBe(transitionIds(view).length);
  });

  test('a suite as a module of its own is run by them, and leads to the same states', async () => {
    const view = timerView(SMALL_MACHINES.sounder);
    const suite = suiteOf(view, 'pairs');
    const args = ['suite', 'sounder', '--criterion', 'pairs', '--format', 'xstate-test'];
    const { code, out: text } = await inFolder(folder => islet(args, folder));
    expect([code, text]).toEqual([EXIT.ok, xstateTestOf(suite)]);
    // A module without a file: what it imports is found from here.
    const found = text.replace("from 'xstate'", `from '${import.meta.resolve('xstate')}'`);
    const { paths } = await import(`data:text/javascript,${encodeURIComponent(found)}`);
    const theirs = createTestModel(view).getPaths(paths, { allowDuplicatePaths: true });
    expect(theirs.map(({ steps }) => steps.map(({ state }) => state.value))).toEqual(
      statePathsOf(suite, view).map(({ steps }) => steps.map(({ state }) => state.value)),
    );
    for (const path of theirs) await path.test({ states: { '*': () => {} } });
    expect(theirs.length).toBeGreaterThan(0);
  });

  test('getPathsFromEvents of a test leads to the same state', () => {
    const view = timerView(SMALL_MACHINES.button);
    const paths = ours(view, 'transitions');
    expect(paths.length).toBeGreaterThan(0);
    for (const { state, steps } of paths) {
      const events = steps.slice(1).map(({ event }) => event);
      const [path] = createTestModel(view).getPathsFromEvents(events);
      expect(path?.state.value).toEqual(state.value);
    }
  });

  test('a criterion that is not known is refused with those that are', () => {
    expect(() => suiteOf(timerView(SMALL_MACHINES.lock), 'everything')).toThrow(/states, transitions/);
  });
});

describe('paths without a model of another package between', () => {
  const view = timerView(SMALL_MACHINES.lock);
  const paths = testPathsOf(suiteOf(view, 'pairs'), view);

  test('ask states by name, by id, and otherwise by *', () => {
    const [byName, byId, byNothing] = [vi.fn(), vi.fn(), vi.fn()];
    for (const { testSync, steps } of paths) {
      testSync({ states: { 'screen.unlocked': byName } });
      testSync({ states: { '#lock.screen.locked': byId, '*': byNothing } });
      expect(steps[0]?.event.type).toBe('xstate.init');
    }
    for (const [state] of byName.mock.calls) expect(state.value).toMatchObject({ screen: 'unlocked' });
    expect(byName.mock.calls.length).toBeGreaterThan(5);
    expect(byId.mock.calls.length).toBeGreaterThan(5);
    expect(byNothing).toHaveBeenCalledTimes(byName.mock.calls.length);
  });

  test('a failure says at which step of which path, and stays what it was', async () => {
    const wrong = { events: { 'screen.unlocked': () => expect(1).toBe(2) } };
    expect(() => paths[0]?.testSync(wrong)).toThrow(
      /expected 1 to be 2[\s\S]*step \d+, screen\.unlocked, of: Meets/,
    );
    await expect(paths[0]?.test(wrong)).rejects.toThrow(/step \d+, screen\.unlocked, of: Meets/);
  });

  test('what takes time is refused where nobody waits', async () => {
    const slow = { events: { 'screen.unlocked': async () => {} } };
    expect(() => paths[0]?.testSync(slow)).toThrow(/use test, not testSync/);
    await expect(paths[0]?.test(slow)).resolves.toMatchObject({ state: { error: null } });
  });
});

/** What `xstate/graph` makes of our charts by itself, and how ours differ. */
describe('what the paths of xstate/graph alone would be', () => {
  const sounder = timerView(SMALL_MACHINES.sounder);
  const sent = (paths: readonly Path[]): ReadonlySet<string> =>
    new Set(paths.flatMap(({ steps }) => steps.map(({ event }) => event.type)));
  const met = (paths: readonly Path[]): ReadonlySet<string> =>
    new Set(paths.flatMap(({ steps }) => steps.flatMap(({ state }) => state._nodes.map(({ id }) => id))));

  test('they send what only the chart raises for itself; ours never do', () => {
    expect(sent(createTestModel(sounder).getShortestPaths())).toContain('sounder.unheard');
    for (const type of sent(ours(sounder, 'pairs'))) expect(RAISED).not.toContain(type);
  });

  test('they send patterns as if these were events: "fault.*" is none', () => {
    const view = timerView(pumpMachine);
    const { events } = createTestModel(view).options;
    const offered = typeof events === 'function' ? events(chartOf(view).snapshot(0)) : [];
    expect(offered.map(({ type }) => type)).toContain('fault.*');
    expect(alphabetOf(view).filter(({ type }) => type.includes('*'))).toEqual([]);
  });

  test('they send events without what these carry, so that some states are never met; ours send every form', () => {
    const [theirs, own] = [met(createTestModel(sounder).getShortestPaths()), met(ours(sounder, 'states'))];
    expect([...own].filter(id => !theirs.has(id))).not.toEqual([]);
    expect([...theirs].filter(id => !own.has(id))).toEqual([]);
  });

  test('an event whose guard says no is a step of theirs; of ours, each step is an answer', () => {
    const view = timerView(SMALL_MACHINES.lock);
    const theirs = Object.values(createTestModel(view).getAdjacencyMap()).flatMap(({ state, transitions }) =>
      Object.values<{ readonly event: Event }>(transitions).map(
        ({ event }) => takenTransitions(view, state, event).taken.length,
      ),
    );
    expect(theirs).toContain(0);
    const own = takenBy(view, ours(view, 'pairs')).map(({ length }) => length);
    expect(own.length).toBeGreaterThan(10);
    expect(own).not.toContain(0);
  });

  test('their shortest paths meet all states; of the transitions they leave some out, and ours none', () => {
    const leftOut = views.filter(([, view]) => {
      // The best that can be asked of them: every event in all its forms, and none that is raised.
      const theirs = createTestModel(view, {
        events: () => alphabetOf(view) as never,
        serializeTransition: () => '',
      }).getShortestPaths({ filterEvents: (_, { type }) => !RAISED.has(type) });
      const taken = new Set(takenBy(view, theirs).flat());
      return takenBy(view, ours(view, 'transitions'))
        .flat()
        .some(id => !taken.has(id));
    });
    expect(leftOut.length).toBeGreaterThan(views.length / 2);
  });
});
