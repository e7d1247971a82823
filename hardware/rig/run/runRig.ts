import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { RELEASE } from '../../../src/domain/configuration.ts';
import type { Clock } from '../../../src/ports.ts';
import type { Transport } from '../../link/simulated.ts';
import { acceptancePlan } from '../acceptance/plan.ts';
import { RIG_VERIFIABLE, requirementRows } from '../acceptance/requirements.ts';
import { benchOnPorts, type SimulatedWorld, simulatedBench } from '../bench/bench.ts';
import { lackOf } from '../bench/hands.ts';
import { MOTORS, type MotorOnRig } from '../profile/motors.ts';
import { devicesIn, type RigProfile } from '../profile/schema.ts';
import { type FaultName, faultOf } from './faults.ts';
import { commitHere } from './identity.ts';
import { driven, keeping } from './keeping.ts';
import { type Phase, runPhases, written } from './phases.ts';
import { type Progress, progressIn } from './progress.ts';
import {
  EXIT_OF,
  type Outcome,
  type PhaseRecord,
  type RigRecord,
  rigRecordSchema,
  worstOf,
} from './record.ts';
import { smokePlan } from './smoke.ts';
import { paperStand, type Stand, standOf } from './stand.ts';
import { suitePlan } from './suitePlan.ts';
import { type SuiteFile, suiteReportOf } from './suiteReport.ts';
import { journalsTo, nextAttempt, tapeTo } from './tape.ts';
import { writeRun } from './writing.ts';

export type RigRun = {
  /** A plan of the rig's own, or a generated suite. */
  readonly plan: 'smoke' | 'acceptance' | SuiteFile;
  /** What the rig is made of; a plan that weighs needs it. */
  readonly profile: RigProfile;
  /** How bytes travel to simulators in this process; null: through the ports of the profile. */
  readonly transport: Transport | null;
  readonly fault: FaultName | null;
  /** Instead of the station in the profile. */
  readonly station?: string;
  /** Where `rig-<n>/` is made. */
  readonly out: string;
  /** A folder of a run that was ended early: what passed there is not done again. */
  readonly resume?: string;
  /** Of the main part only the phases with these names. */
  readonly only?: readonly string[];
  /** Set-up and teardown alone: nothing moves. */
  readonly dryRun?: boolean;
  /** Interrupts the run; teardown follows all the same. */
  readonly signal: AbortSignal;
  /** Progress, one line at a time. */
  readonly tell: (line: string) => void;
  /** Real time: deadlines of phases, and when the run began and ended. */
  readonly time: Clock;
  /** Does something to each simulated bench before its pump has power; for tests. */
  readonly arrange?: (world: SimulatedWorld) => void;
  /** Other phases than the plan's; for tests of the runner. */
  readonly phases?: (stand: Stand) => readonly Phase[];
};

/** Of the noise of the simulated load cell, balance and encoder. */
const SEED = 1;

/**
 * Runs a plan from set-up to teardown and writes its record. Throws NoPhase or IdleFault before anything is made, and otherwise only when the record
 * cannot be written, after the teardown (`Unwritten`).
 */
