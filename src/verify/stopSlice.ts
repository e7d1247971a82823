import { type AnyStateMachine, StateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Event } from './automaton.ts';

/** Regions that never stop therapy, and that no region which does ever looks at, but for one guard. */
export const LEFT_OUT: readonly string[] = ['bolus', 'extended', 'basal'];

/**
 * The pump without the regions that only give insulin: what is left decides whether it may be given. Whose
 * bolus is being delivered, `isDosePulse` asks; here both answers are possible, and the fact brings one. A
 * test holds the slice against the whole pump, step by step.
 */
export const stopSlice = (machine: AnyStateMachine = pumpMachine): AnyStateMachine => {
  const { config, implementations } = machine;
  const kept = Object.entries(config.states ?? {}).filter(([region]) => !LEFT_OUT.includes(region));
  return new StateMachine(
    { ...config, states: Object.fromEntries(kept) },
    { ...implementations, guards: { ...implementations.guards, isDosePulse } },
  );
};

const isDosePulse = ({ event }: { readonly event: Event }): boolean => !('dose' in event);

/** The forms that a fact has in the slice: with the bolus still being delivered, and with it over. */
export const formsInSlice = (event: Event): readonly Event[] => {
  if (event.type !== 'pulse.due' && event.type !== 'intent.recorded') return [event];
  const over = { ...event, dose: 'over' };
  return [event, over];
};
