import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';

type SimFlags = { readonly pty?: boolean; readonly fault?: string };

/** `islet sim`: one simulated device by itself. */
export const addSim = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  examplesFirst(islet.command('sim'), [
    'islet sim                       the devices, and the faults that each can have',
    'islet sim tic --pty             prints the path of a pseudo-terminal, until Ctrl-C',
    'islet sim mettler --pty --fault neverSettles',
  ])
    .description('a simulated device by itself, on a pseudo-terminal, for whatever speaks its protocol')
    .argument('[device]', 'a device; without one they are listed')
    .option('--pty', 'on a pseudo-terminal, the only way there is; may be left out')
    .option('--fault <name>', 'what is wrong with it from its start')
    .action(async (device: string | undefined, { fault }: SimFlags) => {
      const { simulate, simulatorLines } = await import('./sim.ts');
      if (device !== undefined) {
        ended(await simulate(device, fault, io));
        return;
      }
      io.out(simulatorLines().join('\n'));
      ended(EXIT.ok);
    });
};
