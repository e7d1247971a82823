import type { MachineId } from './protocol.ts';

/** That a safety property was broken, and by which step: what lanes and charts mark. Plain data. */
export type PropertyMark = {
  /** The property in its own words, as `specs/properties` has it. */
  readonly property: string;
  readonly machine: MachineId;
  /** Id of the state that was entered or of the transition that was taken, as the chart file has them. */
  readonly id: string;
  readonly atMonoMs: number;
};
