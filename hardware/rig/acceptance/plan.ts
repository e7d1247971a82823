import type { Clock } from '../../../src/ports.ts';
import type { SuiteResult } from '../paths/suite.ts';
import type { RigProfile } from '../profile/schema.ts';
import { glucosePathsPhase } from '../run/glucosePaths.ts';
import { type Phase, type PhaseTools, RigTrouble } from '../run/phases.ts';
import { pathsPhase } from '../run/smoke.ts';
import type { Stand } from '../run/stand.ts';
import { attested, NO_BASAL, tornDown } from '../run/standing.ts';
import { behindPhases } from './behind.ts';
import { blockingPhases } from './blocking.ts';
import { bolusPhase } from './boluses.ts';
import { buttonPhases } from './button.ts';
import { basalPhase, flowPhase } from './delivery.ts';
import { glucosePhases, serviceAttested } from './glucose.ts';
import type { Keep } from './keep.ts';
import { paceOf } from './pace.ts';
import { stoppingPhases } from './stopping.ts';

export type AcceptanceOptions = {
  readonly stand: Stand;
  readonly profile: RigProfile;
  readonly keep: Keep;
  readonly suite: (result: SuiteResult) => void;
  readonly tell: (line: string) => void;
  readonly time: Clock;
  readonly failures: () => number;
};

/** The whole of what this rig can say of a pump: the generated suite, then every measurement. */
export const acceptancePlan = ({
  stand,
  profile,
  keep,
  suite,
  tell,
  time,
  failures,
}: AcceptanceOptions): readonly Phase[] => {
  const around = { stand, profile, keep, pace: paceOf(time, tell, failures) };
  return [
    attested(stand),
    {
      name: 'attest the balance',
      group: 'setup',
      deadlineMs: 30_000,
      run: tools => balanceAttested(stand, tools),
    },
    ...serviceAttested(profile),
    pathsPhase(stand, tell, suite),
    glucosePathsPhase(stand, tell),
    ...stoppingPhases(stand),
    ...behindPhases(stand),
    ...buttonPhases(stand, keep),
    ...glucosePhases(stand),
    ...blockingPhases(stand, profile),
    bolusPhase(around),
    flowPhase(around),
    ...profile.method.basalRatesUPerHour.map(rate => basalPhase(around, rate)),
    ...tornDown(stand),
  ];
};

const balanceAttested = (stand: Stand, { measure }: PhaseTools): Promise<void> =>
  stand.withPump({ settings: NO_BASAL }, async ({ balance, time }) => {
    const { serial, troubles } = await time.answered(balance.attest());
    const [trouble] = troubles;
    if (trouble !== undefined) throw new RigTrouble(trouble.message);
    measure({
      name: 'balance that answered as itself',
      value: serial === stand.profile.devices.balance.ownSerial ? 1 : 0,
      unit: 'balances',
      least: 1,
      most: 1,
      uncertainty: 0,
      instrument: 'serial line of the balance',
    });
  });
