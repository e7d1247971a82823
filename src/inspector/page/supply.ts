import { countsIn } from '../../domain/drive.ts';
import { PULSE } from '../../domain/pulses.ts';
import type { Column } from './history.ts';

/** Counts of the encoder for a unit of insulin. Pictures alone are drawn with fractions. */
const COUNTS_PER_U = countsIn((1_000 * 1_000_000) / PULSE) / 1_000;

/** Of the motor's column: reservoir U, insulin commanded U, insulin given as the encoder saw it U, both since the journal began. Pure. */
export const supplyIn = ({
  times,
  values: [commanded = [], counted = [], , reservoir = []],
}: Column): Column => {
  const inUnits = (counts: readonly (number | null)[]): readonly (number | null)[] =>
    counts.map(each => (each === null ? null : each / COUNTS_PER_U));
  return { times, values: [reservoir, inUnits(commanded), inUnits(counted)] };
};
