import type { Devices } from '../../ports.ts';

/** Why a run ends. */
export type End =
  | { readonly kind: 'operator' | 'signal'; readonly name: string }
  | { readonly kind: 'defect'; readonly error: unknown };

const SIGNALS = { SIGINT: 'operator', SIGTERM: 'signal', SIGHUP: 'signal' } as const;

/**
 * Resolves with the first reason to end: Ctrl-C, a termination signal, or a defect that nobody caught.
 * The second one does not wait: the motor is told to stop once more, and the process is gone.
 */
export const firstEnd = (devices: Devices, forced: (exit: 130) => void): Promise<End> =>
  new Promise(resolve => {
    let ending = false;
    const end = (reason: End): void => {
      if (!ending) {
        ending = true;
        resolve(reason);
        return;
      }
      devices.motor.stop();
      if (reason.kind !== 'defect') forced(130);
    };
    for (const [name, kind] of Object.entries(SIGNALS)) process.on(name, () => end({ kind, name }));
    const defect = (error: unknown): void => {
      // Before anything else is thought about.
      devices.motor.stop();
      end({ kind: 'defect', error });
    };
    process.on('uncaughtException', defect);
    process.on('unhandledRejection', defect);
  });
