import type { AnyProperty } from '../../../specs/property.ts';
import { type Asked, type Event, nameOf } from '../automaton.ts';
import { type Claim, claimOf, type Known } from './claims.ts';
import { beginningOf, ranFrom } from './interpret.ts';
import { type Asking, type LiveClaim, liveClaimOf } from './liveness.ts';
import { answersTo } from './moves.ts';
import { isFalse, isTrue, type Program, type Statement, simplified, type Test } from './program.ts';
import { type Means, promisedBy } from './promises.ts';
import { among, type Cast, flagsOf, isFlag, isLike, type Wording, wordingOf } from './wording.ts';

/** A program, what it claims by the names it uses, and what a program of single runs cannot express. */
export type Claimed = {
  /** Who acts in it: the chart under test first. */
  readonly cast: Cast;
  readonly program: Program;
  readonly claims: ReadonlyMap<string, AnyProperty>;
  readonly unsaid: readonly AnyProperty[];
  /** Those whose claims remember something from step to step: more states than the charts have. */
  readonly remembered: ReadonlySet<AnyProperty>;
};

/** The events that are the rules of a program, and what the program does, given the claims it has to keep. */
export type Core = {
  readonly events: readonly Event[];
  readonly queues: readonly string[];
  /** That the world has yet to say what belongs to the step under way; and the types of events by which it does. */
  readonly unfinished: Test;
  readonly goesOnBy: ReadonlySet<string>;
  readonly body: (
    claims: readonly Claim[],
    noted: (asked: Asked) => readonly Statement[],
  ) => Pick<Program, 'rules' | 'between'>;
};

/**
 * Puts a program together: what is stored, what claims remember, and what they look at after each step.
 * Only what some claim looks at is noted.
 */
export const assembled = (
  cast: Cast,
  properties: readonly AnyProperty[],
  core: Core,
  asking: Asking | null = null,
): Claimed => {
  const { events, queues } = core;
  const [{ flat, names }] = cast;
  const comes = (type: string): Test => among(events, event => event.type === type);
  const wording = wordingOf(cast, events);
  const known: Known = {
    wording,
    comes,
    answers: type => ({
      any: flat.events.flatMap((event, number) =>
        event.type === type ? [answersTo(flat, names, number)] : [],
      ),
    }),
    parkedBy: type => parked(cast, { ...core.body([], () => []), queues }, events, type),
    live: (property, rule, claim) =>
      asking === null
        ? null
        : liveClaimOf(rule, {
            property,
            claim,
            asking,
            wording,
            promises: promisedBy(rule.given, meansOf(cast, core, wording)),
            events: events.length,
          }),
  };
  const claimed = properties.map((property, number) => claimOf(known, property, number));
  const claims = claimed.filter(claim => claim !== null);
  const noted = (asked: Asked): readonly Statement[] => flagsOf(asked).map(name => ({ set: name, to: 1 }));
  const live = claims.filter((claim): claim is LiveClaim => 'never' in claim);
  if (asking === 'endless' && live.length > 1)
    throw new Error('properties of runs without end are put to SPIN one by one');
  const { rules: own, between } = core.body(claims, noted);
  const rules = [...own, ...live.flatMap(({ silent }) => silent)];
  const judged = claims.flatMap(({ afterStep }) => afterStep).flatMap(pruned);
  const looked = new Set(judged.flatMap(variablesIn));
  const flags = [...looked].filter(isFlag);
  const before = cast.flatMap(({ flat, names }) =>
    [
      ...flat.regions.map(({ leaves }, region) => ({
        was: names.before(region),
        now: names.region(region),
        most: leaves.length - 1,
      })),
      { was: names.contextBefore, now: names.context, most: flat.contexts.values.length - 1 },
    ].filter(({ was }) => looked.has(was)),
  );
  const kept = (statements: readonly Statement[]): readonly Statement[] =>
    statements.flatMap(statement => onlyLooked(statement, looked));
  const remember = before.map(({ was, now }) => ({ copy: was, from: now }));
  const forget = [...before.map(({ was }) => was), ...flags].map(name => ({ set: name, to: 0 }));
  return {
    cast,
    claims: new Map(
      claimed.flatMap((claim, number) => (claim === null ? [] : [[String(number), claim.property] as const])),
    ),
    remembered: new Set(claims.filter(({ memory }) => memory.length > 0).map(({ property }) => property)),
    unsaid: properties.filter((_, number) => claimed[number] === null),
    program: {
      name: cast.map(({ flat }) => flat.id).join(' in '),
      variables: [...cast.flatMap(stored), ...claims.flatMap(remembered)],
      scratch: [
        ...cast.flatMap(({ flat, names }) =>
          flat.regions.map((_, region) => ({
            name: names.way(region),
            most: mostOf(names.way(region), [
              ...rules.flatMap(({ stages }) => stages.flat()),
              ...between.flat(),
            ]),
          })),
        ),
        ...before.map(({ was, most }) => ({ name: was, most })),
        ...flags.map(name => ({ name, most: 1 })),
      ],
      queues,
      rules: rules.map(({ name, when, stages }) => ({
        name,
        when: simplified(when),
        stages: stages.map(kept).map((stage, index) => (index === 0 ? [...remember, ...stage] : stage)),
      })),
      never: live[0]?.never ?? null,
      initially: claims.flatMap(({ initially }) => initially).flatMap(pruned),
      between: [...between.map(kept), [...judged, ...forget]],
    },
  };
};

