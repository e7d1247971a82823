import type { AnyMachineSnapshot, AnyStateMachine, AnyStateNode } from 'xstate';
import { z } from 'zod';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { mode } from '../../machines/pump/mode.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alarmNames } from '../domain/alarms.ts';
import { dosingOf, readings } from '../domain/ledger/ledger.ts';
import type { Delivery } from '../runtime/draft.ts';
import { isSmallName, SMALL_MACHINES, smallNames } from '../runtime/machines.ts';
import type { Observed } from '../runtime/run.ts';
import type { PumpState } from '../runtime/state.ts';
import { type Macrostep, takenTransitions } from '../verify/taken.ts';
import { activeIds } from './charts/activeIds.ts';
import type { Frame, Taken } from './protocol.ts';
import { contextTold } from './readyAt.ts';

/**
 * One step as the page shows it, live or replayed. The charts are asked again which transitions the
 * step took; nothing is guessed from what it led to. Pure, apart from remembering what a snapshot holds.
 */
export const frameOf = (observed: Observed): Frame => {
  const { envelope, deliveries, state } = observed;
  const moves = deliveries.map(moveOf);
  const taken = moves.flatMap(move => move.taken);
  return {
    ...drawnOf(observed),
    taken,
    ...reckonedIn(envelope, state),
    req: [...new Set([...taken.flatMap(({ req }) => req), ...moves.flatMap(move => move.entered)])].sort(),
  };
};

/** A frame without what costs most: which transitions were taken, and what a bolus is reckoned with. */
export type DrawnFrame = Omit<Frame, 'taken' | 'req' | 'dosing'>;

export const drawnOf = ({ envelope, derived, commands, state }: Observed): DrawnFrame => {
  const { seq, monoMs, wallMs, fact } = envelope;
  return {
    seq,
    monoMs,
    wallMs,
    fact,
    derived,
    commands,
    active: activeIn(state),
    context: contextIn(state),
    modes: modesOf(state),
    readings: readings(state.ledger, { monoMs, wallMs }),
    alarms: state.annunciation,
  };
};

const reckonedIn = (
  { monoMs, wallMs }: Observed['envelope'],
  { ledger }: PumpState,
): Pick<Frame, 'dosing'> => {
  const dosing = dosingOf(ledger, { monoMs, wallMs });
  return dosing === null ? {} : { dosing };
};

type Move = { readonly taken: readonly Taken[]; readonly entered: readonly string[] };

const moveOf = (delivery: Delivery): Move => {
  const { machine } = delivery;
  const { snapshot, taken } = macrostepOf(delivery);
  const before = new Set(idsOf(delivery.before));
  return {
    taken: taken.map(({ id, event, definition }) => ({
      machine,
      transition: id,
      event,
      req: requirements(definition.meta),
    })),
    entered: idsOf(snapshot)
      .filter(id => !before.has(id))
      .flatMap(id => REQUIREMENTS.get(id) ?? []),
  };
};

/** Which chart a delivery went to decides its types; the event was already given to that very chart. */
const macrostepOf = (delivery: Delivery): Macrostep<AnyStateMachine> => {
  if (delivery.machine === 'pump')
    return takenTransitions<AnyStateMachine>(pumpMachine, delivery.before, delivery.event);
  if (isSmallName(delivery.machine))
    return takenTransitions<AnyStateMachine>(
      SMALL_MACHINES[delivery.machine],
      delivery.before,
      delivery.event,
    );
  return takenTransitions<AnyStateMachine>(alarmMachine, delivery.before, delivery.event);
};

/** Most steps leave most charts as they were, and an unchanged chart is the same snapshot. */
const known = new WeakMap<object, readonly string[]>();

const idsOf = (snapshot: AnyMachineSnapshot): readonly string[] => {
  const found = known.get(snapshot);
  if (found) return found;
  const ids = activeIds(snapshot);
  known.set(snapshot, ids);
  return ids;
};

const activeIn = ({ pump, machines, alarms }: PumpState): Frame['active'] => ({
  pump: idsOf(pump),
  ...Object.fromEntries(smallNames.map(name => [name, idsOf(machines[name])])),
  ...Object.fromEntries(
    alarmNames.flatMap(name =>
      alarms[name].hasTag('active') ? [[`alarm:${name}`, idsOf(alarms[name])]] : [],
    ),
  ),
});

/** The pump's, and that of each alarm that is on; no other machine has one. */
const contextIn = ({ pump, alarms }: PumpState): NonNullable<Frame['context']> => ({
  pump: contextTold(pump.context),
  ...Object.fromEntries(
    alarmNames.flatMap(name =>
      alarms[name].hasTag('active') ? [[`alarm:${name}`, contextTold(alarms[name].context)]] : [],
    ),
  ),
});

const modesOf = ({ pump, machines }: PumpState): Frame['modes'] => {
  const ids = [...idsOf(pump), ...idsOf(machines.lowSuspend), ...idsOf(machines.therapy)];
  return mode({ isIn: id => ids.includes(id) });
};

const metaSchema = z.looseObject({ req: z.array(z.string()).optional() }).optional();
const requirements = (meta: unknown): readonly string[] => metaSchema.parse(meta)?.req ?? [];

const nodesUnder = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap(nodesUnder),
];

/** The requirements that each state of our charts carries, by its id. */
const REQUIREMENTS: ReadonlyMap<string, readonly string[]> = new Map(
  [pumpMachine, ...Object.values(SMALL_MACHINES), alarmMachine].flatMap(machine =>
    nodesUnder(machine.root).map(node => [node.id, requirements(node.meta)] as const),
  ),
);
