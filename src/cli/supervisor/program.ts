import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';

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
  islet
    .command('supervisor', { hidden: true })
    .addHelpText(
      'before',
      'Examples:\n  islet supervisor --encoder /dev/ttyUSB2 --bay /dev/ttyACM2 --relay /dev/ttyACM3 --line /dev/pts/7 --journal runs/…/journal.jsonl\n',
    )
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

/** What `islet start` has to know of it. */
export const supervisorOptions = (start: Command): Command =>
  start
    .option('--supervisor-encoder <port>', 'serial port of a second real encoder, for the supervisor alone')
    .option(
      '--supervisor-bay <port>',
      'serial port of a second real switch of the bay, for the supervisor alone',
    )
    .option(
      '--supervisor-relay <port>',
      "serial port of the real relays in the motor's supply and at the buzzer",
    )
    .option(
      '--no-supervisor',
      'run without the independent second channel: nothing but the pump itself stops it',
    );
