import type { AnyStateMachine } from 'xstate';
import type { PumpEvent } from '../../machines/pump/vocabulary.ts';
import { bolusKinds, channels } from '../domain/channels.ts';
import { bolusParts } from '../domain/commands.ts';
import type { Derived, Fact } from '../domain/facts.ts';
import { suspendPolicies } from '../domain/lowSuspend/policy.ts';
import type { ChartEvent } from './charts.ts';
import type { SmallEvent } from './machines.ts';
import { once } from './once.ts';

/** A fact, or what the ledger derived from it. */
export type Happening = Fact | Derived;

/** What pump and small machines hear of facts; what the pump only raises for itself is no happening. */
type Heard = Extract<PumpEvent | SmallEvent, { readonly type: Happening['type'] }>;
type Detail<Event> = Exclude<keyof Event, 'type'>;
type Enumerated = {
  readonly [Event in Heard as Detail<Event> extends never ? never : Event['type']]: {
    readonly [Field in Detail<Event>]: readonly Event[Field][];
  };
};

/**
 * The small enumerations that charts hear of, with every value. All else in a happening is a quantity or
 * a name, and is stripped. The types make sure that no detail of an event of a chart is forgotten here.
 */
export const ENUMERATED = {
  'journal.read': { verdict: ['new', 'clean', 'interrupted'] },
  'sounder.tested': {
    speaker: ['working', 'dead'],
    vibrator: ['working', 'dead'],
    buzzer: ['working', 'dead'],
  },
  'pulse.due': { channel: channels },
  'bolus.confirmed': { kind: bolusKinds, hour: ['usual', 'much'] },
  'bolus.confirmedAgain': { kind: bolusKinds },
  'bolus.cancelled': { part: [...bolusParts, 'both'] },
  'suspend.requested': { origin: ['user', 'remote'] },
  'resume.requested': { origin: ['user', 'remote'] },
  'lowSuspend.armed': { policy: suspendPolicies },
  'supply.found': { found: ['ready', 'moved', 'occupied', 'empty'] },
} as const satisfies Enumerated;

const enumerated: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ENUMERATED).map(([type, details]) => [type, Object.keys(details)]),
);

/** What a chart hears of a happening: its type and its small enumerations; null when the chart never names it. */
export const eventFor = (machine: AnyStateMachine, happening: Happening): ChartEvent | null => {
  if (!isNamedBy(machine, happening.type)) return null;
  const details = enumerated.get(happening.type);
  if (details === undefined) return { type: happening.type };
  return {
    ...Object.fromEntries(Object.entries(happening).filter(([field]) => details.includes(field))),
    type: happening.type,
  };
};

/** Whether a chart ever names events of this type. */
export const isNamedBy = (machine: AnyStateMachine, type: string): boolean => namedBy(machine).has(type);

const namedBy = once((machine: AnyStateMachine): ReadonlySet<string> => new Set(machine.events.map(String)));

/** The delay that a timer fact ends, and whose it is; null for every other fact. */
export const elapsed = (fact: Fact): { readonly delay: string; readonly alarm: string | null } | null => {
  const delay = /^timer\.([A-Za-z]+)Elapsed$/.exec(fact.type)?.[1];
  return delay === undefined ? null : { delay, alarm: 'alarm' in fact ? fact.alarm : null };
};
