import type { GlucoseUnit } from '../../src/domain/glucoseUnits.ts';
import type { TraceProblem } from './problem.ts';

/** A reading as the file spells it. `line` is null where the format has no lines to speak of. */
export type Row = {
  readonly line: number | null;
  /** Where the value is, for messages: `value`, or `glucoseHistory[3].value`. */
  readonly field: string;
  readonly timeField: string;
  readonly time: string;
  readonly atMs: number;
  readonly value: number;
  readonly unit: GlucoseUnit;
};

/** What a format reader gives: its rows in the order of the file, or the first thing that is wrong. */
export type ReadRows =
  | { readonly ok: true; readonly rows: readonly Row[] }
  | { readonly ok: false; readonly problem: TraceProblem };
