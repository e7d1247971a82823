import { decodeLine, isHigh } from '../../io/numato/codec.ts';
import { lineSplitter } from '../../link/lines.ts';
import type { TappedLine } from './tapped.ts';

/** Whether the board that the pump reads last said that something holds this input down; null when it has said nothing. */
export type HeldInputs = (input: number) => boolean | null;

/** Listens to what that board says, to whomever. */
export const heldInputs = (bay: Pick<TappedLine, 'listen'>): HeldInputs => {
  let inputs: number | null = null;
  const split = lineSplitter(text => {
    const line = decodeLine(text);
    if (line?.kind === 'inputs') inputs = line.bits;
  });
  bay.listen((direction, bytes) => {
    if (direction === 'toHost') split(bytes);
  });
  return input => (inputs === null ? null : !isHigh(inputs, input));
};
