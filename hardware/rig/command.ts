import { hostname } from 'node:os';
import { realClock } from '../clock/real.ts';
import type { Transport } from '../link/simulated.ts';
import { FAULTS, type FaultName, faultOf } from './run/faults.ts';
import { runRig } from './run/runRig.ts';
import { reportLines, type SuiteFile } from './run/suiteReport.ts';

export type RigCommandOptions = {
  /** The name of a plan, or a generated suite. */
  readonly plan: string | SuiteFile;
  /** Only simulated devices so far. */
  readonly sim: boolean;
  readonly fault?: string;
  /** Where the record goes; `runs` when nobody says. */
  readonly out?: string;
  readonly json?: boolean;
  readonly transport?: Transport;
  readonly station?: string;
};

const PLANS: Readonly<Record<string, string>> = {
  smoke: 'attest the devices, drive every generated path, measure dose, stop and occlusion',
};

/** The plans and the faults that can be planted, for `islet rig list` and the help. */
export const listRig = (): {
  readonly plans: readonly { readonly name: string; readonly what: string }[];
  readonly faults: readonly { readonly name: string; readonly what: string; readonly exit: number }[];
} => ({
  plans: Object.entries(PLANS).map(([name, what]) => ({ name, what })),
  faults: Object.entries(FAULTS).map(([name, { what, exit }]) => ({ name, what, exit })),
});

const isFaultName = (name: string): name is FaultName => faultOf(name) !== undefined;

/**
 * Runs a plan and answers the exit code: 0 passed, 1 the pump failed, 2 usage, 4 the rig
 * or an instrument failed, 130 interrupted. Progress goes to stderr, the result to stdout. SIGINT and
 * SIGTERM end the run with the motor halted.
 */
export const runRigCommand = async (options: RigCommandOptions): Promise<number> => {
  const complain = (text: string): number => {
    process.stderr.write(`islet rig: ${text}\n`);
    return 2;
  };
  const { plan, fault, transport = 'pty', station = hostname() } = options;
  if (typeof plan === 'string' && plan !== 'smoke')
    return complain(
      `there is no plan ${plan}; the plans are ${Object.keys(PLANS).join(', ')}. A suite is read with --suite FILE.`,
    );
  if (!options.sim) return complain('real ports are not driven yet; run with --sim, on simulated devices.');
  if (fault !== undefined && !isFaultName(fault))
    return complain(`there is no fault ${fault}; the faults are ${Object.keys(FAULTS).join(', ')}.`);

  const time = realClock();
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    const { record, folder } = await runRig({
      plan,
      transport,
      fault: fault ?? null,
      station,
      out: options.out ?? 'runs',
      signal: controller.signal,
      tell: line => void process.stderr.write(`${line}\n`),
      time,
    });
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
  } finally {
    time.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
};
