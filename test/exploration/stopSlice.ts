import { gradeOf, isAlarmName, isGradeName, stopsTherapy } from '../../src/domain/alarms.ts';
import type { Asked } from '../../src/verify/automaton.ts';
import { type Chart, chartOf } from '../../src/verify/chart.ts';
import type { Graph } from '../../src/verify/explore.ts';
import { formsInSlice, LEFT_OUT, stopSlice } from '../../src/verify/stopSlice.ts';
import { timerView } from '../../src/verify/timerView.ts';

/** What is compared of a step: what it asks of alarms that stop therapy, in order. */
const ofStops = (asked: readonly Asked[]): string =>
  asked
    .filter(({ type, params: { alarm, grade = 'first' } }) =>
      type === 'raiseAlarm' && isAlarmName(alarm) && isGradeName(grade)
        ? stopsTherapy(gradeOf(alarm, grade))
        : type === 'ceaseAlarm' || type === 'resumeAlarms',
    )
    .filter(({ params: { alarm } }) => alarm !== 'hourlyLimit' && !isTold(alarm))
    .map(each => JSON.stringify(each))
    .join();

/** Ceased by the regions that are left out, and by no other; they stop no therapy. */
const isTold = (alarm: unknown): boolean =>
  ['bolusIncomplete', 'entryIncomplete', 'dailyLimit', 'underDelivery', 'basalLimit'].includes(String(alarm));

/** The state as the slice has it: regions by name, and the context. */
const seenIn = (chart: Chart, state: number): string =>
  JSON.stringify([
    chart.shape.regions.flatMap(({ node, active }, region) =>
      LEFT_OUT.includes(node.key) ? [] : [active[chart.leafIn(state, region)]?.at(-1)],
    ),
    chart.contextIn(state),
  ]);

type SliceStep = { readonly to: number; readonly asks: string };

/** How many steps of the whole pump the slice takes, too, and the first that it does not. */
export const comparedWithSlice = (whole: Graph) => {
  const slice = chartOf(timerView(stopSlice()));
  const { chart, chartState } = whole.system;
  const numberOf = new Map<string, number>([[seenIn(slice, slice.initial), slice.initial]]);
  const inSlice = Array.from(whole.states, () => -1);
  inSlice[0] = slice.initial;
  const asksOf = whole.labels.map(({ asked }) => ofStops(asked));
  /** By state of the slice and label, for there are few of the former; as sparse as they were asked. */
  const steps: (readonly SliceStep[])[][] = [];
  const stepsOf = (from: number, label: number): readonly SliceStep[] => {
    const row = steps[from] ?? [];
    steps[from] = row;
    const found =
      row[label] ??
      formsInSlice(whole.labels[label]?.event ?? { type: '' }).map(event => {
        const { target, asked } = slice.step(from, event);
        numberOf.set(seenIn(slice, target), target);
        return { to: target, asks: ofStops(asked) };
      });
    row[label] = found;
    return found;
  };
  let compared = 0;
  for (let from = 0; from < whole.states.length; from += 1) {
    for (let edge = whole.first[from] ?? 0; edge < (whole.first[from + 1] ?? 0); edge += 1) {
      const label = whole.labelOf[edge] ?? 0;
      const to = whole.targets[edge] ?? 0;
      const taken = stepsOf(inSlice[from] ?? -1, label);
      if ((inSlice[to] ?? -1) < 0)
        inSlice[to] = numberOf.get(seenIn(chart, chartState(whole.states[to] ?? 0))) ?? -1;
      if (!taken.some(each => each.to === inSlice[to] && each.asks === asksOf[label]))
        return { compared, differs: whole.labels[label] ?? null };
      compared += 1;
    }
  }
  return { compared, differs: null };
};