export const runRig = async (
  run: RigRun,
): Promise<{ readonly record: RigRecord; readonly folder: string }> => {
  demandPhases(run);
  demandSeen(run);
  const { plan, profile, transport, tell, time } = run;
  const eStop = new AbortController();
  const signal = AbortSignal.any([run.signal, eStop.signal]);
  /** A phase was not seen to end: what it still does may begin no pump behind the teardown's back. */
  const timeUp = new AbortController();
  const folder = run.resume ?? written(() => newFolder(run.out));
  const progress = progressIn(folder, { plan: planName(run), profile, fault: run.fault });
  const started = new Date(time.wall());
  const fault = run.fault === null ? null : (faultOf(run.fault) ?? null);
  const tapes = {
    transcript: tapeTo(nextAttempt(folder, 'serial', 'jsonl')),
    signals: tapeTo(nextAttempt(folder, 'signals', 'vcd')),
  };
  const stand = standOf({
    profile,
    open:
      transport === null
        ? benchOnPorts(profile)
        : simulatedBench(transport, profile, run.arrange, world => {
            fault?.arrange?.(world);
            fault?.onBench?.(world);
          }),
    transport,
    fault,
    signal: AbortSignal.any([signal, timeUp.signal]),
    stop: () => {
      if (!signal.aborted) tell('the e-stop was pressed: the run ends');
      eStop.abort();
    },
    journal: journalsTo(join(folder, 'journal.jsonl')),
    ...tapes,
  });
  const kept = keeping();
  const whole = run.phases?.(stand) ?? phasesOf(run, stand, kept, progress);
  const isReal = transport === null && profile.time === undefined;
  const planned = whole
    .filter(({ group }) => !run.dryRun || group !== 'main')
    .map(phase => (isReal ? { ...phase, deadlineMs: phase.deadlineMs + (phase.lastsMs ?? 0) } : phase));
  const lacks = (phase: Phase): string | null =>
    run.only !== undefined && phase.group === 'main' && !run.only.includes(phase.name)
      ? LEFT_OUT
      : lackIn(run, phase);
  const uncovered = new Map<string, string>([
    ...(run.only === undefined ? [] : RIG_VERIFIABLE.map(id => [id, LEFT_OUT] as const)),
    ...planned.flatMap(phase => {
      const lack = lacks(phase);
      return lack === null ? [] : (phase.covers ?? []).map(id => [id, lack] as const);
    }),
  ]);
  const phases = await runPhases(planned, signal, time, {
    known: progress.passed,
    lacks,
    tell: record => {
      if (record.outcome === 'TIMEOUT') timeUp.abort();
      tell(lineOf(record));
      written(() => progress.add(record, kept.take(), stand.takeCoverage()));
      for (const tape of Object.values(tapes)) tape.flush();
    },
  });
  for (const tape of Object.values(tapes)) tape.close();
  const covers = new Map(planned.map(phase => [phase.name, phase.covers ?? []] as const));
  const rows = plan === 'acceptance' && !run.dryRun ? requirementRows(phases, uncovered, covers) : [];
  const outcome = outcomeOf(signal, phases, rows);
  const all = progress.kept();
  const record = rigRecordSchema.parse({
    islet: 'rig',
    version: 4,
    plan: planName(run),
    station: run.station ?? profile.station,
    operator: profile.operator,
    pump: profile.pump.serial,
    devices: devicesOf(profile),
    release: RELEASE,
    commit: commitHere(),
    seed: SEED,
    simulated: transport !== null || profile.devices.hands !== undefined,
    transport: transport ?? 'ports',
    fault: run.fault,
    started: started.toISOString(),
    ended: new Date(time.wall()).toISOString(),
    outcome,
    exitCode: EXIT_OF[outcome],
    phases: [...phases],
    ...(all.driven ?? driven(null)),
    suite: typeof plan === 'string' ? null : suiteReportOf(plan, kept.results),
    coverage: progress.coverage(),
    requirements: [...rows],
    curves: [...all.curves],
    notes: [...all.notes, ...notesOf(run)],
  } satisfies RigRecord);
  written(() => writeRun(folder, record, new Map(all.weights)));
  return { record, folder };
};

const LEFT_OUT = 'left out of this run (--only)';

/** A name that is misspelt leaves nothing behind. */
const demandPhases = (run: RigRun): void => {
  if (run.only === undefined) return;
  const stand = paperStand(run.profile, run.transport);
  const whole = run.phases?.(stand) ?? phasesOf(run, stand, keeping(), { failures: () => 0 });
  const names = whole.flatMap(({ group, name }) => (group === 'main' ? [name] : []));
  const unknown = run.only.filter(name => !names.includes(name));
  if (unknown.length > 0) throw new NoPhase(unknown, names);
};

/** A fault of which nothing comes would be taken for one that the rig does not find. */
const demandSeen = ({ fault, profile }: RigRun): void => {
  const idle = fault === null ? null : (faultOf(fault)?.idleWith?.(profile.devices.motor.kind) ?? null);
  if (fault !== null && idle !== null) throw new IdleFault(fault, idle);
};

/** Nothing can come of a fault with the motor of this profile. `message` names both, and the remedy. */
export class IdleFault extends Error {
  override readonly name = 'IdleFault';
  constructor(fault: FaultName, why: string) {
    super(`the fault ${fault} cannot be seen with this profile: ${why}. Plant it in a rig with a Tic.`);
  }
}

