import type { PathResult } from '../paths/pathResult.ts';
import { along } from '../paths/plan.ts';
import { instrumentReport } from '../paths/ports/rows.ts';
import type { PumpPath } from '../paths/pumpModel.ts';
import { driveAll, inWords, type SuiteResult } from '../paths/suite.ts';
import { type PhaseTools, RigTrouble } from './phases.ts';
import type { Stand } from './stand.ts';

/** What is counted has no uncertainty. */
export const COUNTED = {
  uncertainty: 0,
  instrument: 'comparison of the chart with the pump on the bench',
} as const;

/** Who is told of paths that are driven. */
export type Told = {
  readonly tell: (line: string) => void;
  /** Each path once it is over: a run that is ended early has those before it. */
  readonly each?: (result: PathResult) => void;
  readonly keep: (suite: SuiteResult) => void;
};

/** Drives paths on a stand; fails the phase where one of them fails, and throws where the rig itself is in trouble. */
export const driveOn = async (
  stand: Stand,
  paths: readonly PumpPath[],
  { measure, signal }: PhaseTools,
  { tell, each, keep }: Told,
): Promise<SuiteResult> => {
  const { driving, ports } = stand;
  const told = {
    signal,
    progress: (result: PathResult, done: number, total: number): void => {
      const { outcome, name, firstDivergence } = result;
      each?.(result);
      if (outcome !== 'pass') tell(`  ${outcome}: ${name}: ${firstDivergence}`);
      else if (done % 10 === 0) tell(`  ${done} of ${total} paths`);
    },
  };
  let suite: SuiteResult | null = null;
  if (driving !== null) suite = await driveAll(paths, { ...driving, onStep: stand.watch, ...told });
  else
    await ports.onLines(async drive => {
      const by = (path: PumpPath): Promise<PathResult> => drive(along(path), path.name);
      suite = await driveAll(paths, { transport: 'memory', by, ...told });
    }, 'weighed');
  if (suite === null) throw new RigTrouble('the lines of the rig were not opened');
  const instruments = driving === null ? ports.instruments() : null;
  if (instruments === null) return judged(suite, measure, { tell, keep });
  const { rows, notes } = instrumentReport(instruments, stand.profile, suite);
  for (const note of notes) tell(`  ${note}`);
  for (const row of rows) measure(row);
  return judged({ ...suite, notes }, measure, { tell, keep });
};

/** What a suite that was driven comes to. */
const judged = (
  suite: SuiteResult,
  measure: PhaseTools['measure'],
  { tell, keep }: Pick<Told, 'tell' | 'keep'>,
): SuiteResult => {
  keep(suite);
  tell(`  ${inWords(suite)}`);
  measure({
    name: 'paths driven',
    value: suite.results.length,
    unit: 'paths',
    least: 1,
    most: null,
    ...COUNTED,
  });
  measure({
    name: 'paths failed',
    value: countOf(suite, 'fail'),
    unit: 'paths',
    least: 0,
    most: 0,
    ...COUNTED,
  });
  measure({ name: 'checks', value: suite.checks, unit: 'checks', least: 1, most: null, ...COUNTED });
  const error = suite.results.find(({ outcome }) => outcome === 'error');
  if (error) throw new RigTrouble(`${error.name}: ${error.firstDivergence}`);
  return suite;
};

/** How many paths came to this. */
export const countOf = (
  { results }: SuiteResult,
  wanted: SuiteResult['results'][number]['outcome'],
): number => results.filter(({ outcome }) => outcome === wanted).length;
