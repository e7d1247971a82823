import { realClock } from '../../clock/real.ts';
import { MOTORS } from '../profile/motors.ts';
import { devicesIn, type RigProfile } from '../profile/schema.ts';
import { paperStand } from '../run/stand.ts';
import { acceptancePlan } from './plan.ts';
import { RIG_VERIFIABLE, requirementRows } from './requirements.ts';

const minutes = (ms: number): string => (ms < 60_000 ? `${ms / 1_000} s` : `${Math.ceil(ms / 60_000)} min`);

/** What an acceptance run would do, for a person: its phases in order, and what it can and cannot verify. */
export const planLines = (profile: RigProfile): readonly string[] => {
  const time = realClock();
  time.close();
  const nothing = (): void => {};
  const phases = acceptancePlan({
    stand: paperStand(profile),
    profile,
    keep: { curve: nothing, weights: nothing, note: nothing },
    suite: nothing,
    tell: nothing,
    time,
    failures: () => 0,
  });
  const uncovered = requirementRows([]).filter(({ verdict }) => verdict === 'NOT COVERED');
  const { setUp, whenHalted } = MOTORS[profile.devices.motor.kind];
  return [
    `station ${profile.station}, operator ${profile.operator}, pump ${profile.pump.serial}`,
    ...devicesIn(profile).map(([name, { kind, port }]) => `${name.padEnd(8)} ${kind} on ${port}`),
    ...(profile.cgm === undefined
      ? []
      : [
          `cgm      ${profile.cgm.kind}, served on TCP port ${profile.cgm.tcpPort === 0 ? 'any' : profile.cgm.tcpPort} of this machine`,
        ]),
    `the motor must be set up so, and is refused otherwise: ${setUp.join(', ')}`,
    ...phases.map(
      ({ group, name, deadlineMs, lastsMs = 0 }) =>
        `${group.padEnd(8)} ${name} (at most ${minutes(deadlineMs)}; in real time ${minutes(deadlineMs + lastsMs)})`,
    ),
    `${RIG_VERIFIABLE.length} requirements get a verdict: ${RIG_VERIFIABLE.join(', ')}`,
    ...(whenHalted.unsaid === null ? [] : [`not covered: ${whenHalted.unsaid}`]),
    ...uncovered.map(({ id, reason }) => `not covered: ${id}: ${reason}`),
  ];
};
