import {
  type AnyActorScope,
  type AnyEventObject,
  type AnyStateMachine,
  type AnyTransitionDefinition,
  createActor,
  type EventFromLogic,
  type SnapshotFrom,
} from 'xstate';

/**
 * Which transitions a step of a chart really takes. XState tells this only through the inspection
 * event of each microstep (`_transitions`), so this one file knows of it and nothing else does.
 */

/** A transition that was taken, with the event that caused it: the fact given, or one raised inside. */
export type TakenTransition = {
  readonly id: string;
  readonly event: string;
  readonly definition: AnyTransitionDefinition;
};

/** A macrostep: the snapshot it ends in and what was taken on the way, in order. */
export type Macrostep<Machine extends AnyStateMachine> = {
  readonly snapshot: SnapshotFrom<Machine>;
  readonly taken: readonly TakenTransition[];
  /** What it asks for, in order, as `transition()` lists it. */
  readonly actions: readonly AskedAction[];
};

/**
 * The stable name of a transition: `source event index`, for example `pump.motor.still pulse.due 0`.
 * A delay is spelled as the fact that ends it (`timer.pulseElapsed`), so a chart that waits by `after`
 * and its test view that waits by event give the same ids.
 */
export const transitionId = (transition: AnyTransitionDefinition): string => {
  const { source, eventType } = transition;
  const siblings = eventType === '' ? (source.always ?? []) : (source.transitions.get(eventType) ?? []);
  return `${source.id} ${eventName(transition)} ${siblings.indexOf(transition)}`;
};

/** The event a transition answers, with delays spelled as timer facts and `always` for eventless ones. */
export const eventName = (transition: AnyTransitionDefinition): string => {
  const delay = delayOf(transition);
  if (delay !== null) return `timer.${delay}Elapsed`;
  return transition.eventType === '' ? 'always' : transition.eventType;
};

/** The name (or the milliseconds) of the delay a transition waits for; null when it waits for an event. */
export const delayOf = (transition: AnyTransitionDefinition): string | null => {
  if (!('delay' in transition)) return null;
  return typeof transition.delay === 'string' || typeof transition.delay === 'number'
    ? String(transition.delay)
    : 'delay';
};

/**
 * Takes one macrostep as XState's `transition()` does, and says which transitions it took, those of
 * raised events included. Pure: actions are not executed.
 *
 * XState reports what was selected before it resolves conflicts between regions. Selected and taken
 * are the same as long as no region holds a parallel state and the root itself takes no transition;
 * a test holds our charts to that.
 */
export const takenTransitions = <Machine extends AnyStateMachine>(
  machine: Machine,
  before: SnapshotFrom<Machine>,
  event: EventFromLogic<Machine>,
): Macrostep<Machine> => {
  const stepper = stepperOf(machine);
  const recorded: TakenTransition[] = [];
  const actions: AskedAction[] = [];
  stepper.record = ({ event, definitions }) => {
    for (const definition of definitions)
      recorded.push({ id: transitionId(definition), event: spelled(event.type, definition), definition });
  };
  stepper.scope.actionExecutor = action => actions.push(action);
  try {
    return { snapshot: stepped(machine, before, event, stepper), taken: recorded, actions };
  } finally {
    stepper.record = ignore;
    stepper.scope.actionExecutor = ignore;
  }
};

/** One microstep among those of a macrostep. */
export type Link<Machine extends AnyStateMachine> = {
  /** What it began in. */
  readonly before: SnapshotFrom<Machine>;
  /** The event given, or one raised on the way. */
  readonly event: AnyEventObject;
  /** Empty when nothing answered. */
  readonly taken: readonly AnyTransitionDefinition[];
  readonly after: SnapshotFrom<Machine>;
};

/** Takes one macrostep, and tells its microsteps in order. */
export const linksOf = <Machine extends AnyStateMachine>(
  machine: Machine,
  before: SnapshotFrom<Machine>,
  event: EventFromLogic<Machine>,
): readonly Link<Machine>[] => {
  const stepper = stepperOf(machine);
  const links: Link<Machine>[] = [];
  stepper.record = recorded => {
    const after = recorded.snapshot;
    if (!isSnapshotOf(machine, after)) throw new Error(`"${machine.id}" told of no microstep`);
    const from = links.at(-1)?.after ?? before;
    links.push({ before: from, event: recorded.event, taken: recorded.definitions, after });
  };
  try {
    stepped(machine, before, event, stepper);
    return links;
  } finally {
    stepper.record = ignore;
  }
};

