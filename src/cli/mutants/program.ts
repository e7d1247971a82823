import type { Command } from 'commander';
import type { ExitCode } from '../exits.ts';
import type { Io } from '../io.ts';

type Flags = {
  readonly operator?: string;
  readonly plant?: boolean;
  readonly json?: boolean;
};

const EXAMPLES = [
  'islet mutants',
  'islet mutants pump',
  'islet mutants pump --operator guardDropped',
  'islet mutants pump --plant      plant every fault in a guard, and write who finds it: specs/planted.md',
  'islet mutants lock --plant      the same of a small machine, and of what it answers: specs/plantedSmall.md',
  'islet mutants lock --json   with every survivor and the shortest run that kills it',
];

/** `islet mutants`: what the generated tests are worth. */
export const addMutants = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const command = islet
    .command('mutants [machine]')
    .description('change the charts in one thing at a time: is it seen, and do the generated tests see it?');
  command.addHelpText('before', `Examples:\n${EXAMPLES.map(line => `  ${line}`).join('\n')}\n`);
  command
    .option('--operator <name>', 'changes of one kind only, such as guardDropped')
    .option(
      '--plant',
      'plant every fault in the chart named, or in all, ask everybody, and write specs/planted.md or plantedSmall.md anew',
    )
    .option('--json', 'print the findings as one line of JSON')
    .action(async (machine: string | undefined, { operator, plant = false, json = false }: Flags) => {
      if (plant) {
        const { plantAll } = await import('./plant.ts');
        ended(await plantAll(machine ?? null, io));
        return;
      }
      const { mutants } = await import('./mutants.ts');
      ended(await mutants({ machine: machine ?? null, operator: operator ?? null, json }, io));
    });
};
