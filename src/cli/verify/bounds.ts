import type { Disk } from './afar.ts';

/** Where a walk ends even if it is not complete. */
export type Bounds = {
  /** States of one system. */
  readonly most: number;
  /** Seconds for the whole command. */
  readonly seconds: number;
  /** Memory of the process, in MB. */
  readonly memoryMb: number;
  /** Only a part of each machine is wanted: what is told beside the exploration is left out. */
  readonly isPart: boolean;
  /** Where states go that are too many for memory; null: nowhere. */
  readonly disk: Disk | null;
};
