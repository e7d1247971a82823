import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { EXIT, EXIT_WORDS } from '../../src/cli/exits.ts';
import { program } from '../../src/cli/program.ts';
import { printSettings } from '../../src/cli/settings/print.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { encodeEntry, encodeHeader } from '../../src/runtime/journal.ts';
import { corePump } from '../support/corePump.ts';
import { inFolder, isletHere as islet, spawnIslet } from './islet.ts';

/** A journal of a short life, as text. */
const journal = async (): Promise<string> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(300_000);
  return `${pump.lines.join('\n')}\n`;
};

/** The same journal with one line written anew, and every hash after it: only its meaning is wrong. */
const rewritten = (
  text: string,
  change: (entry: Record<string, unknown>) => Record<string, unknown>,
  line: number,
): string => {
  const [first = '', ...rest] = text.trim().split('\n');
  const { islet: _islet, version: _version, hash: _hash, ...header } = JSON.parse(first);
  let { line: written, hash } = encodeHeader({ islet: 'journal', version: 1, ...header });
  const lines = [written];
  for (const [index, each] of rest.entries()) {
    const { prev: _prev, hash: _own, ...entry } = JSON.parse(each);
    const next = index + 2 === line ? change(entry) : entry;
    ({ line: written, hash } = encodeEntry(next as Parameters<typeof encodeEntry>[0], hash));
    lines.push(written);
  }
  return `${lines.join('\n')}\n`;
};

const CASES: readonly (readonly [
  name: string,
  file: string,
  text: () => Promise<string>,
  args: readonly string[],
  exit: number,
  words: RegExp,
])[] = [
  [
    'a settings file out of range',
    'bad.toml',
    async () => printSettings(exampleSettings).replace('max_bolus_u = 10.0', 'max_bolus_u = 30'),
    ['settings', 'check', 'bad.toml'],
    EXIT.badInput,
    /bad\.toml:7: max_bolus_u = 30\.0 U: is above the most allowed \(allowed: 0\.5 to 25\.0 U\)\. Lower it\./,
  ],
  [
    'the same settings given to a pump',
    'bad.toml',
    async () => printSettings(exampleSettings).replace('max_bolus_u = 10.0', 'max_bolus_u = 30'),
    ['start', '--no-open', '--settings', 'bad.toml'],
    EXIT.badInput,
    /bad\.toml:7: max_bolus_u = 30\.0 U/,
  ],
  [
    'a malformed CGM trace',
    'bad.csv',
    async () => 'datetime,value,units\n1/1/2020 00:00:00,high,mg/dL\n',
    ['start', '--no-open', '--trace', 'bad.csv'],
    EXIT.badInput,
    /bad\.csv:2: value = high mg\/dL: is not a number \(allowed: a number\)\. Correct the value/,
  ],
  [
    'a file that is no journal',
    'bad.jsonl',
    async () => 'hello\n',
    ['replay', 'bad.jsonl', '--check'],
    EXIT.badInput,
    /bad\.jsonl:1: islet = hello: this is not a journal of Islet/,
  ],
  [
    'a journal with one digit changed',
    'bad.jsonl',
    async () => (await journal()).replace('"monoMs":0', '"monoMs":1'),
    ['replay', 'bad.jsonl', '--check'],
    EXIT.badInput,
    /bad\.jsonl:2: hash = [0-9a-f]+: the line does not match its hash/,
  ],
  [
    'a journal with one digit changed, to go on with',
    'bad.jsonl',
    async () => (await journal()).replace('"monoMs":0', '"monoMs":1'),
    ['start', '--no-open', '--journal', 'bad.jsonl'],
    EXIT.badInput,
    /bad\.jsonl: this journal cannot be trusted: line 2, hash = [0-9a-f]+: .*Give the settings with --settings FILE/,
  ],
  [
    'a journal with a malformed fact',
    'bad.jsonl',
    async () =>
      rewritten(
        await journal(),
        entry => ({ ...entry, fact: { type: 'cartridge.replaced', volumeUu: -5 } }),
        3,
      ),
    ['replay', 'bad.jsonl', '--check'],
    EXIT.badInput,
    /bad\.jsonl:3: fact\.volumeUu = -5: /,
  ],
  [
    'a journal that claims another state',
    'bad.jsonl',
    async () => rewritten(await journal(), entry => ({ ...entry, state: '0123456789abcdef' }), 4),
    ['replay', 'bad.jsonl', '--check'],
    EXIT.failed,
    /step 3 \(power\.applied\) led to state 0123456789abcdef then and to [0-9a-f]{16} now/,
  ],
  [
    'a step that the journal has not',
    'good.jsonl',
    journal,
    ['replay', 'good.jsonl', '--at', '100000'],
    EXIT.badInput,
    /--at = 100000: the journal has the steps 1 to \d+/,
  ],
];