/** One microstep: what a single event does, before anything that it raises is taken. */
export type Microstep<Machine extends AnyStateMachine> = {
  readonly snapshot: SnapshotFrom<Machine>;
  readonly taken: readonly AnyTransitionDefinition[];
  /** What it asks for, what it raises (`xstate.raise`) included. */
  readonly actions: readonly AskedAction[];
};

/** Takes the first microstep of a macrostep: of what XState does, the part before any raised event. */
export const firstMicrostep = <Machine extends AnyStateMachine>(
  machine: Machine,
  before: SnapshotFrom<Machine>,
  event: EventFromLogic<Machine>,
): Microstep<Machine> => {
  const stepper = stepperOf(machine);
  const actions: AskedAction[] = [];
  let first: Recorded | null = null;
  stepper.scope.actionExecutor = action => actions.push(action);
  stepper.record = recorded => {
    first ??= recorded;
    stepper.scope.actionExecutor = ignore;
  };
  try {
    stepped(machine, before, event, stepper);
    return microstepOf(machine, first, actions);
  } finally {
    stepper.record = ignore;
    stepper.scope.actionExecutor = ignore;
  }
};

const microstepOf = <Machine extends AnyStateMachine>(
  machine: Machine,
  recorded: Recorded | null,
  actions: readonly AskedAction[],
): Microstep<Machine> => {
  if (recorded === null || !isSnapshotOf(machine, recorded.snapshot))
    throw new Error(`"${machine.id}" told of no microstep`);
  return { snapshot: recorded.snapshot, taken: recorded.definitions, actions };
};

const stepped = <Machine extends AnyStateMachine>(
  machine: Machine,
  before: SnapshotFrom<Machine>,
  event: EventFromLogic<Machine>,
  { scope }: Stepper,
): SnapshotFrom<Machine> => {
  const snapshot: unknown = machine.transition(before, event, scope);
  if (!isSnapshotOf(machine, snapshot))
    throw new Error(`"${machine.id}" left its own states on ${event.type}`);
  return snapshot;
};

type AskedAction = { readonly type: string; readonly params?: unknown };

/** What XState tells of one microstep. */
type Recorded = {
  readonly event: AnyEventObject;
  readonly definitions: readonly AnyTransitionDefinition[];
  readonly snapshot: unknown;
};

type Stepper = { readonly scope: AnyActorScope; record: (recorded: Recorded) => void };

const isSnapshotOf = <Machine extends AnyStateMachine>(
  machine: Machine,
  value: unknown,
): value is SnapshotFrom<Machine> =>
  typeof value === 'object' && value !== null && 'machine' in value && value.machine === machine;

const ignore = (): void => {};
const steppers = new WeakMap<AnyStateMachine, Stepper>();

/** One actor that is never started for each machine: it lends its identity and nothing else. */
const stepperOf = (machine: AnyStateMachine): Stepper => {
  const known = steppers.get(machine);
  if (known) return known;
  const actor = createActor(machine, {
    inspect: inspected => {
      if (inspected.type !== '@xstate.microstep') return;
      stepper.record({
        event: inspected.event,
        definitions: inspected._transitions,
        snapshot: inspected.snapshot,
      });
    },
  });
  const stepper: Stepper = {
    record: ignore,
    scope: {
      self: actor,
      id: actor.id,
      sessionId: actor.sessionId,
      system: actor.system,
      logger: ignore,
      defer: ignore,
      emit: ignore,
      stopChild: ignore,
      actionExecutor: ignore,
    },
  };
  steppers.set(machine, stepper);
  return stepper;
};

/** XState's own name of a delay event says nothing to a reader; the timer fact does. */
export const spelled = (type: string, definition: AnyTransitionDefinition): string =>
  delayOf(definition) === null ? type : eventName(definition);
