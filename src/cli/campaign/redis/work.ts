import { EXIT, type ExitCode } from '../../exits.ts';
import type { Io } from '../../io.ts';
import { serving } from './serve.ts';

/** Does cells for whoever puts them into this Redis, until it is interrupted. */
export const work = async (url: string, atOnce: number, io: Io): Promise<ExitCode> => {
  const own = await serving(url, atOnce, io.say);
  io.say(
    `Does cells of campaigns, ${atOnce} at the same time. Ctrl-C ends it; a cell that is under way is then another's.`,
  );
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await own.end();
  return EXIT.ok;
};
