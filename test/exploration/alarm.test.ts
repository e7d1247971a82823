import { afterAll, expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { type AlarmContext, currentGrade } from '../../machines/alarm/setup.ts';
import {
  escalationOf,
  type Grade,
  gradeNames,
  type Priority,
  stopsTherapy,
} from '../../src/domain/alarms.ts';
import { activeIn, coverageOf } from '../../src/verify/coverage.ts';
import { explore, type Graph, stepOf } from '../../src/verify/explore.ts';
import { alarmAlone, alarmSorts } from '../../src/verify/systems.ts';
import { noteExplored, subjectOfSort } from '../support/met.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const graphs = alarmSorts.map(sort => ({ sort, graph: explore(alarmAlone(sort)) }));

afterAll(() =>
  noteExplored(
    'alarm',
    graphs.map(({ sort, graph }) => [subjectOfSort(sort), graph]),
  ),
);

const isIn = (graph: Graph, position: number, id: string): boolean => activeIn(graph, position).includes(id);

const edgesOf = (graph: Graph): readonly number[] => [...graph.targets.keys()];

/** The priority an alarm has in a state of its graph: that of its grade. */
const priorityIn = (graph: Graph, position: number): Priority => gradeIn(graph, position).priority;

const gradeIn = (graph: Graph, position: number): Grade => currentGrade(contextIn(graph, position));

const contextIn = (graph: Graph, position: number): AlarmContext => {
  const state = graph.states[position];
  if (state === undefined) throw new Error(`the graph has no state ${position}`);
  return graph.system.chart.snapshot(graph.system.chartState(state)).context;
};

/** How long a delay of an alarm is, in ms. */
const lengthOf = (delay: string, context: AlarmContext): number => {
  const length: unknown = alarmMachine.implementations.delays?.[delay];
  return Number(typeof length === 'function' ? length({ context }, undefined) : length);
};

/** The state of the signal, by its last word. */
const levelIn = (graph: Graph, position: number): string =>
  activeIn(graph, position)
    .find(id => /^alarm\.signal\.(sounding\.)?\w+$/.test(id) && id !== 'alarm.signal.sounding')
    ?.split('.')
    .at(-1) ?? '';

/** The one step that an event causes; a position without an answer to it stays. */
const after = (graph: Graph, position: number, event: string, grade = 'first'): number => {
  const taken = edgesOf(graph).find(edge => {
    const { from, label } = stepOf(graph, edge);
    const detail = 'grade' in label.event ? label.event.grade : grade;
    return from === position && label.event.type === event && detail === grade;
  });
  return taken === undefined ? position : stepOf(graph, taken).to;
};

const ESCALATING = ['escalation', 'outcry', 'urgency'];

/** The levels that an alarm reaches while nobody answers, each with the minute in which it does. */
const timelineFrom = (graph: Graph, begin: number): readonly (readonly [number, string])[] => {
  const found: [number, string][] = [[0, levelIn(graph, begin)]];
  let [at, waited] = [begin, 0];
  for (;;) {
    const delay = ESCALATING.find(each => after(graph, at, `timer.${each}Elapsed`) !== at);
    if (delay === undefined) return found;
    waited += lengthOf(delay, contextIn(graph, at));
    at = after(graph, at, `timer.${delay}Elapsed`);
    found.push([waited / MINUTE, levelIn(graph, at)]);
  }
};

test('every sort of alarm is explored completely; together they meet the whole chart', () => {
  const met = graphs.map(({ graph }) => coverageOf(graph));
  const never = met.map(({ transitionsNeverTaken }) => new Set(transitionsNeverTaken));
  const [first] = never;
  const nowhere = [...(first ?? [])].filter(id => never.every(each => each.has(id)));
  expect(nowhere).toEqual([]);
  for (const { graph } of graphs) {
    expect(graph.complete).toBe(true);
    expect(coverageOf(graph).deadlocks).toEqual([]);
  }
});

const TIMELINES: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  'E-H': [
    [0, 'first'],
    [6, 'insistent'],
    [10, 'siren'],
  ],
  'E-M': [
    [0, 'first'],
    [15, 'insistent'],
    [60, 'urgent'],
    [70, 'siren'],
  ],
  'E-L': [
    [0, 'first'],
    [60, 'hourly'],
  ],
  'E-I': [[0, 'first']],
  countdown: [[0, 'first']],
};

