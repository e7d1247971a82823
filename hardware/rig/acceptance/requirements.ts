import { type RequirementId, requirements } from '../../../specs/requirements/index.ts';
import { wasCutShort } from '../run/phases.ts';
import type { PhaseRecord, RigRecord } from '../run/record.ts';

/** What this rig can measure from outside of the pump. Each of them must have a measurement, or the run is an error. */
export const RIG_VERIFIABLE: readonly RequirementId[] = [
  'SR-002',
  'SR-003',
  'SR-004',
  'SR-005',
  'SR-006',
  'SR-007',
  'SR-008',
  'SR-011',
  'SR-012',
  'SR-018',
  'SR-021',
  'SR-023',
  'SR-025',
  'SR-026',
  'SR-030',
  'SR-034',
  'SR-035',
  'SR-036',
  'SR-037',
  'SR-053',
  'SR-054',
  'SR-056',
  'SR-057',
  'SR-058',
  'SR-059',
  'SR-060',
  'SR-062',
  'SR-063',
  'SR-080',
  'SR-087',
  'SR-089',
  'SR-091',
];

type Row = RigRecord['requirements'][number];

const isOfPump = ({ outcome }: PhaseRecord): boolean => outcome === 'FAIL' || outcome === 'TIMEOUT';

/** Every requirement of the pump: what was found of it, or why this rig cannot say. */
export const requirementRows = (
  phases: readonly PhaseRecord[],
  /** Why this rig cannot measure a requirement that others can. */
  lacks: ReadonlyMap<string, string> = new Map(),
  /** Which requirements each phase measures, by its name. */
  covers: ReadonlyMap<string, readonly string[]> = new Map(),
): readonly Row[] =>
  requirements.map(({ id, rig, verified }): Row => {
    const found = phases
      .flatMap(({ measurements }) => measurements)
      .filter(measurement => measurement.requirements.includes(id));
    if (found.some(({ outcome }) => outcome === 'FAIL')) return { id, verdict: 'FAIL', reason: null };
    // What was measured elsewhere, or before it was cut short, is not the whole of it.
    const broken = phases.filter(each => wasCutShort(each) && covers.get(each.name)?.includes(id));
    const [worst] = [...broken.filter(isOfPump), ...broken];
    if (worst !== undefined)
      return {
        id,
        verdict: isOfPump(worst) ? 'FAIL' : 'EMPTY',
        reason: `${worst.name}: ${worst.reason ?? worst.outcome}`,
      };
    if (found.length > 0) return { id, verdict: 'PASS', reason: null };
    const lack = lacks.get(id);
    if (lack !== undefined) return { id, verdict: 'NOT COVERED', reason: lack };
    if (RIG_VERIFIABLE.includes(id))
      return {
        id,
        verdict: 'EMPTY',
        reason: 'the rig can measure it, and this run did not: look at its phases',
      };
    return {
      id,
      verdict: 'NOT COVERED',
      reason:
        rig === undefined
          ? `this rig has no instrument for it; shown without one: ${verified.join(', ')}`
          : `it needs a part that this rig has not: ${rig}`,
    };
  });
