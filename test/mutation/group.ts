import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** So long a group that was told to end may tidy up, ms. */
const GRACE_MS = 2_000;

const tellGroup = ({ pid }: ChildProcess, signal: NodeJS.Signals): void => {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of the group have ended.
  }
};

/**
 * Runs a program of Node as the leader of a process group of its own, in this folder, and gives its exit status, null where
 * a signal ended it. When this process is told to end, the whole group is told so, is ended after two seconds at the latest,
 * and this process after it; nor does any of the group outlive its leader.
 */
export const runGroup = async (args: readonly string[], cwd: string): Promise<number | null> => {
  const leader = spawn(process.execPath, args, { cwd, stdio: 'inherit', detached: true });
  let told: NodeJS.Signals | null = null;
  const forward = (signal: NodeJS.Signals): void => {
    told = signal;
    tellGroup(leader, signal);
    setTimeout(() => tellGroup(leader, 'SIGKILL'), GRACE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    const [status] = await once(leader, 'exit');
    return typeof status === 'number' ? status : null;
  } finally {
    tellGroup(leader, 'SIGKILL');
    for (const signal of SIGNALS) process.off(signal, forward);
    if (told !== null) process.kill(process.pid, told);
  }
};
