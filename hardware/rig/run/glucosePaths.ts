import { lowSuspendMachine } from '../../../machines/therapy/lowSuspend/lowSuspend.ts';
import { expanded, rectangular } from '../measure/uncertainty.ts';
import { SENSED } from '../paths/glucose/causes.ts';
import { driveGlucose, type GlucoseResult } from '../paths/glucose/drive.ts';
import { glucosePaths, glucoseTransitions, UNDRIVEN_GLUCOSE } from '../paths/glucose/suite.ts';
import { COUNTED } from './driveOn.ts';
import type { Phase, PhaseTools } from './phases.ts';
import type { Stand } from './stand.ts';

/** Lockouts of four hours, and two of lows before each. */
const DEADLINE_MS = 600_000;
const LASTS_MS = 2 * 86_400_000;
const NAME = 'drive the paths of glucose';

/** The paths of low-glucose suspend, each with a pump of its own that reads its sensor at the service of the rig. */
export const glucosePathsPhase = (stand: Stand, tell: (line: string) => void): Phase => ({
  name: NAME,
  group: 'main',
  deadlineMs: DEADLINE_MS,
  lastsMs: LASTS_MS,
  needs: ['glucose'],
  covers: ['SR-089', 'SR-091'],
  run: tools => paths(stand, tools, tell),
});

const paths = async (
  stand: Stand,
  { measure, signal }: PhaseTools,
  tell: (line: string) => void,
): Promise<void> => {
  const results: GlucoseResult[] = [];
  for (const path of glucosePaths(lowSuspendMachine)) {
    if (signal.aborted) return;
    await stand.withPump({ settings: SENSED, sensor: true }, async pump => {
      results.push(await driveGlucose(pump, path));
    });
  }
  for (const { name, amiss } of results) if (amiss !== null) tell(`  fail: ${name}: ${amiss}`);
  const taken = new Set(results.flatMap(result => result.taken));
  const all = glucoseTransitions();
  const sum = (count: (result: GlucoseResult) => number): number =>
    results.reduce((total, result) => total + count(result), 0);
  tell(
    `  ${results.filter(({ amiss }) => amiss === null).length} of ${results.length} paths of glucose, ${sum(({ driven }) => driven)} of ${sum(({ steps }) => steps)} steps, ${taken.size} of ${all.length} transitions of ${lowSuspendMachine.id}`,
  );
  for (const [id, reason] of UNDRIVEN_GLUCOSE) tell(`  not covered: ${id}: ${reason}`);
  measure({
    name: 'paths of glucose that failed',
    value: results.filter(({ amiss }) => amiss !== null).length,
    unit: 'paths',
    least: 0,
    most: 0,
    ...COUNTED,
  });
  measure({
    name: `transitions of ${lowSuspendMachine.id} taken`,
    value: taken.size,
    unit: 'transitions',
    least: all.length - UNDRIVEN_GLUCOSE.size,
    most: all.length,
    ...COUNTED,
  });
  const looks = results.flatMap(result => result.looks);
  const off = looks.flatMap(({ isOff, counts }) => (isOff ? [Math.abs(counts)] : []));
  const on = looks.flatMap(({ isOff, counts }) => (isOff ? [] : [counts]));
  const row = { unit: 'counts', uncertainty: expanded(Math.SQRT2 * rectangular(0.5)), instrument: 'encoder' };
  if (off.length > 0)
    measure({
      ...row,
      name: `most movement in one of ${off.length} looks of 95 s while basal was off`,
      value: Math.max(...off),
      least: null,
      most: 0,
      requirements: ['SR-089'],
    });
  if (on.length > 0)
    measure({
      ...row,
      name: `least movement in one of ${on.length} looks of 95 s while basal was on at 3 U/h`,
      value: Math.min(...on),
      least: 24,
      most: null,
      requirements: ['SR-091'],
    });
};
