import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import picocolors from 'picocolors';
import { z } from 'zod';
import { addCampaign } from './campaign/program.ts';
import { addChart } from './chart/program.ts';
import { addCoverage } from './coverage/program.ts';
import { examplesFirst } from './examples.ts';
import { EXIT_WORDS, type ExitCode } from './exits.ts';
import { addIds } from './ids/program.ts';
import { type Io, wantsColour } from './io.ts';
import { addMutants } from './mutants/program.ts';
import { addRemote, REMOTE_PORT } from './remote/program.ts';
import { addReport } from './report/program.ts';
import { addRig } from './rig/program.ts';
import { addSend } from './send/program.ts';
import { addSettings } from './settings/program.ts';
import { addSim } from './sim/program.ts';
import type { StartFlags } from './start/options.ts';
import { DEFAULT_PATIENT, wholeNumber } from './start/options.ts';
import { addSuite } from './suite/program.ts';
import { addSupervisor, supervisorOptions } from './supervisor/program.ts';
import { addVerify } from './verify/program.ts';

/** The port that is tried first; the letters of ISLET on a telephone. */
const PORT = '47538';

type Ended = (exit: ExitCode) => void;

/** All commands. Each is loaded when it is called, so that help comes at once. `ended` takes the exit code. */
export const program = (io: Io, ended: Ended): Command => {
  const islet = new Command('islet')
    .description(
      'An insulin pump controller written as formal state machines: run it, see it, replay it, drive a rig.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({
      writeOut: text => io.out(text.replace(/\n$/, '')),
      writeErr: text => io.say(text.replace(/\n$/, '')),
    })
    .configureHelp({ styleTitle: text => picocolors.createColors(wantsColour(io)).bold(text) })
    .showSuggestionAfterError(true)
    .exitOverride();
  examplesFirst(islet, [
    'islet start',
    'islet start --patient --speed 60',
    'islet replay runs/…/journal.jsonl --check',
    'islet rig run smoke --sim',
    'islet help start',
  ]);
  islet.addHelpText('after', exitCodes());
  addStart(islet, io, ended);
  addReplay(islet, io, ended);
  addReport(islet, io, ended);
  addRemote(islet, io, ended);
  addSend(islet, io, ended);
  addIds(islet, io, ended);
  addRig(islet, io, ended);
  addSim(islet, io, ended);
  addGenerate(islet, io, ended);
  addChart(islet, io, ended);
  addSettings(islet, io, ended);
  addVerify(islet, io, ended);
  addSuite(islet, io, ended);
  addCoverage(islet, io, ended);
  addMutants(islet, io, ended);
  addCampaign(islet, io, ended);
  addDoctor(islet, io, ended);
  addSupervisor(islet, io, ended);
  return islet;
};

const exitCodes = (): string =>
  `\nExit codes:\n${EXIT_WORDS.map(([code, words]) => `  ${String(code).padStart(3)}  ${words}`).join('\n')}`;

const version = (): string =>
  z
    .looseObject({ version: z.string() })
    .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;

const pageOptions = (command: Command): Command =>
  command
    .option(
      '--port <number>',
      'port of the page; the next free one is taken when it is in use, 0 lets the system choose',
      PORT,
    )
    .option('--no-open', 'do not open a browser')
    .option(
      '--coverage <file>',
      'draw on the charts what runs met: what islet coverage --out wrote, or a run',
    )
    .option('--json', 'print the address as one line of JSON');

