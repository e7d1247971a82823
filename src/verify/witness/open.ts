import type { Property } from '../../../specs/property.ts';
import { nameOf } from '../automaton.ts';
import { type Claim, claimOf, flagsOf, type View } from './claims.ts';
import type { Flat } from './flat.ts';
import { answersTo, mayRaise, microstep, type Names } from './moves.ts';
import { type Program, type Statement, simplified, type Test, TRUE } from './program.ts';

const NAMES: Names = { region: region => `r${region}`, way: region => `way${region}`, context: 'ctx' };
const VIEW: View = {
  now: NAMES.region,
  before: region => `was${region}`,
  contextNow: NAMES.context,
  contextBefore: 'wasCtx',
};

/** A chart in a world where any event may come at any time, with what is claimed of it. */
export type OpenProgram = {
  readonly program: Program;
  /** By the names that the program gives them. */
  readonly claims: ReadonlyMap<string, Property>;
  /** What a program of single runs cannot express. */
  readonly unsaid: readonly Property[];
};

export const openProgram = (flat: Flat, properties: readonly Property[]): OpenProgram => {
  const claimed = properties.map((property, number) => claimOf(flat, property, number, VIEW));
  const claims = claimed.filter(claim => claim !== null);
  return {
    program: programOf(flat, claims),
    claims: new Map(
      claimed.flatMap((claim, number) => (claim === null ? [] : [[String(number), claim.property] as const])),
    ),
    unsaid: properties.filter((_, number) => claimed[number] === null),
  };
};

const programOf = (flat: Flat, claims: readonly Claim[]): Program => {
  const sent = flat.events.slice(0, flat.sendable);
  const judged = sent.map(event => claims.flatMap(({ afterStep }) => afterStep(event)).flatMap(pruned));
  const looked = new Set([...judged, claims.flatMap(({ initially }) => initially)].flat().flatMap(variablesIn));
  const flags = [...looked].filter(name => /^(asks|raises)_/.test(name));
  const onAsk = (asked: Parameters<typeof flagsOf>[0]): readonly Statement[] =>
    flagsOf(asked)
      .filter(name => looked.has(name))
      .map(name => ({ set: name, to: 1 }));
  const before = [
    ...flat.regions.map((_, region) => ({ was: VIEW.before(region), now: VIEW.now(region) })),
    { was: VIEW.contextBefore, now: VIEW.contextNow },
  ].filter(({ was }) => looked.has(was));
  return {
    name: flat.id,
    variables: [
      ...flat.regions.map(({ id, leaves }, region) => ({
        name: NAMES.region(region),
        initial: flat.initial[region] ?? 0,
        most: leaves.length - 1,
        note: id,
      })),
      {
        name: NAMES.context,
        initial: flat.contexts.initial,
        most: flat.contexts.values.length - 1,
        note: 'context',
      },
      ...claims.flatMap(({ memory, property }) =>
        memory === null ? [] : [{ name: memory, initial: 0, most: 1, note: property.name }],
      ),
    ],
    scratch: [
      ...flat.regions.map((_, region) => ({ name: NAMES.way(region), most: 255 })),
      ...before.map(({ was }) => ({ name: was, most: 255 })),
      ...flags.map(name => ({ name, most: 1 })),
    ],
    macros: [
      { name: 'remember', body: before.map(({ was, now }) => ({ copy: was, from: now })) },
      { name: 'forget', body: [...before.map(({ was }) => was), ...flags].map(name => ({ set: name, to: 0 })) },
      {
        name: 'settle',
        body: [
          { drain: flat.raised.map(number => ({ number, body: microstep(flat, NAMES, number, onAsk) })) },
        ],
      },
    ],
    rules: sent.map((event, number) => ({
      name: nameOf(event),
      // Only timers that run can fire.
      when: event.type.startsWith('timer.') ? simplified(answersTo(flat, NAMES, number)) : TRUE,
      body: [
        { call: 'remember' },
        ...microstep(flat, NAMES, number, onAsk),
        ...(mayRaise(flat, number) ? [{ call: 'settle' }] : []),
        ...(judged[number] ?? []),
        { call: 'forget' },
      ],
    })),
  };
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