test('SR-081 an alarm that nobody answers grows by the timeline of its class', req('SR-081'), () => {
  const met = new Set<string>();
  for (const { sort, graph } of graphs) {
    for (const grade of gradeNames) {
      if (sort[grade] === undefined) continue;
      const begun = after(graph, 0, 'alarm.raised', grade);
      const timeline = escalationOf(sort, gradeIn(graph, begun));
      expect(timelineFrom(graph, begun), timeline).toEqual(TIMELINES[timeline]);
      met.add(timeline);
    }
  }
  expect([...met].toSorted()).toEqual(Object.keys(TIMELINES).toSorted());
});

test(
  'SR-081 from wherever it sounds, a HIGH alarm that nobody answers is at its siren in 10 min',
  req('SR-081'),
  () => {
    let checks = 0;
    for (const { graph } of graphs) {
      for (let position = 0; position < graph.states.length; position += 1) {
        if (!isIn(graph, position, 'alarm.signal.sounding') || priorityIn(graph, position) !== 'high')
          continue;
        const [minutes, level] = timelineFrom(graph, position).at(-1) ?? [];
        expect(level).toBe('siren');
        expect(minutes).toBeLessThanOrEqual(10);
        checks += 1;
      }
    }
    expect(checks).toBeGreaterThan(0);
  },
);

