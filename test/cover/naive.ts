import { type AnyEventObject, type AnyStateMachine, createActor } from 'xstate';
import { evaluateGuard } from 'xstate/guards';
import { outcomeId, termOf } from '../../src/verify/cover/guards.ts';
import type { Hits } from '../../src/verify/cover/meter.ts';
import type { Universe } from '../../src/verify/cover/universe.ts';
import { transitionsAt, within } from '../../src/verify/shape.ts';
import { transitionId } from '../../src/verify/taken.ts';

/**
 * Counts again, the plain way: a live actor, its inspection events, and guards that note what they answered
 * when XState asked them. Of guards, only the answers of whole guards: XState stops within them.
 */
export const countedPlainly = (
  { regionOf }: Universe,
  fresh: AnyStateMachine,
  input: unknown,
  events: readonly AnyEventObject[],
): Omit<Hits, 'requirements'> => {
  const counts = {
    states: new Map(),
    transitions: new Map(),
    pairs: new Map(),
    events: new Map(),
    guards: new Map(),
  };
  const count = (measure: keyof typeof counts, id: string): void => {
    counts[measure].set(id, (counts[measure].get(id) ?? 0) + 1);
  };
  for (const transition of within(fresh.root).flatMap(transitionsAt)) {
    const { guard } = transition;
    if (guard === undefined) continue;
    const noting = Object.assign(() => false, {
      check: (snapshot: Parameters<typeof evaluateGuard>[3], { event }: { event: AnyEventObject }) => {
        const holds = evaluateGuard(guard, snapshot.context, event, snapshot);
        count('guards', outcomeId(transitionId(transition), termOf(guard), holds));
        return holds;
      },
    });
    Object.assign(transition, { guard: noting });
  }
  const last: Record<number, string> = {};
  let hasBegun = false;
  let isAnswered = false;
  let lastAnswered = '';
  const actor = createActor(fresh, {
    input,
    inspect: inspected => {
      // What a chart does on its way to its first state answers no event.
      if (inspected.type !== '@xstate.microstep' || !hasBegun) return;
      if (inspected._transitions.length > 0) isAnswered = true;
      for (const id of inspected._transitions.map(transitionId)) {
        const region = regionOf.get(id) ?? -1;
        count('transitions', id);
        if (last[region] !== undefined) count('pairs', `${last[region]} > ${id}`);
        last[region] = id;
      }
    },
  });
  actor.start();
  hasBegun = true;
  counts.guards.clear();
  const activeNow = (): readonly string[] =>
    actor
      .getSnapshot()
      ._nodes.map(({ id }: { id: string }) => id)
      .filter((id: string) => id !== fresh.root.id);
  let before: readonly string[] = [];
  const look = (): void => {
    const now = activeNow();
    for (const id of now) if (!before.includes(id)) count('states', id);
    before = now;
  };
  look();
  for (const event of events) {
    isAnswered = false;
    actor.send(event);
    if (isAnswered && lastAnswered !== '') count('events', `${lastAnswered} > ${event.type}`);
    if (isAnswered) lastAnswered = event.type;
    look();
  }
  return {
    states: Object.fromEntries(counts.states),
    transitions: Object.fromEntries(counts.transitions),
    pairs: Object.fromEntries(counts.pairs),
    events: Object.fromEntries(counts.events),
    guards: Object.fromEntries(counts.guards),
  };
};
