import { spawn } from 'node:child_process';
import { inheritingNothing } from '../../../hardware/link/inherited.ts';

/** Opens the address in the person's browser where there is one; never fails, and never waits. */
export const openBrowser = (address: string, env: Readonly<Record<string, string | undefined>>): void => {
  const command = opener(env);
  if (command === null) return;
  const [program, ...before] = command;
  const child = inheritingNothing(['ignore', 'ignore', 'ignore'], stdio =>
    spawn(program, [...before, address], { stdio, detached: true }),
  );
  // Whoever has no browser has the printed address.
  child.on('error', () => {});
  child.unref();
};

const opener = (env: Readonly<Record<string, string | undefined>>): readonly [string, ...string[]] | null => {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
};
