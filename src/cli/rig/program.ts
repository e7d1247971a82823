import { type Command, Option } from 'commander';
import { examplesFirst } from '../examples.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exits.ts';
import type { Io } from '../io.ts';
import { addExplore } from './explore.ts';
import { addMore, profileOf } from './more.ts';

type RigFlags = {
  readonly suite?: string;
  readonly sim?: boolean;
  readonly fault?: string;
  readonly out: string;
  readonly json?: boolean;
  readonly transport: 'pty' | 'memory';
  readonly station?: string;
  readonly profile?: string;
  readonly resume?: string;
  readonly only?: readonly string[];
  readonly dryRun?: boolean;
};

/** `islet rig`: generated paths and measurements on a test rig. */
export const addRig = (islet: Command, io: Io, ended: (exit: ExitCode) => void): void => {
  const rig = islet.command('rig').description('drive a test rig with the generated paths, and measure');
  examplesFirst(rig, [
    'islet rig run smoke --sim',
    'islet rig run smoke --sim --fault deafTic   a planted fault: the run must fail',
    'islet rig run --suite pump.json --sim       a suite that islet suite wrote',
    'islet rig list',
  ]);
  addRun(rig, ended);
  addExplore(rig, ended);
  addMore(rig, io, ended);
  examplesFirst(rig.command('list'), ['islet rig list', 'islet rig list --json'])
    .description('list the plans, and the faults that can be planted')
    .option('--json', 'print them as JSON')
    .action(async (flags: { readonly json?: boolean }) => {
      const { listRig } = await import('../../../hardware/rig/command.ts');
      const { plans, faults } = listRig();
      if (flags.json === true) io.out(JSON.stringify({ version: 1, plans, faults }));
      else {
        for (const { name, what } of plans) io.out(`plan   ${name.padEnd(16)} ${what}`);
        for (const { name, what, exit } of faults)
          io.out(`fault  ${name.padEnd(16)} ${what}; ends with ${exit}`);
      }
      ended(EXIT.ok);
    });
};

const addRun = (rig: Command, ended: (exit: ExitCode) => void): void => {
  examplesFirst(rig.command('run'), [
    'islet rig run smoke --sim',
    'islet rig run acceptance --sim                 everything that a rig can say of a pump, with a report',
    'islet rig run acceptance --profile rig.toml   on the devices behind the ports of the profile',
    "islet rig run acceptance --profile rig.toml --only 'power on' 'suspension in a pulse'",
    'islet rig run acceptance --sim --profile rig.toml --resume runs/rig-1',
    'islet rig run smoke --sim --json --out records',
    'islet rig run smoke --sim --fault deafTic   a planted fault: the run must fail',
    'islet suite pump --criterion transitions --format json --out pump.json',
    'islet rig run --suite pump.json --sim       says what of it was covered, and what not and why',
  ])
    .description(
      'run a plan or a generated suite; JSON, JUnit and the serial transcript are written to a folder of their own',
    )
    .argument('[plan]', 'a plan, as islet rig list names them')
    .option('--suite <file>', 'instead of a plan: a suite of the pump, as islet suite writes it in JSON')
    .option('--sim', 'on simulated devices instead of those behind the ports of the profile')
    .option('--fault <name>', 'plant one fault in a simulated device')
    .option('--out <folder>', 'where the record goes', 'runs')
    .option('--profile <file>', 'what the rig is made of (see: specs/rig.example.toml)')
    .option('--only <phase...>', 'of the main part only these phases (islet rig plan names them)')
    .option('--dry-run', 'set up, attest and tear down, and move nothing')
    .option('--resume <folder>', 'go on with a run that was ended early: what passed is not done again')
    .option('--station <name>', 'name of this station in the record (default: that of the profile)')
    .option('--json', 'print the whole record as one line of JSON')
    .addOption(new Option('--transport <kind>', 'how bytes travel').choices(['pty', 'memory']).default('pty'))
    .action(async (name: string | undefined, { suite, sim = false, profile, ...flags }: RigFlags) => {
      const { planOf } = await import('./plan.ts');
      const plan = planOf(name, suite);
      const rig = profile === undefined ? {} : { profile: await profileOf(profile) };
      const { runRigCommand } = await import('../../../hardware/rig/command.ts');
      ended(exitCodeOf(await runRigCommand({ plan, sim, ...flags, ...rig })));
    });
};
