import { realClock } from '../clock/real.ts';
import type { Transport } from '../link/simulated.ts';
import type { RigProfile } from './profile/schema.ts';
import { SIMULATED_RIG } from './profile/simulated.ts';
import { untilEnded } from './run/ending.ts';
import { FAULTS, type FaultName, faultOf } from './run/faults.ts';
import { Unwritten } from './run/phases.ts';
import { NoProgress } from './run/progress.ts';
import { IdleFault, NoPhase, type RigRun, runRig } from './run/runRig.ts';
import { reportLines, type SuiteFile } from './run/suiteReport.ts';

export type RigCommandOptions = {
  /** The name of a plan, or a generated suite. */
  readonly plan: string | SuiteFile;
  readonly sim: boolean;
  /** What the rig is made of; with `sim`, the example when nobody says. */
  readonly profile?: RigProfile;
  readonly fault?: string;
  /** Where the record goes; `runs` when nobody says. */
  readonly out?: string;
  /** The folder of a run to go on with. */
  readonly resume?: string;
  /** Of the main part only the phases with these names. */
  readonly only?: readonly string[];
  /** Set up and torn down, and nothing between. */
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly transport?: Transport;
  readonly station?: string;
};

const PLANS = {
  smoke: 'attest the devices, drive every generated path, measure dose, stop and occlusion',
  acceptance:
    'every generated path, stops and alarms, occlusion, single boluses, start-up and trumpet curve, basal over 24 h at several rates; a verdict for each requirement',
} as const;
type PlanName = keyof typeof PLANS;

/** The plans and the faults that can be planted, for `islet rig list` and the help. */
export const listRig = (): {
  readonly plans: readonly { readonly name: string; readonly what: string }[];
  readonly faults: readonly { readonly name: string; readonly what: string; readonly exit: number }[];
} => ({
  plans: Object.entries(PLANS).map(([name, what]) => ({ name, what })),
  faults: Object.entries(FAULTS).map(([name, { what, exit }]) => ({ name, what, exit })),
});

const isFaultName = (name: string): name is FaultName => faultOf(name) !== undefined;
const isPlanName = (name: string): name is PlanName => name in PLANS;

/**
 * Runs a plan and answers the exit code: 0 passed, 1 the pump failed, 2 usage, 4 the rig
 * or an instrument failed, 130 interrupted. Progress goes to stderr, the result to stdout. Signals, a closed terminal
 * and a defect of our own end the run with the motor halted.
 */
export const runRigCommand = async (options: RigCommandOptions): Promise<number> => {
  const complain = (text: string): number => {
    process.stderr.write(`islet rig: ${text}\n`);
    return 2;
  };
  const { plan, fault, transport = 'pty', station } = options;
  const profile = options.profile ?? SIMULATED_RIG;
  if (typeof plan === 'string' && !isPlanName(plan))
    return complain(
      `there is no plan ${plan}; the plans are ${Object.keys(PLANS).join(', ')}. A suite is read with --suite FILE.`,
    );
  if (!options.sim && options.profile === undefined)
    return complain(
      'a rig is named by its profile: --profile FILE (see specs/rig.example.toml), or --sim for simulated devices.',
    );
  if (!options.sim && fault !== undefined)
    return complain('a fault is planted in simulated devices: run it with --sim.');
  if (fault !== undefined && !isFaultName(fault))
    return complain(`there is no fault ${fault}; the faults are ${Object.keys(FAULTS).join(', ')}.`);

  const time = realClock();
  const ending = untilEnded(line => void process.stderr.write(`islet rig: ${line}\n`));
  const run: RigRun = {
    plan,
    profile,
    transport: options.sim ? transport : null,
    fault: fault ?? null,
    ...(station === undefined ? {} : { station }),
    out: options.out ?? 'runs',
    signal: ending.signal,
    tell: line => void process.stderr.write(`${line}\n`),
    time,
    dryRun: options.dryRun ?? false,
    ...(options.only === undefined ? {} : { only: options.only }),
    ...(options.resume === undefined ? {} : { resume: options.resume }),
  };
  try {
    const { record, folder } = await runRig(run);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ ...record, folder })}\n`
        : [
            ...(record.suite === null ? [] : reportLines(record.suite)),
            `${record.outcome}: ${record.plan}, recorded in ${folder}`,
            '',
          ].join('\n'),
    );
    return record.exitCode;
  } catch (failure) {
    if (failure instanceof NoProgress || failure instanceof NoPhase || failure instanceof IdleFault)
      return complain(failure.message);
    if (failure instanceof Unwritten) {
      complain(failure.message);
      return 3;
    }
    throw failure;
  } finally {
    time.close();
    ending.forget();
  }
};
