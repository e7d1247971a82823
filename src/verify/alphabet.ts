import type { AnyStateMachine } from 'xstate';
import type { AlarmEvent } from '../../machines/alarm/setup.ts';
import type { Mishap } from '../../machines/plant/vocabulary.ts';
import type { PumpEvent } from '../../machines/pump/vocabulary.ts';
import type { AnyProperty } from '../../specs/property.ts';
import type { SmallEvent } from '../runtime/machines.ts';
import { ENUMERATED } from '../runtime/vocabulary.ts';
import type { Event } from './automaton.ts';

/** Every form of the events that carry small enumerations: each combination of their values. */
const formsOf = (type: string, details: Readonly<Record<string, readonly string[]>>): readonly Event[] =>
  Object.entries(details).reduce<readonly Event[]>(
    (forms, [field, values]) => forms.flatMap(form => values.map(value => ({ ...form, [field]: value }))),
    [{ type }],
  );

const forms: ReadonlyMap<string, readonly Event[]> = new Map(
  Object.entries(ENUMERATED).map(([type, details]) => [type, formsOf(type, details)]),
);

const formsOfType = (type: string): readonly Event[] => forms.get(type) ?? [{ type }];

/** Events that a chart only raises for itself; nobody can send them. */
export const RAISED: ReadonlySet<string> = new Set([
  'fault.tripped',
  'alarm.lapsed',
  'sounder.unheard',
  'extended.released',
] satisfies (PumpEvent | AlarmEvent | SmallEvent)['type'][]);

/** What the world does behind the pump's back. */
export const MISHAPS = [{ type: 'line.blocked' }, { type: 'line.opened' }] as const satisfies readonly {
  type: Mishap;
}[];

/** Every event that can be sent to a chart, in all its forms, in the order in which the chart names them. */
export const alphabetOf = (machine: AnyStateMachine): readonly Event[] =>
  [...new Set(machine.events.map(String))]
    .filter(type => !type.includes('*') && !RAISED.has(type))
    .flatMap(formsOfType);

/**
 * The same, with what properties of the chart speak of: a chart that has lost its only answer to an event does not
 * name it any more, and the event comes all the same.
 */
export const alphabetFor = (
  machine: AnyStateMachine,
  properties: readonly AnyProperty[],
): readonly Event[] => {
  const heard = new Set(machine.events.map(String));
  const spokenOf = new Set(properties.flatMap(({ rule }) => eventsIn(rule)));
  const lost = [...spokenOf].filter(
    type => !heard.has(type) && !type.startsWith('timer.') && !RAISED.has(type),
  );
  return [...alphabetOf(machine), ...lost.flatMap(formsOfType)];
};

/** Types of the events that a rule names, wherever it does. */
const eventsIn = (rule: unknown): readonly string[] => {
  if (typeof rule !== 'object' || rule === null) return [];
  return Object.entries(rule).flatMap(([key, part]: readonly [string, unknown]) =>
    key === 'on' && Array.isArray(part) ? part.map(String) : eventsIn(part),
  );
};
