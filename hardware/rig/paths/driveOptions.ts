import type { Observed } from '../../../src/runtime/run.ts';
import type { PumpBench } from './pumpOnBench.ts';
import type { SimulatedBenchOptions } from './simulated/bench.ts';

/** How a pump is driven along a path, and what is held against it. */
export type DriveOptions = Omit<SimulatedBenchOptions, 'watch'> & {
  /** Where the pump stands, if not among simulated devices of this process; then those options are of no use. */
  readonly on?: (watch: (step: Observed) => void) => PumpBench;
  /** Judges from outside alone: the chart's own state is not compared. */
  readonly fromOutside?: true;
  /** The pump that ships takes the same facts beside it. */
  readonly beside?: true;
  /** The pump goes on for so long, ms, once the path is over. */
  readonly goesOnMs?: number;
};