const stored = ({ flat, names }: Cast[number]): Program['variables'] => [
  ...flat.regions.map(({ id, leaves }, region) => ({
    name: names.region(region),
    initial: flat.initial[region] ?? 0,
    most: leaves.length - 1,
    note: id,
  })),
  {
    name: names.context,
    initial: flat.contexts.initial,
    most: flat.contexts.values.length - 1,
    note: `context of ${flat.id}`,
  },
];

const remembered = ({ memory, property }: Claim): Program['variables'] =>
  memory.map(each => ({ ...each, initial: 0, note: property.name }));

/** What promises have to know of a program. */
const meansOf = (cast: Cast, { events, body, unfinished, goesOnBy }: Core, wording: Wording): Means => {
  const { rules } = body([], () => []);
  const [actor] = cast;
  return {
    actor,
    wording,
    unfinished,
    may: ({ comes }) => ({
      any: rules.flatMap(({ when }, at) => {
        const event = events[at];
        return event !== undefined && isLike(comes, event) ? [when] : [];
      }),
    }),
    goesOn: among(events, ({ type }) => goesOnBy.has(type)),
    comes: number => {
      const event = actor.flat.events[number];
      return among(events, each => event !== undefined && nameOf(each) === nameOf(event));
    },
  };
};

/** That the chart under test is as an event leaves it in its initial state. */
const parked = (
  cast: Cast,
  program: Pick<Program, 'rules' | 'between' | 'queues'>,
  events: readonly Event[],
  type: string,
): Test => {
  const number = events.findIndex(event => event.type === type);
  if (number < 0) throw new Error(`"${cast[0].flat.id}" cannot park on ${type}: nothing sends it`);
  const values = ranFrom(program, number, beginningOf({ variables: cast.flatMap(stored) }));
  return {
    all: stored(cast[0]).map(({ name }) => ({ variable: name, among: [values.get(name) ?? 0] })),
  };
};

/** Without the notes that no claim looks at. */
const onlyLooked = (statement: Statement, looked: ReadonlySet<string>): readonly Statement[] => {
  if ('set' in statement && isFlag(statement.set)) return looked.has(statement.set) ? [statement] : [];
  if ('choose' in statement) {
    const choose = statement.choose.map(({ when, body }) => ({
      when,
      body: body.flatMap(each => onlyLooked(each, looked)),
    }));
    return choose.every(({ body }) => body.length === 0) ? [] : [{ choose }];
  }
  if ('drain' in statement)
    return [
      {
        ...statement,
        each: statement.each.map(({ number, body }) => ({
          number,
          body: body.flatMap(each => onlyLooked(each, looked)),
        })),
      },
    ];
  return [statement];
};

/** Without claims that hold and branches that are never taken, whatever happens. */
const pruned = (statement: Statement): readonly Statement[] => {
  if ('claim' in statement) {
    const holds = simplified(statement.holds);
    return isTrue(holds) ? [] : [{ ...statement, holds }];
  }
  if (!('choose' in statement)) return [statement];
  const choose = statement.choose
    .map(({ when, body }) => ({ when: simplified(when), body: body.flatMap(pruned) }))
    .filter(({ when }) => !isFalse(when));
  return choose.every(({ body }) => body.length === 0) ? [] : [{ choose }];
};

const variablesIn = (statement: Statement): readonly string[] => {
  if ('claim' in statement) return variablesOf(statement.holds);
  if ('choose' in statement)
    return statement.choose.flatMap(({ when, body }) => [...variablesOf(when), ...body.flatMap(variablesIn)]);
  return [];
};

const variablesOf = (test: Test): readonly string[] => {
  if ('all' in test) return test.all.flatMap(variablesOf);
  if ('any' in test) return test.any.flatMap(variablesOf);
  if ('not' in test) return variablesOf(test.not);
  return [test.variable];
};

/** The largest number that some statement sets a variable to. */
const mostOf = (name: string, statements: readonly Statement[]): number =>
  statements.reduce((most, statement) => {
    if ('set' in statement) return statement.set === name ? Math.max(most, statement.to) : most;
    if ('choose' in statement)
      return Math.max(most, ...statement.choose.map(({ body }) => mostOf(name, body)));
    return 'drain' in statement
      ? Math.max(most, ...statement.each.map(({ body }) => mostOf(name, body)))
      : most;
  }, 0);
