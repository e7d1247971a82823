import type { AnyStateMachine } from 'xstate';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import {
  type AlarmName,
  type GradeName,
  gradeOf,
  isAlarmName,
  isGradeName,
  stopsTherapy,
} from '../domain/alarms.ts';
import { alphabetOf } from './alphabet.ts';
import type { Asked, Event } from './automaton.ts';
import { type Chart, chartOf } from './chart.ts';
import { stepsOf } from './closed.ts';
import { type Face, type Faces, facesOf } from './face.ts';
import { pairs } from './packed.ts';
import { formsInSlice, stopSlice } from './stopSlice.ts';
import type { System } from './system.ts';
import { timerView } from './timerView.ts';

/** All other alarms that stop therapy, in one word: none, some, or some that the next resume ends. */
export const OTHERS = ['quiet', 'stopping', 'dealtWith'] as const;
export type Others = (typeof OTHERS)[number];

/** One alarm: its row, by the name that the pump may call it by, and the grades at which small machines raise it. */
export type Beside = {
  readonly name: AlarmName;
  readonly row: AlarmRow;
  readonly elsewhere: readonly GradeName[];
};

export type BesideAlarm = System & {
  readonly faceIn: (state: number) => Face;
  readonly othersIn: (state: number) => Others;
};

/** A pump with what it makes of each fact in each state, remembered: one does for every alarm. */
export type Stepping = {
  readonly pump: Chart;
  readonly facts: readonly Event[];
  readonly steps: ReturnType<typeof stepsOf>;
};

export const stepping = (machine?: AnyStateMachine): Stepping => {
  const view = timerView(stopSlice(machine));
  const pump = chartOf(view);
  const facts = alphabetOf(view)
    .filter(({ type }) => !FOLLOWING.has(type))
    .flatMap(formsInSlice);
  return { pump, facts, steps: stepsOf(pump, facts) };
};

type Now = { readonly pump: number; readonly face: number; readonly others: Others };
type Deed = (now: Now) => readonly Now[];

/** Facts that follow from the alarms here, instead of coming at any time. */
const FOLLOWING: ReadonlySet<string> = new Set(['alarm.stopRaised', 'alarm.stopsCleared', 'fault.detected']);
const stopRaised: Event = { type: 'alarm.stopRaised' };
const stopsCleared: Event = { type: 'alarm.stopsCleared' };
const faultDetected: Event = { type: 'fault.detected' };
const ceased: Event = { type: 'alarm.ceased' };
const raisedAt = (grade: GradeName): Event => {
  const event = { type: 'alarm.raised', grade };
  return event;
};

/**
 * The pump, in a world where any fact may come at any time, beside one alarm and a summary of the others:
 * what the pump asks of alarms they hear in that step, and whether any of them stops therapy the pump
 * hears. So does `step` of the runtime; this follows it deed by deed.
 */
