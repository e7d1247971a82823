import { realClock } from '../../clock/real.ts';
import type { RigProfile } from '../profile/schema.ts';
import { standOf } from '../run/stand.ts';
import { acceptancePlan } from './plan.ts';
import { RIG_VERIFIABLE, requirementRows } from './requirements.ts';

/** What an acceptance run would do, for a person: its phases in order, and what it can and cannot verify. */
export const planLines = (profile: RigProfile): readonly string[] => {
  const time = realClock();
  time.close();
  const nothing = (): void => {};
  const phases = acceptancePlan({
    stand: standOf('memory', null, new AbortController().signal),
    profile,
    keep: { curve: nothing, weights: nothing, note: nothing },
    suite: nothing,
    tell: nothing,
    time,
    failures: () => 0,
  });
  const uncovered = requirementRows([]).filter(({ verdict }) => verdict === 'NOT COVERED');
  return [
    `station ${profile.station}, operator ${profile.operator}, pump ${profile.pump.serial}`,
    ...Object.entries(profile.devices).map(
      ([name, { kind, port }]) => `${name.padEnd(8)} ${kind} on ${port}`,
    ),
    ...phases.map(
      ({ group, name, deadlineMs }) => `${group.padEnd(8)} ${name} (at most ${deadlineMs / 1_000} s)`,
    ),
    `${RIG_VERIFIABLE.length} requirements get a verdict: ${RIG_VERIFIABLE.join(', ')}`,
    ...uncovered.map(({ id, reason }) => `not covered: ${id}: ${reason}`),
  ];
};