/** A plan has no phase of that name in its main part. `message` names it and those that there are. */
export class NoPhase extends Error {
  override readonly name = 'NoPhase';
  constructor(unknown: readonly string[], names: readonly string[]) {
    super(`--only ${unknown.join(', ')}: there is no such phase. There are: ${names.join('; ')}.`);
  }
}

/** A dry run passes nothing of its plan, and is not called by its name alone. */
const planName = ({ plan, only, dryRun = false }: RigRun): string =>
  `${typeof plan === 'string' ? plan : 'suite'}${only === undefined ? '' : ` (only ${only.join(', ')})`}${dryRun ? ' (dry run: nothing was moved or measured)' : ''}`;

const lineOf = ({ group, name, outcome, reason, durationMs }: PhaseRecord): string =>
  `${outcome.padEnd(7)} ${group}: ${name} (${durationMs} ms)${reason === null ? '' : `: ${reason}`}`;

/** A cell that stays empty makes a run an error: nobody knows. */
const outcomeOf = (
  signal: AbortSignal,
  phases: readonly PhaseRecord[],
  rows: readonly RigRecord['requirements'][number][],
): Outcome => {
  if (signal.aborted) return 'ABORTED';
  const worst = worstOf(phases.flatMap(({ outcome }) => (outcome === 'SKIPPED' ? [] : [outcome])));
  const isEmpty = rows.some(({ verdict }) => verdict === 'EMPTY');
  return worst === 'PASS' && isEmpty ? 'ERROR' : worst;
};

const phasesOf = (
  { plan, profile, tell, time }: RigRun,
  stand: Stand,
  { keep, keepSuite, results }: ReturnType<typeof keeping>,
  progress: Pick<Progress, 'failures'>,
): readonly Phase[] => {
  if (plan === 'smoke') return smokePlan(stand, tell, keepSuite);
  if (plan !== 'acceptance')
    return suitePlan(stand, plan, tell, keepSuite, result => void results.push(result));
  return acceptancePlan({ stand, profile, keep, suite: keepSuite, tell, time, failures: progress.failures });
};

/** What of a phase nobody on the rig can do. A simulated one has every relay, and hands; its motor, button and sensor are those of its profile. */
const lackIn = ({ profile, transport }: RigRun, { needs = [] }: Phase): string | null => {
  const { devices, cgm } = profile;
  const equipped =
    transport === null ? profile : { cgm, devices: { ...devices, relays: transport, hands: transport } };
  return needs.map(stimulus => lackOf(equipped, stimulus)).find(lack => lack !== null) ?? null;
};

const unsaidOf = ({ whenHalted: { unsaid } }: MotorOnRig): readonly string[] =>
  unsaid === null ? [] : [`Not covered: ${unsaid}.`];

/** What a reader must know of how this run was done. */
const notesOf = ({ profile, transport }: RigRun): readonly string[] => [
  ...(profile.devices.bay.eStopInput === undefined
    ? [
        'The e-stop is not heard: devices.bay.eStopInput is missing in the profile. It opens the kill switch all the same.',
      ]
    : []),
  ...unsaidOf(MOTORS[profile.devices.motor.kind]),
  ...(transport === null
    ? []
    : [
        'Simulators in one process. Generated paths also had their devices fail from within, which no rig can do.',
      ]),
];

const devicesOf = (profile: RigProfile): RigRecord['devices'] =>
  devicesIn(profile).map(([name, device]) => ({
    name,
    kind: device.kind,
    serial: 'ownSerial' in device ? device.ownSerial : (device.serial ?? 'not known'),
    calibration: 'calibration' in device ? device.calibration.id : 'needs none',
  }));

/** `rig-1`, `rig-2`, …: nothing that was kept is overwritten. */
const newFolder = (out: string): string => {
  mkdirSync(out, { recursive: true });
  const numbers = readdirSync(out).map(name => Number(/^rig-(\d+)$/.exec(name)?.[1] ?? 0));
  const folder = join(out, `rig-${Math.max(0, ...numbers) + 1}`);
  mkdirSync(folder);
  return folder;
};