export const besideAlarm = (
  { pump, facts, steps }: Stepping,
  { name, row, elsewhere }: Beside,
): BesideAlarm => {
  const faces = facesOf(row);
  const both = pairs();
  const numberOf = ({ pump: state, face, others }: Now): number =>
    both.numberOf(state, face * OTHERS.length + OTHERS.indexOf(others));
  const othersIn = (state: number): Others => OTHERS[both.second(state) % OTHERS.length] ?? 'quiet';
  const nowOf = (state: number): Now => ({
    pump: both.first(state),
    face: Math.floor(both.second(state) / OTHERS.length),
    others: othersIn(state),
  });
  const isIn = finder(pump);
  const isFailSafe = isIn('pump.life.failSafe');
  const isOff = isIn('pump.life.off');
  const isOperating = isIn('pump.life.operating');
  const isRecovering = isIn('pump.life.recovering');
  const isStopped = isIn('pump.conditions.stopped');
  const deedsOf = remembered((outcome: number) =>
    pump.tables.outcomeAt(outcome).asked.flatMap(deedOf(faces, name)),
  );
  /** Null where the pump has no answer. */
  const deedsAt = remembered((label: number) => {
    const { asked, taken } = steps.labels.at(label);
    return taken.length === 0 ? null : asked.flatMap(deedOf(faces, name));
  });

  const hear = (now: Now, event: Event): readonly Now[] => {
    const outcome = pump.take(now.pump, pump.tables.eventNumber(event));
    if (outcome === 0) return [now];
    return inTurn([{ ...now, pump: pump.landed() }], deedsOf(outcome));
  };
  const remain = ({ face, others }: Now): boolean => faces.at(face).forbids || others === 'stopping';
  /** By state of the pump: what it believes of alarms that stop therapy; they are none of its business out of service. */
  const belief = remembered((pump: number) => {
    if (!(isOperating(pump) || isRecovering(pump))) return 'any';
    return isStopped(pump) ? 'some' : 'none';
  });
  const agrees = (pump: number, others: 'some' | 'none'): boolean => {
    const believed = belief(pump);
    return believed === others || believed === 'any';
  };
  const isReconciled = (now: Now): boolean => agrees(now.pump, remain(now) ? 'some' : 'none');
  const reconcile = (now: Now): readonly Now[] =>
    isReconciled(now) ? [now] : hear(now, remain(now) ? stopRaised : stopsCleared).flatMap(reconcile);
  const fault: Deed = now => hear({ ...now, others: 'stopping' }, faultDetected);
  const stop: Deed = now => (isOperating(now.pump) ? hear(now, stopRaised) : [now]);
  const meets = meeting(faces);

  /** A small machine raises it, at one of its grades. */
  const raisedElsewhere: readonly Doing[] = elsewhere.map(grade => {
    const event = raisedAt(grade);
    const rise = meets(event);
    const stops = row[grade]?.stops;
    return {
      event,
      does: now => {
        const isNews = stops === 'therapy' && !faces.at(now.face).forbids;
        const raised = rise(now);
        const stopped = isNews ? raised.flatMap(stop) : raised;
        return stops === 'forGood' ? stopped.flatMap(each => hear(each, faultDetected)) : stopped;
      },
    };
  });
  const othersFrom =
    (before: Others, after: Others): Deed =>
    now =>
      now.others === before ? [{ ...now, others: after }] : [];
  /** A boot that no loss of power came before is our own fault, and told by its own alarm. */
  const tellFault = meets(raisedAt('first'));
  const secondBoot: Deed = now => {
    if (isOff(now.pump)) return [];
    if (name !== 'internalFault') return fault(now);
    return tellFault(now).flatMap(each => hear(each, faultDetected));
  };
  const always: readonly Doing[] = [
    ...faces.own.map(event => ({ event, does: meets(event) })),
    { event: { type: 'others.dealtWith' }, does: othersFrom('stopping', 'dealtWith') },
    { event: { type: 'others.returned' }, does: othersFrom('dealtWith', 'stopping') },
  ];
  const whileInService: readonly Doing[] = [
    ...always,
    ...raisedElsewhere,
    ...(elsewhere.length > 0 ? [{ event: ceased, does: meets(ceased) }] : []),
    {
      event: stopRaised,
      does: now => (now.others === 'stopping' ? [] : stop({ ...now, others: 'stopping' })),
    },
    { event: faultDetected, does: fault },
    { event: { type: 'power.applied' }, does: secondBoot },
  ];
  const known = facts.map((event, index) => ({ event, index, label: whileInService.length + index }));
  const knownInFailSafe = known.filter(({ event: { type } }) => OUT_OF_SERVICE.has(type));
  const labels = [...whileInService, ...known].map(({ event }) => event);
  /** By state of the pump: what it answers, where that leads, and what the alarms have of it. */
  const answersIn = remembered((state: number) =>
    (isFailSafe(state) ? knownInFailSafe : known).flatMap(({ index, label }) => {
      const deeds = deedsAt(steps.label(state, index));
      return deeds === null ? [] : [{ label, deeds, target: steps.target(state, index) }];
    }),
  );

  return {
    initial: numberOf({ pump: pump.initial, face: faces.initial, others: 'quiet' }),
    size: both.size,
    bytes: both.bytes,
    chart: pump,
    chartState: both.first,
    world: null,
    worldState: () => 0,
    faceIn: state => faces.at(nowOf(state).face),
    othersIn,
    labelAt: label => ({ event: labels[label] ?? stopRaised, asked: [], taken: [], refused: [] }),
    expand: (state, tell) => {
      const now = nowOf(state);
      const doings = isFailSafe(now.pump) ? always : whileInService;
      for (let label = 0; label < doings.length; label += 1)
        for (const next of doings[label]?.does(now) ?? [])
          for (const settled of reconcile(next)) tell(numberOf(settled), label);
      const second = both.second(state);
      const remaining = remain(now) ? 'some' : 'none';
      for (const { label, deeds, target } of answersIn(now.pump)) {
        // Most facts concern no alarm: nothing follows. Many do not even move the pump.
        if (deeds.length === 0 && agrees(target, remaining))
          tell(target === now.pump ? state : both.numberOf(target, second), label);
        else
          for (const next of inTurn([{ ...now, pump: target }], deeds).flatMap(reconcile))
            tell(numberOf(next), label);
      }
    },
  };
};

type Doing = { readonly event: Event; readonly does: Deed };

/** After a latched fault only the alarms and the power switch go on. */
const OUT_OF_SERVICE: ReadonlySet<string> = new Set(['power.lost', 'fault.latched']);

const inTurn = (from: readonly Now[], all: readonly Deed[]): readonly Now[] =>
  all.reduce((reached, deed) => reached.flatMap(deed), from);

/** The same answers, worked out once for each number. */
const remembered = <Answer>(answer: (number: number) => Answer) => {
  const known: Answer[] = [];
  return (number: number): Answer => {
    const found = known[number];
    if (found !== undefined) return found;
    const made = answer(number);
    known[number] = made;
    return made;
  };
};

/** The alarm hears an event. */
const meeting =
  (faces: Faces) =>
  (event: Event): Deed => {
    const reached = faces.after(event);
    return now => reached(now.face).map(face => ({ ...now, face }));
  };

/** What an action of the pump does to the alarms. */
const deedOf =
  (faces: Faces, own: AlarmName) =>
  ({ type, params }: Asked): readonly Deed[] => {
    const meets = meeting(faces);
    if (type === 'resumeAlarms')
      return [
        now => [{ ...now, others: now.others === 'dealtWith' ? 'quiet' : now.others }],
        meets({ type: 'therapy.resumed' }),
      ];
    const { alarm, grade = 'first' } = params;
    if (!isAlarmName(alarm) || !isGradeName(grade)) return [];
    if (type === 'ceaseAlarm') return alarm === own ? [meets(ceased)] : [];
    if (type !== 'raiseAlarm') return [];
    if (alarm === own) return [meets(raisedAt(grade))];
    return stopsTherapy(gradeOf(alarm, grade)) ? [now => [{ ...now, others: 'stopping' }]] : [];
  };

/** Whether a state of the pump is in one of its states, by a table. */
export const finder =
  (pump: Chart) =>
  (id: string): ((state: number) => boolean) => {
    const region = pump.shape.regions.findIndex(({ active }) => active.some(ids => ids.includes(id)));
    const leaves = pump.shape.regions[region]?.active;
    if (leaves === undefined) throw new Error(`the pump has no state ${id}`);
    const isThere = leaves.map(ids => ids.includes(id));
    return state => isThere[pump.leafIn(state, region)] === true;
  };
