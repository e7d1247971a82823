import { qsbLook } from '../../../encoder/qsb/look.ts';
import { weighingOf } from '../../acceptance/bench.ts';
import { type HeldInputs, heldInputs } from '../../bench/heldInputs.ts';
import type { BareLines } from '../../bench/session.ts';
import type { RigProfile } from '../../profile/schema.ts';
import type { Finding } from '../looks.ts';
import { type Cell, cellBehind } from './cell.ts';
import { type Scale, scaleBelow } from './scale.ts';

/** What a rig holds against a path beside its encoder and what the pump shows: on one set of lines, for one pump after the other. */
export type PathInstruments = {
  /** The count of the encoder, or why it is not known. */
  readonly count: ReturnType<typeof qsbLook>;
  readonly isHeldDown: HeldInputs;
  readonly cell: Cell;
  /** Null where nobody waits for a balance. */
  readonly scale: Scale | null;
};

/** Whether paths are weighed, too: then what the beaker loses is measured before the first, and each takes some minutes more. */
export type Weighs = 'weighed' | 'unweighed';

export const instrumentsOn = (on: BareLines, profile: RigProfile, weighs: Weighs): PathInstruments => ({
  count: qsbLook(on.lines.encoder, on.time.clock),
  isHeldDown: heldInputs(on.lines.bay),
  cell: cellBehind(on),
  scale:
    weighs === 'unweighed'
      ? null
      : scaleBelow({
          balance: on.balance,
          time: on.time,
          profile: weighingOf(profile),
          evaporationMinutes: profile.method.evaporationMinutes,
        }),
});

/** Findings that wait until somebody takes them. */
export const basket = () => {
  const found: Finding[] = [];
  return {
    add: (...more: readonly Finding[]): void => void found.push(...more),
    taken: () => found.splice(0),
  };
};
