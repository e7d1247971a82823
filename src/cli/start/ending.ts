import type { Clock } from '../../ports.ts';

/** Why a run ends. */
export type End =
  | { readonly kind: 'operator' | 'signal'; readonly name: string }
  | { readonly kind: 'defect'; readonly error: unknown };

/** Whatever moves. */
type Stoppable = { readonly motor: { readonly stop: () => void } };

/** npm passes on a Ctrl-C that this process has had from the terminal already; nobody presses it twice so fast. */
const ONE_PRESS_MS = 500;

const SIGNALS = { SIGINT: 'operator', SIGTERM: 'signal', SIGHUP: 'signal' } as const;

/**
 * Resolves with the first reason to end: Ctrl-C, a termination signal, or a defect that nobody caught.
 * A second signal does not wait: the motor is told to stop once more, and the process is gone.
 */
export const firstEnd = (desk: Clock, devices: Stoppable, forced: (exit: 130) => void): Promise<End> =>
  new Promise(resolve => {
    let endingSince: number | null = null;
    const end = (reason: End): void => {
      if (endingSince === null) {
        endingSince = desk.now();
        resolve(reason);
        return;
      }
      if (reason.kind === 'defect' || desk.now() - endingSince < ONE_PRESS_MS) return;
      devices.motor.stop();
      forced(130);
    };
    for (const [name, kind] of Object.entries(SIGNALS)) process.on(name, () => end({ kind, name }));
    const defect = (error: unknown): void => {
      try {
        // Before anything else is thought about.
        devices.motor.stop();
      } catch {
        // A throw in here would end the process at once; the safe stop that follows tries again.
      }
      end({ kind: 'defect', error });
    };
    process.on('uncaughtException', defect);
    process.on('unhandledRejection', defect);
  });
