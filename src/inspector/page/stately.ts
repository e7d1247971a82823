import { createBrowserInspector, type createInspector } from '@statelyai/inspect';
import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { isSmallName, SMALL_MACHINES } from '../../runtime/machines.ts';
import type { Frame, MachineId } from '../protocol.ts';

/**
 * The bridge to Stately's viewer (specs/decisions/0003-inspect.md). Nothing else imports this file
 * statically: it is fetched, and anything leaves this computer, only when a person asks for it.
 */

/** The three things the bridge says; what `createInspector` makes of them goes to its adapter. */
export type Manual = Pick<ReturnType<typeof createInspector>, 'actor' | 'event' | 'snapshot'>;

/** The nested value of XState for the active state ids of one machine; ids come parents first. */
export type StateValue = string | { readonly [key: string]: StateValue };

/** Tells a viewer of frames: each machine once, then its events, and what it is in after them. */
export const statelyBridge = (inspector: Manual): ((frame: Frame) => void) => {
  const told = new Map<MachineId, readonly string[]>();
  const isIn = (machine: MachineId, ids: readonly string[]) => ({
    ...STILL_ACTIVE,
    value: nestedValue(ids),
    tags: tagsOf(machine, ids),
  });
  return frame => {
    for (const [machine, ids] of machinesIn(frame)) {
      const events = eventsFor(machine, frame);
      const before = told.get(machine);
      if (before === undefined) inspector.actor(actorOf(machine), isIn(machine, ids));
      for (const event of events) inspector.event(machine, event);
      const isChanged = before !== undefined && before.join() !== ids.join();
      if (isChanged || events.length > 0)
        inspector.snapshot(machine, isIn(machine, ids), { event: events.at(-1) ?? frame.fact });
      told.set(machine, ids);
    }
  };
};

/**
 * Opens Stately's viewer in a window of its own and returns what feeds it. Must follow a click, or the
 * browser refuses. Each time the viewer says that it is ready it is told everything anew, from `now` on:
 * what was said to a window still loading may have been dropped.
 */
export const openStately = (now: () => Frame | null): ((frame: Frame) => void) => {
  const inspector = createBrowserInspector();
  let tell: ((frame: Frame) => void) | null = null;
  window.addEventListener('message', ({ source, data }) => {
    if (source !== inspector.adapter.targetWindow || data?.type !== '@statelyai.connected') return;
    tell = statelyBridge(inspector);
    const frame = now();
    if (frame) tell(frame);
  });
  return frame => tell?.(frame);
};

/** Context stays here: the charts keep only small enumerations in it, and a frame does not carry them. */
const STILL_ACTIVE = { status: 'active', context: {}, historyValue: {}, children: {} } as const;

const machineOf = (id: MachineId): AnyStateMachine => {
  if (id === 'pump') return pumpMachine;
  return isSmallName(id) ? SMALL_MACHINES[id] : alarmMachine;
};

/** Enough of an actor for the viewer to draw its chart; nobody can send anything to it. */
const actorOf = (machine: MachineId) => ({
  sessionId: machine,
  id: machine,
  logic: { config: machineOf(machine).config },
  send: () => {},
  getSnapshot: () => undefined,
});

const tagsOf = (machine: MachineId, ids: readonly string[]): readonly string[] => [
  ...new Set(ids.flatMap(id => machineOf(machine).getStateNodeById(id).tags)),
];

const machinesIn = (frame: Frame): readonly (readonly [MachineId, readonly string[]])[] =>
  Object.entries(frame.active).flatMap(([machine, ids]) =>
    isMachineId(machine) && ids ? [[machine, ids] as const] : [],
  );

const isMachineId = (name: string): name is MachineId =>
  name === 'pump' || isSmallName(name) || name.startsWith('alarm:');

/** The facts that moved a machine in this step, each once, with what the frame knows of their fields. */
const eventsFor = (
  machine: MachineId,
  { taken, fact, derived }: Frame,
): readonly { readonly type: string }[] =>
  [...new Set(taken.filter(one => one.machine === machine).map(({ event }) => event))].map(
    type => [fact, ...derived].find(one => one.type === type) ?? { type },
  );

/** `['pump', 'pump.motor', 'pump.motor.still']` → `{ motor: 'still' }`. */
export const nestedValue = (ids: readonly string[]): StateValue => {
  const [root = ''] = ids;
  return below(root, ids) ?? {};
};

const below = (parent: string, ids: readonly string[]): StateValue | null => {
  const children = ids.filter(
    id => id.startsWith(`${parent}.`) && !id.slice(parent.length + 1).includes('.'),
  );
  const [only] = children;
  if (only === undefined) return null;
  const keyOf = (id: string): string => id.slice(parent.length + 1);
  if (children.length === 1 && below(only, ids) === null) return keyOf(only);
  return Object.fromEntries(children.map(id => [keyOf(id), below(id, ids) ?? {}]));
};
