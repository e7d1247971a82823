import { z } from 'zod';

/**
 * A chart as plain data: what every printer prints, and the format of `islet chart --format json`. All that
 * decides how the chart behaves is in it: what guards ask, what actions remember and raise. What is asked of
 * the world is there by name only; to do it is not the chart's business.
 */

/** What a guard asks, or when something is chosen. `all` of nothing always holds, `any` of nothing never. */
export type Condition =
  /** A guard of the glossary. */
  | { readonly guard: string }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** This state is active. */
  | { readonly in: string }
  /** A field of the chart's own small memory has one of these values. */
  | { readonly context: string; readonly is: readonly Value[] }
  /** So has a field of the event that is being taken; `sometimes`: not every such event has this field. */
  | { readonly event: string; readonly is: readonly Value[]; readonly sometimes?: true | undefined };

export type Value = string | number | boolean | null;

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const name = z.string().min(1);

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ guard: name }),
    z.strictObject({ all: z.array(condition) }),
    z.strictObject({ any: z.array(condition) }),
    z.strictObject({ not: condition }),
    z.strictObject({ in: name }),
    z.strictObject({ context: name, is: z.array(value) }),
    z.strictObject({ event: name, is: z.array(value), sometimes: z.literal(true).optional() }),
  ]),
);

/** The first case whose condition holds, or else the last word. */
export type Choice<Result> = {
  readonly cases: readonly { readonly when: Condition; readonly gives: Result }[];
  readonly otherwise: Result;
};

const choice = <Result>(result: z.ZodType<Result>): z.ZodType<Choice<Result>> =>
  z.strictObject({
    cases: z.array(z.strictObject({ when: condition, gives: result })),
    otherwise: result,
  });

const params = z.record(name, z.json());
const event = z.looseObject({ type: name }).catchall(value);

const action = z.strictObject({
  type: name,
  params: params.optional(),
  /** Parameters that depend on the memory or on the event. */
  chosen: choice(params).optional(),
});

const transition = z.strictObject({
  /** An event, `source.*` or `*`; of a delay the event that ends it. */
  event: name,
  /** The delay that it waits for; it begins when the state is entered. */
  after: name.optional(),
  guard: condition.optional(),
  /** Where it leads; without one it acts and stays. */
  target: name.optional(),
  /** Its source is left and entered again, even if the target is within. */
  reenter: z.literal(true).optional(),
  actions: z.array(action),
  req: z.array(name).optional(),
  description: z.string().optional(),
});

export type State = {
  readonly id: string;
  readonly key: string;
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly description?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly req?: readonly string[] | undefined;
  readonly initial?: string | undefined;
  readonly entry: readonly Action[];
  readonly exit: readonly Action[];
  readonly transitions: readonly Transition[];
  readonly states: readonly State[];
};

const state: z.ZodType<State> = z.lazy(() =>
  z.strictObject({
    id: name,
    key: name,
    kind: z.enum(['atomic', 'compound', 'parallel']),
    description: z.string().optional(),
    tags: z.array(name).optional(),
    req: z.array(name).optional(),
    /** Id of the state that it begins in; of a compound state only. */
    initial: name.optional(),
    entry: z.array(action),
    exit: z.array(action),
    transitions: z.array(transition),
    states: z.array(state),
  }),
);

const deed = z.union([
  /** Asked of whoever runs the chart. */
  z.strictObject({ asks: z.literal(true) }),
  z.strictObject({ raises: choice(event) }),
  z.strictObject({ assigns: z.record(name, choice(value)) }),
]);

export const documentSchema = z.strictObject({
  islet: z.literal('chart'),
  version: z.literal(1),
  /** The small memory: what it begins with, and every value a field can take (none listed: it never changes). */
  context: z.record(name, z.strictObject({ initial: z.json(), values: z.array(value) })),
  /** Every event that it answers, with the values of what each carries; `raised` by nobody but itself. */
  events: z.array(
    z.strictObject({
      type: name,
      fields: z.record(name, z.array(value)).optional(),
      raised: z.literal(true).optional(),
    }),
  ),
  guards: z.record(name, condition),
  actions: z.record(name, deed),
  /** In milliseconds. */
  delays: z.record(name, choice(z.number().nonnegative())),
  root: state,
});

export type Document = z.infer<typeof documentSchema>;
export type Action = z.infer<typeof action>;
export type Transition = z.infer<typeof transition>;
export type Deed = z.infer<typeof deed>;
export type Params = z.infer<typeof params>;
export type Raised = z.infer<typeof event>;

/** A state and all below it, outer before inner. */
export const statesIn = (outer: State): readonly State[] => [outer, ...outer.states.flatMap(statesIn)];

/** Whether a state is, or lies within, another. */
export const isWithin = (inner: string, outer: State): boolean =>
  statesIn(outer).some(({ id }) => id === inner);

/** Whether a transition leaves its source active: it stays, or leads to a state within. */
export const isInternal = (source: State, { target, reenter }: Transition): boolean =>
  target === undefined || (!reenter && isWithin(target, source));

/** Everything that a chart may do on its way, in the order of its states. */
export const actionsIn = (outer: State): readonly Action[] =>
  statesIn(outer).flatMap(({ entry, exit, transitions }) => [
    ...entry,
    ...exit,
    ...transitions.flatMap(({ actions }) => actions),
  ]);

/** The file format as a JSON schema, for other people's tools. */
export const documentJsonSchema = (): unknown => z.toJSONSchema(documentSchema);
