/** Where a command talks to: data go to `out`, everything a person reads on the way to `say`. */
export type Io = {
  /** One line of data, to standard output. */
  readonly out: (line: string) => void;
  /** One line for a person, to standard error. */
  readonly say: (line: string) => void;
  /** Whether a person sits at a terminal. */
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** The streams of this process. */
export const processIo = (): Io => ({
  out: line => void process.stdout.write(`${line}\n`),
  say: line => void process.stderr.write(`${line}\n`),
  isTerminal: process.stderr.isTTY === true,
  env: process.env,
});

/** Whether to colour: not when NO_COLOR is set, the terminal is dumb or it is none; FORCE_COLOR says yes. */
export const wantsColour = ({ isTerminal, env }: Io): boolean => {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
};
