import { type ChildProcess, spawn } from 'node:child_process';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink } from '../../src/ports.ts';
import type { WaitingClock } from '../clock/activity.ts';
import { leader } from '../clock/leader.ts';
import { realClock } from '../clock/real.ts';
import { type QsbSimulator, qsbSimulator } from '../encoder/qsb/simulator.ts';
import { numatoSimulator } from '../io/numato/simulator.ts';
import { inheritingNothing } from '../link/inherited.ts';
import { farPty, loadPty, type OpenPty } from '../link/pty.ts';
import { pipeLink } from '../link/stdio.ts';
import type { Mechanism } from '../mechanics/model.ts';
import { type RelaySimulator, relaySimulator } from './relay/simulator.ts';

/** The second channel in a process of its own. */
export type SpawnedSupervisor = {
  /** The main channel's end of the line; closing it waits for the other process to end. */
  readonly link: ByteLink;
  readonly pid: number;
  /** Serial ports that it has opened, for a person. */
  readonly paths: { readonly encoder: string; readonly relay: string; readonly bay: string };
  /** Frees what is left, whatever has become of the process. */
  readonly close: () => Promise<void>;
};

/** The same with simulated devices. */
export type SimulatedSupervisor = SpawnedSupervisor & {
  readonly encoder: QsbSimulator;
  readonly relay: RelaySimulator;
  /** Kills the process; resolves when it is gone. */
  readonly kill: () => Promise<void>;
};

export type SpawnOptions = {
  /** What starts it: a program and its first arguments. */
  readonly command: readonly [string, ...string[]];
  /** Absolute path of the journal that it reads the settings from. */
  readonly journal: string;
};

/** It has been told good-bye, and has to cut the motor and go. */
const LEAVE_REAL_MS = 2_000;

/** Real ports in real time; only the line between the two is ours. Rejects where there are no pseudo-terminals. */
export const spawnOnPorts = async (
  ports: SpawnedSupervisor['paths'],
  options: SpawnOptions,
): Promise<SpawnedSupervisor> => {
  const line = farPty(await ptys());
  const child = launch(options, { ...ports, line: line.path }, false);
  return { ...endings(child, line.link), paths: ports, close: async () => void child.kill('SIGKILL') };
};

/** Simulated encoder, switch and relays on pseudo-terminals that it opens, in the accelerated time of `clock`. */
export const spawnSimulated = async (
  { clock, model }: { readonly clock: WaitingClock; readonly model: Mechanism },
  options: SpawnOptions,
): Promise<SimulatedSupervisor> => {
  const open = await ptys();
  const far = { encoder: farPty(open), bay: farPty(open), relay: farPty(open), line: farPty(open) };
  const paths = {
    encoder: far.encoder.path,
    bay: far.bay.path,
    relay: far.relay.path,
    line: far.line.path,
  };
  const child = launch(options, paths, true);
  if (child.stdout === null || child.stdin === null) throw new Error('the second channel has no pipes');
  const led = leader(clock, pipeLink(child.stdout, child.stdin));
  const encoder = qsbSimulator({ link: led.join(far.encoder.link), mechanism: model });
  numatoSimulator({ link: led.join(far.bay.link), mechanism: model });
  const relay = relaySimulator({ link: led.join(far.relay.link), mechanism: model });
  const line = led.join(far.line.link);
  const forget = clock.register(led);
  const close = async (): Promise<void> => {
    forget();
    led.close();
    child.kill('SIGKILL');
    for (const { link } of Object.values(far)) await link.close();
  };
  await led.followed().catch(async (failure: unknown) => {
    await close();
    throw failure;
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await goneWithin(child, LEAVE_REAL_MS);
  };
  return { ...endings(child, line), paths, encoder, relay, kill, close };
};

const ptys = async (): Promise<OpenPty> => {
  const open = await loadPty();
  if (open === undefined) throw new Error('this platform has no pseudo-terminals');
  return open;
};

const launch = (
  { command: [program, ...first], journal }: SpawnOptions,
  ports: SpawnedSupervisor['paths'] & { readonly line: string },
  isTold: boolean,
): ChildProcess => {
  const named = Object.entries(ports).flatMap(([name, path]) => [`--${name}`, path]);
  // A group of its own: a Ctrl-C of the terminal is for the main channel, which says good-bye.
  // Its standard input ends when we do, however we do; a line of ours that it had, too, would not.
  const child = inheritingNothing(['pipe', isTold ? 'pipe' : 'ignore', 'inherit'], stdio =>
    spawn(program, [...first, ...named, '--journal', journal, ...(isTold ? ['--told'] : [])], {
      stdio,
      detached: true,
    }),
  );
  child.unref();
  return child;
};

const endings = (child: ChildProcess, line: ByteLink): Pick<SpawnedSupervisor, 'link' | 'pid'> => ({
  pid: child.pid ?? -1,
  link: {
    ...line,
    close: async () => {
      await goneWithin(child, LEAVE_REAL_MS);
      await line.close();
    },
  },
});

const goneWithin = async (child: ChildProcess, ms: number): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const desk = realClock();
  await new Promise<void>(done => {
    desk.wakeAt(after(desk.now(), milliseconds(ms)), done);
    child.once('exit', () => done());
  });
  desk.close();
};
