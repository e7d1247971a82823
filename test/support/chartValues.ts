import type { AnyStateNode, StateValue } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { PumpSnapshot } from '../../src/runtime/state.ts';

const valuesOf = (node: AnyStateNode): readonly StateValue[] =>
  Object.values(node.states).flatMap((child): readonly StateValue[] => {
    const inside = valuesOf(child);
    return inside.length === 0 ? [child.key] : inside.map(value => ({ [child.key]: value }));
  });

/** Each region of the pump's chart with all values that it can have. */
export const regionValues: readonly (readonly [region: string, values: readonly StateValue[]])[] =
  Object.entries(pumpMachine.root.states).map(([region, node]) => [region, valuesOf(node)]);

/** The same chart, with these regions otherwise: in states that it may never be in together. */
export const withValues = (chart: PumpSnapshot, values: Readonly<Record<string, StateValue>>): PumpSnapshot =>
  pumpMachine.resolveState({
    value: { ...(chart.value as Record<string, StateValue>), ...values } as never,
    context: chart.context,
  });
