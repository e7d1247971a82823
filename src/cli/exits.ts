/** Why the process ends, as a number that a script can read. Documented in `islet help`, tested in test/cli. */
export const EXIT = {
  /** All is well. */
  ok: 0,
  /** A check failed, or the pump did: a journal that replays differently, an internal fault. */
  failed: 1,
  /** Wrong usage or bad input: an option, a settings file, a trace, a journal, a fact. */
  badInput: 2,
  /** This machine cannot do it: no free port, no permission, disk full, Node too old. */
  environment: 3,
  /** A real device or instrument cannot be reached or gave up. */
  device: 4,
  /** Not finished, and can be gone on with. */
  incomplete: 5,
  /** Ended by Ctrl-C or a termination signal, in an orderly way. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A number from outside the command line as one of its codes; an unknown one is our defect, and throws. */
export const exitCodeOf = (number: number): ExitCode => {
  const code = Object.values(EXIT).find(known => known === number);
  if (code === undefined) throw new RangeError(`${number} is no exit code of islet`);
  return code;
};

/** What each code means, for the help. */
export const EXIT_WORDS: readonly (readonly [ExitCode, string])[] = [
  [EXIT.ok, 'all is well'],
  [EXIT.failed, 'a check failed, or the pump did'],
  [EXIT.badInput, 'wrong usage or bad input'],
  [EXIT.environment, 'this machine cannot do it (port, permission, disk, Node)'],
  [EXIT.device, 'a device or instrument failed'],
  [EXIT.incomplete, 'not finished; can be gone on with'],
  [EXIT.interrupted, 'interrupted'],
];

/** The end of a command that a person must know of: said in these words, without a stack, with this code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exit: ExitCode;
  constructor(exit: ExitCode, message: string) {
    super(message);
    this.exit = exit;
  }
}
