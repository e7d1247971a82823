import type { Command } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../start/options.ts';

type SimFlags = {
  readonly pty?: boolean;
  readonly fault?: string;
  readonly baud?: string;
  readonly led?: boolean;
  readonly profile?: string;
  readonly out?: string;
  readonly port: string;
};

/** `islet sim`: one simulated device by itself. */
export const addSim = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  examplesFirst(islet.command('sim'), [
    'islet sim                       the devices, and the faults that each can have',
    'islet sim tic --pty             prints the path of a pseudo-terminal, until Ctrl-C',
    'islet sim mettler --pty --fault neverSettles',
    'islet sim tic --baud 9600       its bytes take the time of that rate',
    'islet sim bluetooth             a Bluetooth controller with a glucose sensor in reach, for islet start --cgm bluetooth://PATH',
    'islet sim bench --out bench.toml    all devices of a rig on one pump, and a profile that names them',
    'islet rig run smoke --profile bench.toml',
    'islet sim nightscout --port 1337    a service with readings, for islet start --cgm',
  ])
    .description(
      'a simulated device by itself, on a pseudo-terminal, or a service on a port, for whatever speaks its protocol',
    )
    .argument('[device]', 'a device, or bench for all that a rig has; without one they are listed')
    .option('--pty', 'on a pseudo-terminal, the only way there is; may be left out')
    .option('--fault <name>', 'what is wrong with it from its start')
    .option('--baud <rate>', 'of a device: its bytes take the time that they would at this rate')
    .option('--port <number>', 'of a service: where it is served; 0 lets the system choose', '0')
    .option('--led', 'of a bench: whoever runs a rig on it leads its time, as fast as that can go')
    .option('--profile <file>', 'of a bench: what the rig is made of (default: specs/rig.example.toml)')
    .option('--out <file>', 'of a bench: where its profile is written (default: it is printed)')
    .action(
      async (device: string | undefined, { fault, baud, led = false, profile, out, port }: SimFlags) => {
        if (device === 'bench') {
          const { simulateBench } = await import('./bench.ts');
          ended(await simulateBench({ isLed: led, profile, out }, io));
          return;
        }
        const { simulate, simulatorLines } = await import('./sim.ts');
        if (device !== undefined) {
          const served = wholeNumber('--port', port, 0, 65_535, 'a port number');
          const paceBaud =
            baud === undefined ? undefined : wholeNumber('--baud', baud, 110, 4_000_000, 'bits a second');
          ended(await simulate(device, { fault, port: served, paceBaud }, io));
          return;
        }
        io.out(simulatorLines().join('\n'));
        ended(EXIT.ok);
      },
    );
};
