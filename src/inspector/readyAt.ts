import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { ALARMS, isAlarmName } from '../domain/alarms.ts';
import { isSmallName, SMALL_MACHINES } from '../runtime/machines.ts';
import { alphabetOf } from '../verify/alphabet.ts';
import type { Event } from '../verify/automaton.ts';
import { type Readiness, readinessAt } from '../verify/readiness.ts';
import { type Shape, shapeOf } from '../verify/shape.ts';
import { gradedFor, sortOf } from '../verify/sorts.ts';
import { timerView } from '../verify/timerView.ts';
import type { Frame, MachineId } from './protocol.ts';

/** A machine as it is asked what it would answer: in its timer view, with every event that may come. */
type Asked = {
  readonly shape: Shape;
  readonly alphabet: readonly Event[];
  /** What the context is where a frame does not tell it: the machine has none, or has just begun. */
  readonly context: unknown;
};

const known = new Map<string, Asked | null>();

const askedFor = (machine: MachineId): Asked | null => {
  const found = known.get(machine);
  if (found !== undefined) return found;
  const made = make(machine);
  known.set(machine, made);
  return made;
};

/** Null of an alarm that is in no row of the table: what its guards say depends on its row. */
const make = (machine: MachineId): Asked | null => {
  if (machine === 'pump') return alone(pumpMachine);
  if (isSmallName(machine)) return alone(SMALL_MACHINES[machine]);
  const alarm = machine.slice('alarm:'.length);
  if (!isAlarmName(alarm)) return null;
  const view = timerView(alarmMachine);
  const row = sortOf(ALARMS[alarm]);
  const [{ context }] = initialTransition(view, row);
  return { shape: shapeOf(view), alphabet: gradedFor(row, alphabetOf(view)), context };
};

const alone = (machine: AnyStateMachine): Asked => {
  const view = timerView(machine);
  const [{ context }] = initialTransition(view);
  return { shape: shapeOf(view), alphabet: alphabetOf(view), context };
};

/** The part of a context that steps change, as frames tell it: its small enumerations. What an alarm is, its row, it keeps. */
export const contextTold = (context: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(context).flatMap(([field, value]: readonly [string, unknown]) =>
      typeof value === 'string' ? [[field, value] as const] : [],
    ),
  );

/** The snapshot of a machine that a frame tells of; null where it does not tell the state of every region. */
export const snapshotIn = (
  { active, context }: Pick<Frame, 'active' | 'context'>,
  machine: MachineId,
): AnyMachineSnapshot | null => {
  const ids = active[machine];
  const asked = askedFor(machine);
  if (ids === undefined || asked === null) return null;
  const { shape, context: blank } = asked;
  const leaves = shape.regions.map(({ leaves: all }) => all.findIndex(({ id }) => ids.includes(id)));
  if (leaves.includes(-1)) return null;
  const told = context?.[machine] ?? {};
  return shape.machine.resolveState({
    value: shape.valueOf(leaves),
    context: typeof blank === 'object' && blank !== null ? { ...blank, ...told } : blank,
  });
};

/** What a machine would answer to each event at the moment of a frame; null where the frame does not tell its state. */
export const readinessIn = (
  frame: Pick<Frame, 'active' | 'context'>,
  machine: MachineId,
): readonly Readiness[] | null => {
  const snapshot = snapshotIn(frame, machine);
  const asked = askedFor(machine);
  return snapshot === null || asked === null ? null : readinessAt(snapshot, asked.alphabet);
};
