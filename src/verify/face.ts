import { type AlarmRow, currentGrade } from '../../machines/alarm/setup.ts';
import { type Grade, stopsTherapy } from '../domain/alarms.ts';
import { isDealtWith } from '../runtime/annunciator.ts';
import type { AlarmSnapshot } from '../runtime/state.ts';
import type { Event } from './automaton.ts';
import { explore, stepOf } from './explore.ts';
import { alarmAlone } from './systems.ts';

/** What the pump and a resume can tell of one alarm: not how loud it is, nor how often it came back. */
export type Face = {
  readonly isActive: boolean;
  /** It is active at a grade that stops therapy. */
  readonly stops: boolean;
  readonly priority: Grade['priority'];
  /** It stops therapy, and is present or not yet acknowledged: no resume is possible. */
  readonly forbids: boolean;
  readonly condition: 'absent' | 'present' | 'gone';
};

/** One alarm, as far as its face goes: from a face an event may lead to each of some. */
export type Faces = {
  readonly initial: number;
  readonly at: (face: number) => Face;
  readonly after: (event: Event) => (face: number) => readonly number[];
  /** What a person or time does to it. */
  readonly own: readonly Event[];
};

/** Of the whole alarm chart, explored: whatever it can do behind a face, some alarm with that face does. */
export const facesOf = (sort: AlarmRow): Faces => {
  const graph = explore(alarmAlone(sort));
  const { chart, chartState } = graph.system;
  const faces: Face[] = [];
  const numbers = new Map<string, number>();
  const faceAt = Array.from(graph.states, state => {
    const snapshot: AlarmSnapshot = chart.snapshot(chartState(state));
    const acknowledged = snapshot.matches({ signal: 'acknowledged' });
    const key = [snapshot.value.condition, acknowledged, snapshot.context.grade].join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, faces.length);
    faces.push(faceOf(snapshot));
    return faces.length - 1;
  });
  const moves = new Map<string, Set<number>>();
  const events = new Map<string, Event>();
  for (const edge of graph.targets.keys()) {
    const { from, to, label } = stepOf(graph, edge);
    const key = keyOf(faceAt[from] ?? 0, label.event);
    moves.set(key, (moves.get(key) ?? new Set()).add(faceAt[to] ?? 0));
    events.set(JSON.stringify(label.event), label.event);
  }
  return {
    initial: faceAt[0] ?? 0,
    at: face => {
      const found = faces[face];
      if (found === undefined) throw new Error(`this alarm has no face ${face}`);
      return found;
    },
    after: event => {
      const reached = faces.map((_, face) => [...(moves.get(keyOf(face, event)) ?? [face])]);
      return face => reached[face] ?? [];
    },
    own: [...events.values()].filter(({ type }) => !DONE_BY_OTHERS.includes(type)),
  };
};

/** What charts ask of an alarm; the rest a person or time does. */
const DONE_BY_OTHERS: readonly string[] = ['alarm.raised', 'alarm.ceased', 'therapy.resumed'];

const keyOf = (face: number, event: Event): string => `${face} ${JSON.stringify(event)}`;

const faceOf = (snapshot: AlarmSnapshot): Face => {
  const grade = currentGrade(snapshot.context);
  const isActive = snapshot.hasTag('active');
  const stops = isActive && stopsTherapy(grade);
  return {
    isActive,
    stops,
    priority: grade.priority,
    forbids: stops && !isDealtWith(snapshot),
    condition: snapshot.value.condition,
  };
};
