import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';
import { examplesFirst } from '../program.ts';

type SupervisorFlags = {
  readonly encoder: string;
  readonly bay: string;
  readonly relay: string;
  readonly line: string;
  readonly journal: string;
  readonly told?: boolean;
};

/** Not for a person: `islet start` starts it, with the ports that it was given or has made. */
export const addSupervisor = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet.command('supervisor', { hidden: true });
  examplesFirst(command, [
    'islet supervisor --encoder /dev/ttyUSB2 --bay /dev/ttyACM2 --relay /dev/ttyACM3 --line /dev/pts/7 --journal runs/…/journal.jsonl',
  ])
    .description('the second channel, as islet start runs it beside the pump')
    .requiredOption('--encoder <port>', 'serial port of an encoder of its own')
    .requiredOption('--bay <port>', 'serial port of a switch of its own in the cartridge bay')
    .requiredOption('--relay <port>', "serial port of the relays in the motor's supply and at the buzzer")
    .requiredOption('--line <port>', 'serial port to the main channel')
    .requiredOption('--journal <file>', 'journal that the settings are read from')
    .option('--told', 'time is told on standard input')
    .action(async ({ told = false, ...ports }: SupervisorFlags) => {
      const { supervise } = await import('./supervise.ts');
      ended(await supervise({ ...ports, told }, io));
    });
};
