import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { listRig } from '../../hardware/rig/command.ts';
import { faultOf } from '../../hardware/rig/run/faults.ts';
import type { Io } from '../../src/cli/io.ts';
import { program } from '../../src/cli/program.ts';
import { startOptions } from '../../src/cli/start/options.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The whole command line, saying nothing but to `out`. */
const silent = (out: (line: string) => void): Command => {
  const io: Io = { out, say: () => {}, isTerminal: false, env: {} };
  return program(io, () => {});
};

/** A command with all below it. */
const withChildren = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(child => withChildren(child)),
];

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

/** The examples that a command's help begins with, without what is said about each. */
const examplesOf = (command: Command, printed: () => string): readonly string[] => {
  command.outputHelp();
  const [, examples = ''] = printed().split('Examples:\n');
  return (examples.split('\n\n')[0] ?? '')
    .split('\n')
    .map(line => line.trim().split(/ {2,}| > /)[0] ?? '')
    .filter(line => line !== '');
};

const all = (): readonly { readonly of: string; readonly examples: readonly string[] }[] => {
  let said: string[] = [];
  const islet = silent(line => said.push(line));
  return withChildren(islet).map(command => {
    said = [];
    return { of: nameOf(command), examples: examplesOf(command, () => said.join('\n')) };
  });
};

/** Parses a line without doing what it says. Throws when it would be refused as usage. */
const parse = async (line: string): Promise<string> => {
  let ran = '';
  const islet = silent(() => {});
  for (const command of withChildren(islet))
    if (command.commands.length === 0)
      command.action((...given: readonly unknown[]) => {
        ran = nameOf(command);
        if (ran === 'islet start') startOptions(command.opts());
        if (ran === 'islet rig run') {
          const { fault, suite } = command.opts<{ readonly fault?: string; readonly suite?: string }>();
          if (suite !== undefined) expect(given[0]).toBeUndefined();
          else expect(listRig().plans.map(({ name }) => name)).toContain(given[0]);
          if (fault !== undefined) expect(faultOf(fault), fault).toBeDefined();
        }
      });
  const [called, ...args] = line.split(' ');
  expect(called).toBe('islet');
  await islet.parseAsync(args, { from: 'user' }).catch((failure: unknown) => {
    if (!(failure instanceof CommanderError && failure.exitCode === 0)) throw failure;
    ran = 'help';
  });
  return ran;
};

test('every command has examples in its help, and each example is taken', async () => {
  const found = all();
  expect(found.filter(({ examples }) => examples.length === 0).map(({ of }) => of)).toEqual([]);
  const examples = found.flatMap(each => each.examples);
  expect(examples.length).toBeGreaterThan(40);
  for (const example of examples) expect(await parse(example), example).not.toBe('');
});

test.each([
  'islet start --motor /dev/a --encoder /dev/b --force /dev/c --settings my.toml',
  'islet start --nonsense',
  'islet settings check',
  'islet nowhere',
])('an example that is refused is found: %s', async line => {
  await expect(parse(line)).rejects.toThrow();
});

test('every command that a person can give is in the README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const leaves = withChildren(silent(() => {})).filter(({ commands }) => commands.length === 0);
  // Not for a person: `islet start` starts it.
  const given = leaves.map(nameOf).filter(name => name !== 'islet supervisor');
  expect(given.length).toBeGreaterThan(12);
  expect(given.filter(name => !readme.includes(`\`${name}`))).toEqual([]);
});
