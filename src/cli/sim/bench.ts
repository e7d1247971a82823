import { writeFileSync } from 'node:fs';
import { stringify } from 'smol-toml';
import { loadPty } from '../../../hardware/link/pty.ts';
import { standingBench } from '../../../hardware/rig/bench/standingBench.ts';
import { SIMULATED_RIG } from '../../../hardware/rig/profile/simulated.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { profileOf } from '../rig/more.ts';

export type BenchFlags = {
  /** Whoever runs a rig on it leads its time. */
  readonly isLed: boolean;
  readonly profile: string | undefined;
  readonly out: string | undefined;
};

/** Runs all simulators of a rig on pseudo-terminals, tells their profile, and goes on until it is interrupted. */
export const simulateBench = async ({ isLed, profile: path, out }: BenchFlags, io: Io): Promise<ExitCode> => {
  const open = await loadPty();
  if (open === undefined)
    throw new Refusal(
      EXIT.environment,
      'This platform has no binding for pseudo-terminals: rehearse with islet rig run PLAN --sim --transport memory.',
    );
  const base = path === undefined ? SIMULATED_RIG : await profileOf(path);
  const bench = await standingBench(open, base, isLed);
  const text = `# Simulated devices: nothing real moves.\n${stringify(JSON.parse(JSON.stringify(bench.profile)))}\n`;
  if (out === undefined) io.out(text);
  else {
    writeFileSync(out, text);
    io.out(out);
  }
  io.say(`A simulated bench, in ${isLed ? 'time that a rig leads' : 'real time'}. Ctrl-C ends it.`);
  await new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  await bench.close();
  return EXIT.interrupted;
};