const addStart = (islet: Command, io: Io, ended: Ended): void => {
  const command = islet.command('start').description('start the pump and its page (npm start)');
  examplesFirst(command, [
    'islet start                                  a simulated pump and ten hours of recorded glucose',
    'islet start --patient adult#001              a virtual patient: glucose answers to the insulin delivered',
    'islet start --patient adolescent#003 --scenario active --seed 7',
    'islet start --cgm nightscout://my.site?api=3   readings of a real sensor, in real time',
    'islet start --patients                       who there is, and which scenarios',
    'islet start --journal runs/…/journal.jsonl   go on with a pump that has run before',
    'islet start --motor /dev/ttyACM0 --encoder /dev/ttyUSB0 --force /dev/ttyUSB1 --bay /dev/ttyACM1 --supervisor-encoder /dev/ttyUSB2 --supervisor-bay /dev/ttyACM2 --supervisor-relay /dev/ttyACM3 --settings my.toml',
  ]);
  supervisorOptions(pageOptions(command))
    .option(
      '--speed <factor>',
      'how many times faster than real time at most, 1 to 3600 (default: 600; 1 with real devices)',
    )
    .option(
      '--trace <file>',
      'replay this recording of a glucose sensor: CSV (datetime,value,units) or a Loop capture',
    )
    .addOption(
      new Option('--patient [name]', 'a virtual patient wears the pump, instead of a recording').preset(
        DEFAULT_PATIENT,
      ),
    )
    .option(
      '--cgm <address>',
      'readings of a real sensor: nightscout://HOST, xdrip://HOST:17580, share://USER@HOST, bluetooth, bluetooth:ID or bluetooth:///dev/ttyACM0; secrets in ISLET_CGM_SECRET or ISLET_CGM_TOKEN',
    )
    .option('--cgm-secret <file>', 'secrets of --cgm from this file (mode 600), not from the environment')
    .option('--scenario <name>', 'what the patient lives: a name (see --patients), or a file (JSON)')
    .option('--controller <name>', 'who steers the basal of the patient: off, islet, oref or loop')
    .option('--patients', 'list the virtual patients and the scenarios, and end')
    .option('--settings <file>', 'settings of the pump, TOML (see: islet settings print)')
    .option('--journal <file>', 'go on with this journal instead of beginning one under runs/')
    .option('--motor <port>', 'serial port of a real motor (Pololu Tic)')
    .option('--encoder <port>', 'serial port of a real encoder (US Digital QSB)')
    .option('--force <port>', 'serial port of a real load cell (SparkFun OpenScale)')
    .option('--bay <port>', 'serial port of a real switch of the cartridge bay (Numato GPIO)')
    .option(
      '--button <input>',
      "input of the bay's board, 1 to 31, that the button of the pump connects to ground while it is pressed (default: the pump has no button)",
    )
    .option('--power <port>', 'serial port of a real power board (see hardware/power/board/codec.ts)')
    .option('--sound <port>', 'serial port of a real sound board (see hardware/annunciator/board/codec.ts)')
    .addOption(
      new Option('--remote [port]', 'let paired remotes of this machine connect (see: islet remote)').preset(
        REMOTE_PORT,
      ),
    )
    .addOption(
      new Option('--pair <role>', 'show a code at the start, to pair one remote').choices([
        'monitor',
        'caregiver',
        'controller',
      ]),
    )
    .addOption(new Option('--seed <number>', 'seed of the simulated noise').default('1'))
    .action(async (flags: StartFlags & { readonly patients?: boolean }) => {
      if (flags.patients === true) {
        const { listPatients } = await import('./start/patient.ts');
        io.out(listPatients().join('\n'));
        return;
      }
      const { startOptions } = await import('./start/options.ts');
      const options = startOptions(flags);
      const { start } = await import('./start/start.ts');
      ended(await start(options, io));
    });
};

type ReplayFlags = {
  readonly at?: string;
  readonly check?: boolean;
  readonly port: string;
  readonly open: boolean;
  readonly json?: boolean;
  readonly coverage?: string;
  readonly with?: string;
};

const addReplay = (islet: Command, io: Io, ended: Ended): void => {
  const command = islet
    .command('replay')
    .description('show the page from a journal, and prove that it replays to the same states and commands');
  examplesFirst(command, [
    'islet replay runs/…/journal.jsonl',
    'islet replay journal.jsonl --check --json',
    'islet replay journal.jsonl --at 1200',
    'islet replay journal.jsonl --with other.jsonl   two runs, and where they first differ',
    'islet replay specs/scenarios/occlusion.txt   plays a story, then shows it',
  ]);
  pageOptions(command.argument('<journal>', 'a journal written by islet start, or a scenario (*.txt)'))
    .option('--at <step>', 'show the pump as it was after this step')
    .option('--with <file>', 'show this run beside it, and where the two first differ')
    .option('--check', 'only the proof, no page; exit code 1 when anything differs')
    .action(async (journal: string, flags: ReplayFlags) => {
      const { replayJournal } = await import('./replay/replay.ts');
      const at =
        flags.at === undefined ? null : wholeNumber('--at', flags.at, 1, Number.MAX_SAFE_INTEGER, 'a step');
      const port = wholeNumber('--port', flags.port, 0, 65_535, 'a port number');
      ended(
        await replayJournal(
          {
            journal,
            at,
            check: flags.check === true,
            port,
            open: flags.open,
            json: flags.json === true,
            coverage: flags.coverage ?? null,
            with: flags.with ?? null,
          },
          io,
        ),
      );
    });
};

const addGenerate = (islet: Command, io: Io, ended: Ended): void => {
  const command = islet.command('generate').description('write the files that are generated from the charts');
  examplesFirst(command, [
    'islet generate',
    'islet generate --check   exit code 1 when a file is out of date',
  ]);
  command
    .option('--check', 'write nothing; exit code 1 when a file is out of date')
    .action(async (flags: { readonly check?: boolean }) => {
      const { generate } = await import('./generate.ts');
      ended(await generate(flags.check === true, io));
    });
};

const addDoctor = (islet: Command, io: Io, ended: Ended): void => {
  const command = islet.command('doctor').description('say what this machine can and cannot do');
  examplesFirst(command, ['islet doctor', 'islet doctor --json']);
  command
    .option('--json', 'print the findings as JSON')
    .action(async (flags: { readonly json?: boolean }) => {
      const { doctor } = await import('./doctor.ts');
      ended(await doctor(flags.json === true, io));
    });
};
