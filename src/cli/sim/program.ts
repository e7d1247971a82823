import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';

type SimFlags = {
  readonly pty?: boolean;
  readonly fault?: string;
  readonly led?: boolean;
  readonly profile?: string;
  readonly out?: string;
};

/** `islet sim`: one simulated device by itself. */
export const addSim = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  examplesFirst(islet.command('sim'), [
    'islet sim                       the devices, and the faults that each can have',
    'islet sim tic --pty             prints the path of a pseudo-terminal, until Ctrl-C',
    'islet sim mettler --pty --fault neverSettles',
    'islet sim bench --out bench.toml    all devices of a rig on one pump, and a profile that names them',
    'islet rig run smoke --profile bench.toml',
  ])
    .description('a simulated device by itself, on a pseudo-terminal, for whatever speaks its protocol')
    .argument('[device]', 'a device, or bench for all that a rig has; without one they are listed')
    .option('--pty', 'on a pseudo-terminal, the only way there is; may be left out')
    .option('--fault <name>', 'what is wrong with it from its start')
    .option('--led', 'of a bench: whoever runs a rig on it leads its time, as fast as that can go')
    .option('--profile <file>', 'of a bench: what the rig is made of (default: specs/rig.example.toml)')
    .option('--out <file>', 'of a bench: where its profile is written (default: it is printed)')
    .action(async (device: string | undefined, { fault, led = false, profile, out }: SimFlags) => {
      if (device === 'bench') {
        const { simulateBench } = await import('./bench.ts');
        ended(await simulateBench({ isLed: led, profile, out }, io));
        return;
      }
      const { simulate, simulatorLines } = await import('./sim.ts');
      if (device !== undefined) {
        ended(await simulate(device, fault, io));
        return;
      }
      io.out(simulatorLines().join('\n'));
      ended(EXIT.ok);
    });
};
