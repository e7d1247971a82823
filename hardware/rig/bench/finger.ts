import { RigTrouble } from '../run/phases.ts';
import type { Hands } from './hands.ts';
import type { HeldInputs } from './heldInputs.ts';
import { WIRED } from './stimuli.ts';
import type { RigTime } from './time.ts';

/** The board says each change by itself, at once. */
const SEEN_MS = 500;

export type FingerOptions = {
  readonly hands: Pick<Hands, 'set'>;
  readonly time: Pick<RigTime, 'until'>;
  readonly isHeldDown: HeldInputs;
  /** The input of the board that the button holds down. */
  readonly input: number;
};

/**
 * Presses the button of a pump or lets it go, and sees that this arrives at the board that the pump reads: else nothing that the
 * pump does then says anything of it. Rejects with RigTrouble where it does not.
 */
export const fingerOn =
  ({ hands, time, isHeldDown, input }: FingerOptions): ((isDown: boolean) => Promise<void>) =>
  async isDown => {
    await hands.set('press', isDown);
    if (!(await time.until(() => isHeldDown(input) === isDown, SEEN_MS)))
      throw new RigTrouble(
        `the relay of the button was switched ${isDown ? 'on' : 'off'}, and the board that the pump reads does not say that its input ${input} has changed. Look at the wire between that input, the button and relay ${WIRED.press}.`,
      );
  };
