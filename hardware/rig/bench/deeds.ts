import type { MonoMs } from '../../../src/domain/units.ts';
import { decodeReply, REGISTER } from '../../encoder/qsb/codec.ts';
import { type FaultyLink, faultyLink } from '../../link/faults.ts';
import { lineSplitter } from '../../link/lines.ts';
import type { TurnWords } from '../../motor/turn.ts';
import { RigTrouble } from '../run/phases.ts';
import { type HeldInputs, heldInputs } from './heldInputs.ts';
import type { TappedLine } from './tapped.ts';
import type { RigTime } from './time.ts';

/** What a rig does to a pump at its own end of the cables, with nothing but them. */
export type Deeds = {
  /** Nothing of the encoder reaches the pump any more; the rig hears it all the same. */
  readonly silenceEncoder: (isSilent: boolean) => void;
  /** The motor is told by the rig to turn by so many microsteps, behind the back of the pump. Rejects with RigTrouble for a make that cannot. */
  readonly turn: (microsteps: number) => Promise<void>;
  /** When the encoder first spoke unasked after the last turn was begun; null when it has not. */
  readonly reportedAt: () => MonoMs | null;
  readonly isHeldDown: HeldInputs;
};

export type DeedsOptions = {
  readonly lines: Readonly<Record<'motor' | 'encoder' | 'bay', TappedLine>>;
  readonly time: RigTime;
  /** Null for a make that has no orders which nobody answers. */
  readonly words: TurnWords | null;
};

export const deedsOn = ({
  lines,
  time,
  words,
}: DeedsOptions): { readonly encoder: FaultyLink; readonly deeds: Deeds } => {
  const encoder = faultyLink(lines.encoder.pump, time.clock);
  /** Undefined before the screw was turned. */
  let reported: MonoMs | null | undefined;
  const split = lineSplitter(text => {
    const reply = decodeReply(text);
    if (reply?.kind === 's' && reply.register === REGISTER.count && reported === null)
      reported = time.clock.now();
  });
  lines.encoder.listen((direction, bytes) => {
    if (direction === 'toHost') split(bytes);
  });
  return {
    encoder,
    deeds: {
      silenceEncoder: isSilent => {
        if (isSilent) encoder.fault('toHost', { kind: 'silent' });
        else encoder.heal();
      },
      turn: async microsteps => {
        if (words === null)
          throw new RigTrouble('this make of motor cannot be turned behind its pump’s back');
        const { prepare, stableAfter, go } = words(microsteps);
        for (const bytes of prepare) lines.motor.say(bytes);
        await time.wait(stableAfter);
        reported = null;
        for (const bytes of go) lines.motor.say(bytes);
      },
      reportedAt: () => reported ?? null,
      isHeldDown: heldInputs(lines.bay),
    },
  };
};
