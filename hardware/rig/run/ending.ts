/** What ends a run from outside. A terminal that is closed says SIGHUP; a service that is stopped SIGTERM. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const DEFECTS = ['uncaughtException', 'unhandledRejection'] as const;

/** For good: what was under way when the run ended may still write to a terminal that is gone. */
const deaf = (): void => {};

export type Ending = {
  /** Aborted by the first thing that ends the run. */
  readonly signal: AbortSignal;
  /** Listens no longer. */
  readonly forget: () => void;
};

/**
 * One way out for everything that ends a run: the signal is aborted once, the teardown follows, motor first. A defect of our own is
 * told in a line; a write to a terminal that is gone ends nothing.
 */
export const untilEnded = (tell: (line: string) => void): Ending => {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  const crash = (defect: unknown): void => {
    if (isGoneTerminal(defect)) return;
    tell(`a defect ended the run: ${defect instanceof Error ? defect.message : String(defect)}`);
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  for (const defect of DEFECTS) process.on(defect, crash);
  for (const stream of [process.stdout, process.stderr])
    if (!stream.listeners('error').includes(deaf)) stream.on('error', deaf);
  return {
    signal: controller.signal,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
      for (const defect of DEFECTS) process.off(defect, crash);
    },
  };
};

const isGoneTerminal = (defect: unknown): boolean =>
  defect instanceof Error && 'code' in defect && (defect.code === 'EPIPE' || defect.code === 'EIO');
