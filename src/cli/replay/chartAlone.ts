import type { AnyMachineSnapshot } from 'xstate';
import { mode } from '../../../machines/pump/mode.ts';
import { ALARMS, type AlarmName, alarmNames } from '../../domain/alarms.ts';
import { monoMs } from '../../domain/units.ts';
import { activeIds } from '../../inspector/charts/activeIds.ts';
import { judging } from '../../inspector/judged.ts';
import type { Frame, MachineId } from '../../inspector/protocol.ts';
import { contextTold } from '../../inspector/readyAt.ts';
import { isSmallName } from '../../runtime/machines.ts';
import { sortOf } from '../../verify/sorts.ts';
import { askedInWords, type ChartStep, machineOfStory, playChart } from '../../verify/stories/chartStory.ts';
import type { System } from '../../verify/system.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import { SUBJECTS } from '../verify/machines.ts';
import type { Proof } from './proof.ts';

/** A run of a chart alone, as the page shows it. */
export type ChartStory = {
  readonly machine: string;
  readonly frames: readonly Frame[];
  readonly proof: Proof;
  /** Why not everything is judged; null where it is. */
  readonly trouble: string | null;
};

/** The chart story in a file; null when it holds a story of a whole pump. Throws a Refusal that names the line. */
export const chartStoryIn = (path: string): ChartStory | null => {
  const text = textOf(path, 'scenario').toString();
  const machine = machineOfStory(text);
  if (machine === null) return null;
  const subject = SUBJECTS.find(({ name }) => name === machine);
  if (subject === undefined)
    throw new Refusal(
      EXIT.badInput,
      `${path}: there is no machine "${machine}"; there are ${SUBJECTS.map(({ name }) => name).join('; ')}.`,
    );
  const system = subject.make();
  try {
    const { told, steps } = playChart(system, text);
    const judged = judgingAlone(system);
    const frames = steps.map((step, index) => {
      const frame = frameOf(system, step, index + 1);
      return { ...frame, ...judged.of(step, frame) };
    });
    return {
      machine,
      frames,
      trouble: judged.trouble(),
      proof: {
        steps: steps.length,
        same: told === text,
        firstDifference: told === text ? null : differenceIn(text, told),
      },
    };
  } catch (problem) {
    throw new Refusal(
      EXIT.badInput,
      `${path}: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
};

const differenceIn = (was: string, is: string): string => {
  const [before, now] = [was.split('\n'), is.split('\n')];
  const line = before.findIndex((words, index) => words !== now[index]);
  return `line ${line + 1} says "${before[line] ?? ''}", and the chart "${now[line] ?? ''}"`;
};

/** So that each event has a moment that the page can point at. */
const EACH_MS = 1_000;

const frameOf = (system: System, { label, to }: ChartStep, seq: number): Frame => {
  const { chart } = system;
  const snapshot: AnyMachineSnapshot = chart.snapshot(system.chartState(to));
  const ids = activeIds(snapshot);
  const machine = machineIdOf(chart.machine.id);
  const [source = '', ...rest] = label.event.type.split('.');
  return {
    seq,
    monoMs: seq * EACH_MS,
    wallMs: seq * EACH_MS,
    fact: { ...label.event, type: `${source}.${rest.join('.')}` },
    derived: [],
    taken: label.taken
      .filter(id => id.startsWith(`${chart.machine.id}.`) || id.startsWith(`${chart.machine.id} `))
      .map(transition => ({ machine, transition, event: label.event.type, req: [] })),
    commands: [],
    asked: label.asked.map(askedInWords),
    active: { [machine]: ids },
    context: { [machine]: contextTold(Object(snapshot.context)) },
    modes: machine === 'pump' ? mode({ isIn: id => ids.includes(id) }) : [],
    readings: null,
    alarms: [],
    req: [],
  };
};

type JudgingAlone = {
  readonly of: (step: ChartStep, frame: Frame) => Pick<Frame, 'judged'>;
  readonly trouble: () => string | null;
};

/** What each event shows of the properties of the chart, as in a run of a whole pump. Of an alarm's sort, by a row that is of it. */
const judgingAlone = ({ chart, chartState, initial }: System): JudgingAlone => {
  const { id } = chart.machine;
  const machine = id === 'pump' || isSmallName(id) ? id : alarmLike(chart.contextIn(chartState(initial)));
  if (machine === null)
    return { of: () => ({}), trouble: () => `the chart ${id} is none of those that runs are judged by` };
  const { of, verdicts } = judging();
  return {
    of: ({ label, from }, frame) => {
      const before = chart.snapshot(chartState(from));
      const { judged } = of({
        envelope: { seq: frame.seq, monoMs: monoMs(frame.monoMs) },
        deliveries: [{ machine, before, event: { ...label.event } }],
      });
      if (judged?.broken === undefined) return judged === undefined ? {} : { judged };
      return {
        judged: { ...judged, broken: judged.broken.map(each => ({ ...each, machine: machineIdOf(id) })) },
      };
    },
    trouble: () => verdicts().trouble,
  };
};

/** An alarm of the table whose sort a context is of. */
const alarmLike = (context: unknown): `alarm:${AlarmName}` | null => {
  if (typeof context !== 'object' || context === null || !('row' in context)) return null;
  const wanted = JSON.stringify(context.row);
  const name = alarmNames.find(each => JSON.stringify(sortOf(ALARMS[each])) === wanted);
  return name === undefined ? null : `alarm:${name}`;
};

const machineIdOf = (id: string): MachineId => (id === 'pump' || isSmallName(id) ? id : `alarm:${id}`);
