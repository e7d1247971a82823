import type { AlarmName } from '../../src/domain/alarms.ts';
import type { RequirementId } from '../requirements/index.ts';

/**
 * What commercial pumps and reference models offer, row by row as the pump domain lists it (1A basal and
 * bolus, 1D safety functions, 1E life-cycle and data), with what Islet does about it. A row is covered
 * by states, alarms, limits and requirements that exist, or excluded with a reason.
 */
export type Feature = {
  readonly section: '1A' | '1D' | '1E';
  readonly row: string;
  /** What Islet does, in a sentence. */
  readonly ours: string;
  /** States by id, of any chart. */
  readonly states: readonly string[];
  readonly alarms: readonly AlarmName[];
  /** Names in the hard limits or in the settings. */
  readonly limits: readonly string[];
  readonly req: readonly [RequirementId, ...RequirementId[]];
  /** Files of tests and stories that show it; each requirement of the row is named in one of them. */
  readonly tests: readonly [TestFile, ...TestFile[]];
  /** The part that is not ours, and why. */
  readonly excluded?: string;
  /** What is not built yet, where each requirement of the row waits in part. */
  readonly missing?: string;
};

type TestFile = `test/${string}.test.ts` | `specs/scenarios/${string}.txt`;
