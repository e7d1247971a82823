import type { AnyMachineSnapshot } from 'xstate';
import type { AlarmName } from '../domain/alarms.ts';
import type { Command } from '../domain/commands.ts';
import type { Derived, Envelope } from '../domain/facts.ts';
import type { ChartEvent } from './charts.ts';
import type { SmallName } from './machines.ts';
import type { AlarmSnapshot, PumpSnapshot, PumpState } from './state.ts';
import type { Happening } from './vocabulary.ts';

/** What one machine was given, and what it was before: enough to say which transitions it took. */
export type Delivery =
  | { readonly machine: 'pump'; readonly before: PumpSnapshot; readonly event: ChartEvent }
  | { readonly machine: SmallName; readonly before: AnyMachineSnapshot; readonly event: ChartEvent }
  | { readonly machine: `alarm:${AlarmName}`; readonly before: AlarmSnapshot; readonly event: ChartEvent };

export type Stepped = {
  readonly state: PumpState;
  readonly commands: readonly Command[];
  readonly derived: readonly Derived[];
  readonly deliveries: readonly Delivery[];
};

/** A step in the making: the only place where anything is changed, and nobody else holds it. */
export type Draft = { -readonly [Key in keyof PumpState]: PumpState[Key] } & {
  readonly envelope: Envelope;
  queue: Happening[];
  commands: Command[];
  derived: Derived[];
  deliveries: Delivery[];
};

export const draftOf = (
  { ledger, pump, machines, alarms, since, timers, annunciation }: PumpState,
  envelope: Envelope,
): Draft => ({
  ledger,
  pump,
  machines,
  alarms,
  since,
  timers,
  annunciation,
  envelope,
  queue: [],
  commands: [],
  derived: [],
  deliveries: [],
});

/** Spelt out: taking the rest of an object apart is slow, and this is every step. */
export const finish = (draft: Draft): Stepped => {
  const { ledger, pump, machines, alarms, since, timers, annunciation } = draft;
  const { commands, derived, deliveries } = draft;
  return {
    state: { ledger, pump, machines, alarms, since, timers, annunciation },
    commands,
    derived,
    deliveries,
  };
};
