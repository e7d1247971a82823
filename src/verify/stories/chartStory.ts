import { nameOf } from '../automaton.ts';
import type { Violation } from '../properties.ts';
import type { Label, System } from '../system.ts';
import { changesOf, lengthOf } from '../temporal/telling.ts';
import { type Given, givenIn } from './events.ts';

/**
 * A run of a chart alone, as a transcript: `>` lines are what happens, the lines below say which regions move and
 * what is asked. No amounts, no time: nobody can bring it about from outside, or nobody tried.
 *
 *     = chart pump in its plant
 *     > power.applied
 *         life: off -> selfTest
 *         asks runSelfTest
 */
export type ChartStep = {
  readonly label: Label;
  /** States of the system before and after. */
  readonly from: number;
  readonly to: number;
};

const HEAD = /^= chart (.+)$/m;
const AGAIN = '= and then, again and again:';

/** The machine that a chart story is of; null when the text is another kind of story. */
export const machineOfStory = (text: string): string | null => HEAD.exec(text)?.[1] ?? null;

/** A violation as a chart story. */
export const chartStoryOf = (machine: string, system: System, violation: Violation): string => {
  const { property, run, cycle = [] } = violation;
  const given = (events: Violation['run']): readonly string[] => events.map(event => `> ${nameOf(event)}`);
  const text = [
    `# ${property.req.join(' ')}: ${property.name}`,
    `# Broken by ${lengthOf(violation)}.`,
    `= chart ${machine}`,
    '',
    ...given(run),
    ...(cycle.length > 0 ? [AGAIN, ...given(cycle)] : []),
  ].join('\n');
  return playChart(system, text).told;
};

/** Takes the events of a chart story one after the other. Throws with the line that the chart cannot take. */
export const playChart = (
  system: System,
  text: string,
): { readonly told: string; readonly steps: readonly ChartStep[] } => {
  const steps: ChartStep[] = [];
  const written: string[] = [];
  let at = system.initial;
  const given = new Map(givenIn(text).map(each => [each.line, each]));
  for (const [index, line] of text.split('\n').entries()) {
    const next = given.get(index + 1);
    if (next === undefined) {
      if (line === '' || line.startsWith('#') || line.startsWith('=')) written.push(line);
      continue;
    }
    const step = stepBy(system, at, next);
    at = step.to;
    steps.push(step);
    written.push(line, ...linesOf(system, step).map(told => `    ${told}`));
  }
  return { told: `${written.join('\n').trimEnd()}\n`, steps };
};

const stepBy = (system: System, from: number, { line, words }: Given): ChartStep => {
  let found: ChartStep | null = null;
  system.expand(from, (to, number) => {
    const label = system.labelAt(number);
    if (found === null && nameOf(label.event) === words) found = { label, from, to };
  });
  if (found === null)
    throw new Error(
      `line ${line}, "> ${words}": ${system.chart.machine.id} cannot take this here; write an event that its world offers`,
    );
  return found;
};

const linesOf = (system: System, { label, from, to }: ChartStep): readonly string[] => [
  ...changesOf(system.chart, system.chartState(from), system.chartState(to)),
  ...(label.asked.length === 0 ? [] : [`asks ${label.asked.map(askedInWords).join(', ')}`]),
];

/** `raiseAlarm occlusion`. */
export const askedInWords = ({ type, params }: Label['asked'][number]): string =>
  [type, ...Object.values(params).map(String)].join(' ');
