import { CommanderError } from 'commander';
import { isChartRefusal } from '../verify/chartRefusal.ts';
import { EXIT, type ExitCode, Refusal } from './exits.ts';
import type { Io } from './io.ts';
import { program } from './program.ts';

/** Runs one command line and says how it ended. Bad input is told in words; only a defect shows a stack. */
export const islet = async (args: readonly string[], io: Io): Promise<ExitCode> => {
  let exit: ExitCode = EXIT.ok;
  const commands = program(io, code => {
    exit = code;
  });
  try {
    // Without a command the list of commands is what was asked for.
    if (args.length === 0) commands.outputHelp();
    else await commands.parseAsync(args, { from: 'user' });
    return exit;
  } catch (failure) {
    if (failure instanceof Refusal) {
      io.say(failure.message);
      return failure.exit;
    }
    if (isChartRefusal(failure)) {
      io.say(`${failure.message}. ${MEND_CHART}`);
      return EXIT.badInput;
    }
    // Commander has already said what was wrong, or has shown the help that was asked for.
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    io.say(
      `Islet itself has failed: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
    );
    return EXIT.failed;
  }
};

/** A chart is nobody's defect but that of whoever wrote it: it can be mended there. */
const MEND_CHART =
  'Nothing of a chart is approximated: say it in another way (specs/decisions/0011-exploration-by-tables.md), and ask again.';
