import type { Chart, ChartTransition } from './model.ts';

/**
 * Where the words of a transition are: on its wire, or in the state that it leaves, without a wire. The more
 * of them are in the states, the smaller the drawing: first what stays where it is, then also what goes back
 * to an earlier state (the order of the file is the order of progress).
 */
export const TELLINGS = ['onWires', 'staysInStates', 'returnsInStates'] as const;
export type Telling = (typeof TELLINGS)[number];

export type Way = 'wire' | 'words';

/** Decides it for one chart. `leavesFromAny`: it leaves from every state inside the one that has it. */
export const wayIn = (
  chart: Chart,
  telling: Telling,
): ((transition: ChartTransition, leavesFromAny: boolean) => Way) => {
  const order = new Map(chart.states.map(({ id }, index) => [id, index]));
  const placeOf = (id: string): number => order.get(id) ?? -1;
  return ({ source, targets }, leavesFromAny) => {
    if (telling === 'onWires') return 'wire';
    if (targets.every(target => target === source)) return 'words';
    if (telling === 'staysInStates') return 'wire';
    const isReturn = leavesFromAny || targets.every(target => placeOf(target) < placeOf(source));
    return isReturn ? 'words' : 'wire';
  };
};
