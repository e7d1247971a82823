import type { Property } from '../../../specs/property.ts';
import type { Asked, Event } from '../automaton.ts';
import { type Cast, type Claim, claimOf, flagsOf } from './claims.ts';
import { type Program, type Rule, type Statement, simplified, type Test } from './program.ts';

/** A program, what it claims by the names it uses, and what a program of single runs cannot express. */
export type Claimed = {
  readonly program: Program;
  readonly claims: ReadonlyMap<string, Property>;
  readonly unsaid: readonly Property[];
};

/** The rules of a program and what is between their stages, for the claims that it has to keep. */
export type Core = (
  claims: readonly Claim[],
  noted: (asked: Asked) => readonly Statement[],
) => {
  readonly rules: readonly (Rule & { readonly event: Event })[];
  readonly between: Program['between'];
  readonly queues: readonly string[];
};

/**
 * Puts a program together: what is stored, what claims remember, and what they look at after each step.
 * Only what some claim looks at is noted.
 */
export const assembled = (cast: Cast, properties: readonly Property[], core: Core): Claimed => {
  const claimed = properties.map((property, number) => claimOf(cast, property, number));
  const claims = claimed.filter(claim => claim !== null);
  const looked = new Set<string>();
  const flagsNoted = (asked: Asked): readonly Statement[] =>
    flagsOf(asked).map(name => ({ set: name, to: 1 }));
  const { rules, between, queues } = core(claims, flagsNoted);
  const judged = new Map(
    rules.map(({ event }) => [event, claims.flatMap(({ afterStep }) => afterStep(event)).flatMap(pruned)]),
  );
  for (const name of [...judged.values()].flat().flatMap(variablesIn)) looked.add(name);
  const flags = [...looked].filter(name => /^(asks|raises)_/.test(name));
  const before = cast.flatMap(({ flat, names }) =>
    [
      ...flat.regions.map((_, region) => ({ was: names.before(region), now: names.region(region) })),
      { was: names.contextBefore, now: names.context },
    ].filter(({ was }) => looked.has(was)),
  );
  const kept = (statements: readonly Statement[]): readonly Statement[] =>
    statements.flatMap(statement => onlyLooked(statement, looked));
  const remember = before.map(({ was, now }) => ({ copy: was, from: now }));
  const forget = [...before.map(({ was }) => was), ...flags].map(name => ({ set: name, to: 0 }));
  return {
    claims: new Map(
      claimed.flatMap((claim, number) => (claim === null ? [] : [[String(number), claim.property] as const])),
    ),
    unsaid: properties.filter((_, number) => claimed[number] === null),
    program: {
      name: cast.map(({ flat }) => flat.id).join(' in '),
      variables: [...cast.flatMap(stored), ...claims.flatMap(remembered)],
      scratch: [
        ...cast.flatMap(({ flat, names }) =>
          flat.regions.map((_, region) => ({ name: names.way(region), most: 255 })),
        ),
        ...before.map(({ was }) => ({ name: was, most: 255 })),
        ...flags.map(name => ({ name, most: 1 })),
      ],
      queues,
      rules: rules.map(({ name, when, stages, event }) => ({
        name,
        when: simplified(when),
        stages: [...stages.map(kept), judged.get(event) ?? []].map((stage, index) =>
          index === 0 ? [...remember, ...stage] : stage,
        ),
      })),
      between: [...between.map(kept), forget],
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
  memory === null ? [] : [{ name: memory, initial: 0, most: 1, note: property.name }];

/** Without the notes that no claim looks at. */
const onlyLooked = (statement: Statement, looked: ReadonlySet<string>): readonly Statement[] => {
  if ('set' in statement && /^(asks|raises)_/.test(statement.set))
    return looked.has(statement.set) ? [statement] : [];
  if ('choose' in statement) {
    const choose = statement.choose.map(({ when, body }) => ({
      when,
      body: body.flatMap(each => onlyLooked(each, looked)),
    }));
    return [{ choose }];
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
    return 'all' in holds && holds.all.length === 0 ? [] : [{ ...statement, holds }];
  }
  if (!('choose' in statement)) return [statement];
  const choose = statement.choose
    .map(({ when, body }) => ({ when: simplified(when), body: body.flatMap(pruned) }))
    .filter(({ when }) => !('any' in when && when.any.length === 0));
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