test('SR-081 no alarm gets quieter while nobody has answered it', req('SR-081'), () => {
  const LOUDNESS = ['hourly', 'first', 'insistent', 'urgent', 'siren'];
  let checks = 0;
  for (const { graph } of graphs) {
    for (const edge of edgesOf(graph)) {
      const { from, to, label } = stepOf(graph, edge);
      if (!isIn(graph, from, 'alarm.signal.sounding') || !isIn(graph, to, 'alarm.signal.sounding')) continue;
      const [was, is] = [from, to].map(position => LOUDNESS.indexOf(levelIn(graph, position)));
      const isRarer = label.event.type === 'timer.escalationElapsed' && priorityIn(graph, from) === 'low';
      const isWorse = label.event.type === 'alarm.raised' && levelIn(graph, from) === 'urgent';
      if (!isRarer && !isWorse) expect(is).toBeGreaterThanOrEqual(was ?? 0);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});

test('SR-081 an alarm that becomes HIGH is heard at once and insists as a HIGH one', req('SR-081'), () => {
  let checks = 0;
  for (const { graph } of graphs) {
    for (const edge of edgesOf(graph)) {
      const { from, to, label } = stepOf(graph, edge);
      if (label.event.type !== 'alarm.raised' || priorityIn(graph, from) === 'high') continue;
      if (priorityIn(graph, to) !== 'high') continue;
      expect(isIn(graph, to, 'alarm.signal.sounding')).toBe(true);
      expect(timelineFrom(graph, to).at(-1)?.[0]).toBeLessThanOrEqual(10);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});

test('SR-082 a HIGH alarm silenced for the third time comes back at full volume', req('SR-082'), () => {
  let checks = 0;
  for (const { sort, graph } of graphs) {
    if (sort.first.priority !== 'high' || sort.again !== undefined) continue;
    for (const [silence, end] of [
      ['alarm.acknowledged', 'rearm'],
      ['alarm.paused', 'audioPause'],
    ]) {
      let at = after(graph, 0, 'alarm.raised');
      const levels: string[] = [];
      for (let time = 0; time < 3; time += 1) {
        at = after(graph, at, String(silence));
        expect(lengthOf(String(end), contextIn(graph, at))).toBe(2 * MINUTE);
        at = after(graph, at, `timer.${String(end)}Elapsed`);
        levels.push(levelIn(graph, at));
      }
      expect(levels).toEqual(['insistent', 'insistent', 'siren']);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});

test('what is acknowledged comes back as often as its row says', () => {
  const minutes = new Set<string>();
  for (const { sort, graph } of graphs) {
    const seen = after(graph, after(graph, 0, 'alarm.raised'), 'alarm.acknowledged');
    const back = after(graph, seen, 'timer.rearmElapsed');
    const length = lengthOf('rearm', contextIn(graph, seen)) / MINUTE;
    if (sort.again === 'never') expect(levelIn(graph, seen)).toBe('silent');
    else if (sort.first.priority === 'info') expect(levelIn(graph, back)).toBe('acknowledged');
    else {
      expect(isIn(graph, back, 'alarm.signal.sounding')).toBe(true);
      minutes.add(`${sort.again ?? sort.first.priority} ${length}`);
    }
  }
  expect([...minutes].toSorted()).toEqual(['halfHour 30', 'high 2', 'low 60', 'medium 15']);
});

test('an information signal that only told something lapses by itself, and no other alarm does', () => {
  let lapsed = 0;
  for (const { graph } of graphs) {
    for (const edge of edgesOf(graph)) {
      const { from, to, label } = stepOf(graph, edge);
      if (label.event.type !== 'timer.noticeElapsed' || from === to) continue;
      expect(priorityIn(graph, from)).toBe('info');
      expect(isIn(graph, to, 'alarm.condition.absent')).toBe(true);
      lapsed += 1;
    }
  }
  expect(lapsed).toBeGreaterThan(0);
});

test('SR-087 a LOW alarm never becomes louder', req('SR-087'), () => {
  let checks = 0;
  for (const { graph } of graphs) {
    for (let position = 0; position < graph.states.length; position += 1) {
      if (priorityIn(graph, position) !== 'low') continue;
      expect(['insistent', 'urgent', 'siren']).not.toContain(levelIn(graph, position));
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});

test(
  'SR-082 a pause ends at an alarm that joins, and lasts at most 2 min for a HIGH alarm',
  req('SR-082'),
  () => {
    let checks = 0;
    for (const { graph } of graphs) {
      for (const edge of edgesOf(graph)) {
        const { from, to, label } = stepOf(graph, edge);
        if (!isIn(graph, from, 'alarm.signal.paused')) continue;
        if (label.event.type !== 'alarm.joined' && label.event.type !== 'timer.audioPauseElapsed') continue;
        expect(isIn(graph, to, 'alarm.signal.sounding')).toBe(true);
        checks += 1;
      }
    }
    const high = { latching: true, first: { priority: 'high', stops: 'nothing' } } as const;
    expect(lengthOf('audioPause', { row: high, grade: 'first', returned: 'never' })).toBe(2 * MINUTE);
    expect(checks).toBeGreaterThan(0);
  },
);

test('SR-080 an alarm whose cause is there is never silent and forgotten', req('SR-080'), () => {
  let checks = 0;
  for (const { graph } of graphs) {
    for (let position = 0; position < graph.states.length; position += 1) {
      const active = !isIn(graph, position, 'alarm.condition.absent');
      expect(
        isIn(graph, position, 'alarm.signal.silent'),
        graph.system.chart.key(graph.system.chartState(position)),
      ).toBe(!active);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(graphs.length);
});

test('SR-083 a latching alarm goes only when a person has dealt with it', req('SR-083'), () => {
  let checks = 0;
  for (const { sort, graph } of graphs) {
    if (!sort.latching) continue;
    for (const edge of edgesOf(graph)) {
      const { from, to, label } = stepOf(graph, edge);
      if (isIn(graph, from, 'alarm.condition.absent') || !isIn(graph, to, 'alarm.condition.absent')) continue;
      // Information lapses by itself; another test holds that only it does.
      if (label.event.type === 'timer.noticeElapsed') continue;
      const person = stopsTherapy(gradeIn(graph, from))
        ? ['therapy.resumed']
        : ['alarm.acknowledged', 'alarm.ceased'];
      expect(person).toContain(label.event.type);
      if (label.event.type === 'alarm.ceased')
        expect(isIn(graph, from, 'alarm.signal.acknowledged')).toBe(true);
      checks += 1;
    }
  }
  expect(checks).toBeGreaterThan(0);
});
