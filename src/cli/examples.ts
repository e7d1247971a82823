import type { Command } from 'commander';

/** Examples come before everything else in a command's help. */
export const examplesFirst = (command: Command, examples: readonly string[]): Command =>
  command.addHelpText('before', `Examples:\n${examples.map(example => `  ${example}`).join('\n')}\n`);
