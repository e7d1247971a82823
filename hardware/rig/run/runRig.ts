import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import type { Clock } from '../../../src/ports.ts';
import type { Transport } from '../../link/simulated.ts';
import type { PathResult } from '../paths/pathResult.ts';
import type { SuiteResult } from '../paths/suite.ts';
import { transitionsOf } from '../paths/transitions.ts';
import { UNDRIVEN } from '../paths/undriven.ts';
import { type FaultName, faultOf } from './faults.ts';
import { junitOf } from './junit.ts';
import { type Phase, runPhases } from './phases.ts';
import { EXIT_OF, type RigRecord, rigRecordSchema, worstOf } from './record.ts';
import { smokePlan } from './smoke.ts';
import { type Stand, standOf } from './stand.ts';
import { suitePlan } from './suitePlan.ts';
import { type SuiteFile, suiteReportOf } from './suiteReport.ts';

export type RigRun = {
  /** A plan of the rig's own, or a generated suite. */
  readonly plan: 'smoke' | SuiteFile;
  readonly transport: Transport;
  readonly fault: FaultName | null;
  readonly station: string;
  /** Where `rig-<n>/` is made. */
  readonly out: string;
  /** Interrupts the run; teardown follows all the same. */
  readonly signal: AbortSignal;
  /** Progress, one line at a time. */
  readonly tell: (line: string) => void;
  /** Real time: deadlines of phases, and when the run began and ended. */
  readonly time: Clock;
  /** Other phases than the plan's; for tests of the runner. */
  readonly phases?: (stand: Stand) => readonly Phase[];
};

/** Runs a plan from set-up to teardown and writes its record; throws only when the record cannot be written. */
export const runRig = async (
  run: RigRun,
): Promise<{ readonly record: RigRecord; readonly folder: string }> => {
  const { plan, transport, station, signal, tell, time } = run;
  const folder = newFolder(run.out);
  const started = new Date(time.wall());
  const stand = standOf(transport, run.fault === null ? null : (faultOf(run.fault) ?? null), signal);
  let suite: SuiteResult | null = null;
  const results: PathResult[] = [];
  const keep = (result: SuiteResult): void => {
    suite = result;
  };
  const planned =
    run.phases?.(stand) ??
    (plan === 'smoke'
      ? smokePlan(stand, tell, keep)
      : suitePlan(stand, plan, tell, keep, result => void results.push(result)));
  const phases = await runPhases(planned, signal, time, ({ group, name, outcome, reason, durationMs }) =>
    tell(`${outcome.padEnd(7)} ${group}: ${name} (${durationMs} ms)${reason === null ? '' : `: ${reason}`}`),
  );
  const outcome = signal.aborted
    ? 'ABORTED'
    : worstOf(phases.flatMap(phase => (phase.outcome === 'SKIPPED' ? [] : [phase.outcome])));
  const record = rigRecordSchema.parse({
    islet: 'rig',
    version: 3,
    plan: plan === 'smoke' ? plan : 'suite',
    station,
    simulated: true,
    transport,
    fault: run.fault,
    started: started.toISOString(),
    ended: new Date(time.wall()).toISOString(),
    outcome,
    exitCode: EXIT_OF[outcome],
    phases: [...phases],
    ...driven(suite),
    suite: plan === 'smoke' ? null : suiteReportOf(plan, results),
    coverage: stand.coverage(),
  } satisfies RigRecord);
  writeFileSync(join(folder, 'rig.json'), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(join(folder, 'rig.junit.xml'), junitOf(record));
  writeFileSync(
    join(folder, 'serial.jsonl'),
    stand
      .transcript()
      .map(entry => `${JSON.stringify(entry)}\n`)
      .join(''),
  );
  return { record, folder };
};

const driven = (suite: SuiteResult | null): Pick<RigRecord, 'paths' | 'transitions'> => ({
  paths:
    suite?.results.map(({ name, outcome, steps, driven: done, firstDivergence }) => ({
      name,
      outcome,
      steps,
      driven: done,
      firstDivergence,
    })) ?? [],
  transitions: {
    taken: suite?.transitions.taken ?? 0,
    total: transitionsOf(pumpMachine).length,
    missing: (suite?.transitions.missing ?? []).map(id => ({
      id,
      reason: UNDRIVEN.get(id) ?? 'not taken in this run',
    })),
  },
});

/** `rig-1`, `rig-2`, …: nothing that was kept is overwritten. */
const newFolder = (out: string): string => {
  mkdirSync(out, { recursive: true });
  const numbers = readdirSync(out).map(name => Number(/^rig-(\d+)$/.exec(name)?.[1] ?? 0));
  const folder = join(out, `rig-${Math.max(0, ...numbers) + 1}`);
  mkdirSync(folder);
  return folder;
};