test.each(CASES)(
  '%s is refused in words and with its exit code, and the file stays as it was',
  async (_, file, text, args, exit, words) => {
    await inFolder(async folder => {
      const content = await text();
      writeFileSync(join(folder, file), content);
      const { code, out, err } = await islet(args, folder);
      expect(`${out}${err}`).toMatch(words);
      expect(code).toBe(exit);
      // No stack trace, nothing begun, nothing lost.
      expect(`${out}${err}`).not.toMatch(/^\s+at .*:\d+/m);
      expect(existsSync(join(folder, 'runs'))).toBe(false);
      expect(readFileSync(join(folder, file), 'utf8')).toBe(content);
    });
  },
);

const REAL = ['start', '--motor', 'a', '--encoder', 'b', '--force', 'c', '--bay', 'd'];
const ITS = ['--supervisor-encoder', 'e', '--supervisor-bay', 'f', '--supervisor-relay', 'g'];

test.each([
  [['strat'], EXIT.badInput, /Did you mean start\?/],
  [['start', '--sped', '3'], EXIT.badInput, /Did you mean/],
  [['start', '--speed', '0'], EXIT.badInput, /--speed = "0": is not a whole number from 1 to 3600/],
  [['start', '--speed', '3601'], EXIT.badInput, /--speed = "3601"/],
  [['start', '--port', '99999'], EXIT.badInput, /--port = "99999": is not a whole number from 0 to 65535/],
  [['start', '--motor', '/dev/ttyACM0'], EXIT.badInput, /name all of --motor, --encoder, --force and --bay/],
  [[...REAL, '--no-supervisor', '--speed', '60'], EXIT.badInput, /with real devices time is real/],
  [[...REAL, '--no-supervisor', '--patient'], EXIT.badInput, /--patient needs simulated devices/],
  [REAL, EXIT.badInput, /Real devices need their second channel: name all of .* or say --no-supervisor/],
  [[...REAL, ...ITS.slice(2)], EXIT.badInput, /needs all of --supervisor-encoder, --supervisor-bay and/],
  [[...REAL, ...ITS, '--no-supervisor'], EXIT.badInput, /leaves the ports of the supervisor without a use/],
  [['start', ...ITS], EXIT.badInput, /a real second channel needs real devices/],
  [['start', '--patient', '--trace', 'x.csv'], EXIT.badInput, /exclude each other/],
  [['start', '--patient', 'nobody'], EXIT.badInput, /there is no patient nobody; choose one of .*adult#001/],
  [
    ['start', '--patient', '--scenario', 'none'],
    EXIT.badInput,
    /choose one of usual, fasting, .*or name a file/,
  ],
  [
    ['start', '--patient', '--scenario', 'none.json'],
    EXIT.badInput,
    /none\.json: scenario: there is no such file/,
  ],
  [['start', '--scenario', 'usual'], EXIT.badInput, /--scenario usual: needs --patient/],
  [['start', '--trace', 'missing.csv'], EXIT.badInput, /missing\.csv: CGM trace: there is no such file/],
  [['start', '--journal', 'missing.jsonl'], EXIT.badInput, /missing\.jsonl: there is no such journal/],
  [['replay', 'missing.jsonl'], EXIT.badInput, /missing\.jsonl: journal: there is no such file/],
  [['replay'], EXIT.badInput, /missing required argument 'journal'/],
  [['settings', 'check', '.'], EXIT.badInput, /this is a folder/],
])('islet %j ends with exit code %i and says why', async (args, exit, words) => {
  await inFolder(async folder => {
    const { code, out, err } = await islet(args, folder);
    expect(err).toMatch(words);
    expect(out).toBe('');
    expect(code).toBe(exit);
  });
});

test('SR-073 a real pump without settings is refused, and a serial port that cannot be opened is a device error, and no motor has moved', async () => {
  await inFolder(async folder => {
    const real = [
      'start',
      '--no-open',
      '--no-supervisor',
      '--motor',
      './nowhere',
      '--encoder',
      './nowhere',
      '--force',
      './nowhere',
      '--bay',
      './nowhere',
    ];
    const unset = await islet(real, folder);
    expect(unset.err).toMatch(/needs its own settings: give a file with --settings/);
    expect(unset.code).toBe(EXIT.badInput);
    const settings = join(import.meta.dirname, '../../specs/settings.example.toml');
    const { code, err } = await islet([...real, '--settings', settings], folder);
    expect(err).toMatch(/\.\/nowhere: .*Check the cable and the path of the port\./);
    expect(code).toBe(EXIT.device);
  });
});

/** The words that call each command and subcommand, `islet` itself left out. */
const callsOf = (command: Command, before: readonly string[] = []): readonly (readonly string[])[] =>
  command.commands.flatMap(each => {
    const call = [...before, each.name()];
    return [call, ...callsOf(each, call)];
  });

test('help lists every command with examples first, and every exit code', async () => {
  await inFolder(async folder => {
    const bare = await islet([], folder);
    expect(bare.code).toBe(EXIT.ok);
    expect(bare.out.startsWith('Examples:')).toBe(true);
    for (const name of ['start', 'replay', 'rig', 'generate', 'settings', 'doctor'])
      expect(bare.out).toMatch(new RegExp(`^  ${name} `, 'm'));
    for (const [code, words] of EXIT_WORDS) expect(bare.out).toContain(`${code}  ${words}`);
    const io = { out: () => {}, say: () => {}, isTerminal: false, env: {} };
    const calls = callsOf(program(io, () => {}));
    expect(calls).toContainEqual(['rig', 'run']);
    for (const call of calls) {
      const help = await islet([...call, '--help'], folder);
      const own = `Examples:\n  islet ${call.join(' ')}`;
      expect(help.out.slice(0, own.length), call.join(' ')).toBe(own);
      expect(help.code).toBe(EXIT.ok);
    }
    const named = await islet(['help', 'start'], folder);
    expect(named.out.startsWith('Examples:')).toBe(true);
    const list = await islet(['rig', 'list', '--json'], folder);
    expect(JSON.parse(list.out)).toMatchObject({ version: 1, plans: expect.anything() });
  });
});

test('settings that are printed are settings that are good', async () => {
  await inFolder(async folder => {
    const printed = await islet(['settings', 'print'], folder);
    writeFileSync(join(folder, 'mine.toml'), printed.out);
    const checked = await islet(['settings', 'check', 'mine.toml', '--json'], folder);
    const told = { version: 1, glucoseUnit: 'mg/dL', settings: exampleSettings };
    expect(JSON.parse(checked.out)).toEqual(told);
    writeFileSync(join(folder, 'good.jsonl'), await journal());
    const inForce = await islet(['settings', 'print', '--journal', 'good.jsonl'], folder);
    expect(inForce.out).toBe(printed.out);
  });
});

test('the process ends with the code of the command, its data on one stream and its words on the other', async () => {
  await inFolder(async folder => {
    writeFileSync(
      join(folder, 'bad.jsonl'),
      rewritten(await journal(), entry => ({ ...entry, state: '0123456789abcdef' }), 4),
    );
    const [differs, refused, good] = await Promise.all([
      spawnIslet(['replay', 'bad.jsonl', '--check'], folder).ended,
      spawnIslet(['start', '--speed', 'fast'], folder).ended,
      spawnIslet(['--version'], folder).ended,
    ]);
    expect(differs).toMatchObject({
      code: EXIT.failed,
      out: expect.stringMatching(/^Replay differs: step 3/),
    });
    expect(refused).toMatchObject({
      code: EXIT.badInput,
      out: '',
      err: expect.stringContaining('--speed = "fast"'),
    });
    expect(good).toMatchObject({ code: EXIT.ok, err: '', out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
