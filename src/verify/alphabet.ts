import type { AnyStateMachine } from 'xstate';
import type { Mishap } from '../../machines/plant/vocabulary.ts';
import type { PumpEvent } from '../../machines/pump/vocabulary.ts';
import type { Event } from './automaton.ts';

/** Events that carry a small enumeration, and so come in more than one form. */
type Detailed = {
  [Type in PumpEvent['type']]: keyof Extract<PumpEvent, { type: Type }> extends 'type' ? never : Type;
}[PumpEvent['type']];

/** Every form of those events; the types make sure that none is forgotten. */
const FORMS = {
  'pulse.due': [
    { type: 'pulse.due', channel: 'basal' },
    { type: 'pulse.due', channel: 'bolus' },
  ],
  'journal.read': [
    { type: 'journal.read', verdict: 'new' },
    { type: 'journal.read', verdict: 'clean' },
    { type: 'journal.read', verdict: 'interrupted' },
  ],
} as const satisfies { readonly [Type in Detailed]: readonly Extract<PumpEvent, { type: Type }>[] };

const forms: ReadonlyMap<string, readonly Event[]> = new Map(Object.entries(FORMS));

/** Events that a chart only raises for itself; nobody can send them. */
const RAISED: ReadonlySet<string> = new Set(['fault.tripped'] satisfies PumpEvent['type'][]);

/** What the world does behind the pump's back. */
export const MISHAPS = [{ type: 'line.blocked' }, { type: 'line.opened' }] as const satisfies readonly {
  type: Mishap;
}[];

/** Every event that can be sent to a chart, in all its forms, in the order in which the chart names them. */
export const alphabetOf = (machine: AnyStateMachine): readonly Event[] =>
  [...new Set(machine.events.map(String))]
    .filter(type => !type.includes('*') && !RAISED.has(type))
    .flatMap(type => forms.get(type) ?? [{ type }]);
