import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { ALARMS, alarmNames } from '../../src/domain/alarms.ts';
import { activeIds } from '../../src/inspector/charts/activeIds.ts';
import type { MachineId } from '../../src/inspector/protocol.ts';
import { contextTold, readinessIn, snapshotIn } from '../../src/inspector/readyAt.ts';
import { because, reasonsOf, statement, verdictOf } from '../../src/inspector/readyWords.ts';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { type Event, keyOf, nameOf } from '../../src/verify/automaton.ts';
import { type Answer, type Readiness, readinessAt } from '../../src/verify/readiness.ts';
import { gradedFor, sortOf } from '../../src/verify/sorts.ts';
import { firstMicrostep, takenTransitions, transitionId } from '../../src/verify/taken.ts';
import { timerView } from '../../src/verify/timerView.ts';

type Subject = {
  readonly id: MachineId;
  readonly machine: AnyStateMachine;
  readonly events: readonly Event[];
  readonly start: AnyMachineSnapshot;
};

const subject = (id: MachineId, machine: AnyStateMachine): Subject => {
  const view = timerView(machine);
  return { id, machine: view, events: alphabetOf(view), start: initialTransition(view)[0] };
};

const SUBJECTS: readonly Subject[] = [
  subject('pump', pumpMachine),
  ...smallNames.map(name => subject(name, SMALL_MACHINES[name])),
  ...alarmNames.map((name): Subject => {
    const machine = timerView(alarmMachine);
    const row = sortOf(ALARMS[name]);
    return {
      id: `alarm:${name}`,
      machine,
      events: gradedFor(row, alphabetOf(machine)),
      start: initialTransition(machine, row)[0],
    };
  }),
];

/** A walk that prefers what is answered: blind events would leave the pump where it began. */
const walk = (
  { machine, events, start }: Subject,
  choices: readonly number[],
): readonly AnyMachineSnapshot[] => {
  const met = [start];
  for (const choice of choices) {
    const before = met.at(-1) ?? start;
    const ready = readinessAt(before, events).flatMap(({ forms }) =>
      forms.filter(({ outcome }) => outcome === 'taken').map(({ event }) => event),
    );
    const event = ready[choice % Math.max(1, ready.length)];
    if (event === undefined) break;
    met.push(takenTransitions(machine, before, event).snapshot);
  }
  return met;
};

const saidTaken = (all: readonly Readiness[], event: Event): readonly string[] =>
  all
    .filter(({ forms }) =>
      forms.some(form => form.outcome === 'taken' && nameOf(form.event) === nameOf(event)),
    )
    .map(({ transition }) => transition)
    .sort();

