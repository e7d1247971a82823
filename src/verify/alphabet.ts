import type { AnyStateMachine } from 'xstate';
import type { AlarmEvent } from '../../machines/alarm/setup.ts';
import type { Mishap } from '../../machines/plant/vocabulary.ts';
import type { PumpEvent } from '../../machines/pump/vocabulary.ts';
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
    .flatMap(type => forms.get(type) ?? [{ type }]);