describe('what a chart would answer now', () => {
  test('is what XState takes, in every state of random walks, for every form of every event', () => {
    let asked = 0;
    let taken = 0;
    let refused = 0;
    for (const each of SUBJECTS) {
      const isPump = each.id === 'pump';
      fc.assert(
        fc.property(fc.array(fc.nat(), { maxLength: isPump ? 60 : 12, minLength: 4 }), choices => {
          for (const state of walk(each, choices).slice(isPump ? -6 : -2)) {
            const all = readinessAt(state, each.events);
            for (const event of each.events) {
              const said = saidTaken(all, event);
              const real = firstMicrostep<AnyStateMachine>(each.machine, state, event).taken;
              expect(said, `${each.id} ${keyOf(state)} ${nameOf(event)}`).toEqual(
                [...new Set(real.map(transitionId))].sort(),
              );
              asked += 1;
              taken += said.length;
            }
            for (const { forms } of all)
              refused += forms.filter(({ outcome }) => outcome === 'refused').length;
          }
        }),
        { numRuns: isPump ? 12 : 3, seed: 7 },
      );
    }
    console.log(`asked ${asked} times: ${taken} taken, ${refused} refused by a guard`);
    expect(asked).toBeGreaterThan(5_000);
    expect(taken).toBeGreaterThan(500);
    expect(refused).toBeGreaterThan(500);
  });

  test('is asked of a frame as of the snapshot that it tells of', () => {
    let compared = 0;
    for (const each of SUBJECTS) {
      const { id, events } = each;
      for (const state of walk(each, [5, 3, 8, 1, 2, 0, 4]).slice(-2)) {
        const frame = {
          active: { [id]: activeIds(state) },
          context: { [id]: contextTold(Object(state.context)) },
        };
        const rebuilt = snapshotIn(frame, id);
        expect(rebuilt === null ? null : keyOf(rebuilt)).toBe(keyOf(state));
        expect(readinessIn(frame, id)).toEqual(readinessAt(state, events));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
    expect(readinessIn({ active: { pump: ['pump', 'pump.life'] } }, 'pump')).toBeNull();
    expect(readinessIn({ active: {} }, 'pump')).toBeNull();
    // An alarm of a chart story is a sort, not a row of the table.
    expect(
      readinessIn({ active: { 'alarm:alarm': ['alarm', 'alarm.condition.absent'] } }, 'alarm:alarm'),
    ).toBeNull();
  });

  test('every guard is told down to its questions, and its parts give its answer', () => {
    let composed = 0;
    const check = ({ name, kind, holds, parts }: Answer): void => {
      const each = parts.map(part => part.holds);
      const meant = { and: each.every(Boolean), or: each.some(Boolean), not: each[0] !== true };
      if (kind !== 'question') {
        expect(parts.length, name).toBeGreaterThan(0);
        expect(meant[kind], name).toBe(holds);
        composed += 1;
      }
      parts.forEach(check);
    };
    for (const each of SUBJECTS)
      for (const state of walk(each, [1, 9, 4, 7, 3, 2]))
        for (const { forms } of readinessAt(state, each.events))
          for (const { guard } of forms) if (guard !== null) check(guard);
    expect(composed).toBeGreaterThan(100);
  });
});

describe('why an event is not answered', () => {
  const pump = (): Subject => {
    const [found] = SUBJECTS;
    if (found === undefined) throw new Error('there is no pump');
    return found;
  };

  test('SR-039 a resume that is refused says which region forbids it, in pump words', () => {
    const { start, events } = pump();
    const resume = readinessAt(start, events).find(
      ({ transition }) => transition === 'pump.permission.suspendedAfterRecovery resume.requested 0',
    );
    if (resume === undefined) throw new Error('a pump that has just begun does not hear of a resume');
    expect(verdictOf(resume)).toBe('refused');
    const reasons = reasonsOf(resume);
    expect(reasons).toContain('life is not operating');
    expect(reasons).not.toContain('motor is not still');
    expect(reasons).toContain('supply is not ready');
  });

  test('an event that comes in several forms says with which it is answered', () => {
    const { start, events } = pump();
    const found = readinessAt(start, events).filter(({ transition }) =>
      transition.startsWith('pump.supply.unknown supply.found '),
    );
    expect(found.map(verdictOf)).toEqual(['some', 'some', 'some', 'some']);
    expect(found.map(reasonsOf)).toEqual(
      ['ready', 'empty', 'moved', 'occupied'].map(form => [`only with found ${form}`]),
    );
  });

  test('what every form of an event lacks is said, and not what only some lack', () => {
    const { start, events } = pump();
    const due = readinessAt(start, events).find(
      ({ transition }) => transition === 'pump.motor.still pulse.due 0',
    );
    const reasons = due === undefined ? [] : reasonsOf(due);
    expect(reasons).toContain('permission is not delivering');
    expect(reasons).not.toContain('is not basal pulse');
  });

  test('the least that must be said of a guard is said', () => {
    const question = (name: string, holds: boolean): Answer => ({ name, kind: 'question', holds, parts: [] });
    const ready = question('in pump.supply.ready', false);
    const empty = question('in pump.reservoir.veryLow', true);
    const not: Answer = { name: 'not', kind: 'not', holds: false, parts: [empty] };
    const remote = question('isRemote', true);
    const and: Answer = { name: 'mayStart', kind: 'and', holds: false, parts: [ready, not, remote] };
    expect(because(and)).toEqual(['supply is not ready', 'reservoir is very low']);
    expect(because({ name: 'either', kind: 'or', holds: true, parts: [ready, remote] })).toEqual([
      'is remote',
    ]);
    expect(statement('isRemote', false)).toBe('is not remote');
    expect(statement('meansNormal', false)).toBe('not: means normal');
  });
});
