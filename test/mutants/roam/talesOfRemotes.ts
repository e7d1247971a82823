import type { Fact } from '../../../src/domain/facts.ts';
import { does, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle } from './spot.ts';
import { AIR, powered, seesAll, switchedOff, type Tale, THIN, worn } from './tale.ts';

const ONE = '0123456789abcdef';
const OTHER = 'fedcba9876543210';

const pairs = (spot: Spot, principal: string): Spot =>
  does(
    spot,
    { type: 'pairing.opened', role: 'controller' },
    { type: 'remote.paired', principal, role: 'controller' },
  );
const paired = (): Spot => pass(pairs(worn(), ONE), SECOND_MS);

const SUSPENDS: Fact = { type: 'suspend.requested', origin: 'remote' };
const RESUMES: Fact = { type: 'resume.requested', origin: 'remote' };
const BY_HAND: Fact = { type: 'resume.requested' };

/** Somebody asks from afar for a bolus; and for this one. */
const wants = (name = 'one', principal = ONE): Fact => ({
  type: 'remote.permissionRequested',
  principal,
  bolus: `${principal}-${name}`,
});
const requests = (spot: Spot, name = 'one', principal = ONE): Spot =>
  pass(
    does(spot, {
      type: 'bolus.requested',
      bolus: `${principal}-${name}`,
      amountUu: 100_000,
      origin: 'remote',
      createdMonoMs: spot.nowMs,
    }),
    MINUTE_MS,
  );

/** What comes between a suspension from afar and the wish to end it from there; and it is ended by hand. */
const INSTEAD: readonly (readonly [string, readonly Fact[]])[] = [
  ['nothing', []],
  ['the same once more', [SUSPENDS]],
  ['a person suspends', [{ type: 'suspend.requested' }]],
  ['an alarm', [THIN, AIR, { type: 'alarm.acknowledged', alarm: 'pressure' }]],
  ['a change', [{ type: 'change.requested' }, { type: 'change.cancelled' }]],
  ['a change is cancelled that nobody wanted', [{ type: 'change.cancelled' }]],
];

/** What comes between a permission and the bolus that it is for. */
const MEANWHILE: readonly (readonly [string, (spot: Spot) => Spot])[] = [
  ['nothing', spot => spot],
  ['a person suspends and resumes', spot => does(spot, { type: 'suspend.requested' }, BY_HAND)],
  ['another wants one', spot => does(spot, wants('two'))],
  ['another is paired', spot => pairs(spot, OTHER)],
  ['a resume that is not needed', spot => does(spot, RESUMES)],
  ['it is switched off', spot => does(pass(settle(powered(switchedOff(spot))), SECOND_MS), BY_HAND)],
];

/** What is done from afar, and what comes between. */
export const OF_REMOTES: readonly Tale[] = [
  ...INSTEAD.map(([what, facts]) => ({
    name: `suspended from afar, then: ${what}`,
    told: () => {
      const so = pass(does(pass(does(paired(), SUSPENDS), SECOND_MS), ...facts), SECOND_MS);
      return pass(does(does(so, RESUMES), BY_HAND), MINUTE_MS);
    },
  })),
  {
    name: 'the button is stuck after it was suspended from afar',
    told: () => {
      const suspended = does(pass(does(paired(), { type: 'button.pressed' }), MINUTE_MS), SUSPENDS);
      const stuck = pass(
        does(seesAll(pass(suspended, 3 * MINUTE_MS)), { type: 'button.released' }),
        MINUTE_MS,
      );
      return pass(does(stuck, RESUMES), MINUTE_MS);
    },
  },
  {
    name: 'a person suspends, and somebody wants to end that from afar',
    told: () =>
      pass(does(paired(), { type: 'suspend.requested' }, RESUMES, SUSPENDS, RESUMES, BY_HAND), MINUTE_MS),
  },
  ...MEANWHILE.map(([what, comes]) => ({
    name: `a bolus is permitted from afar, then: ${what}`,
    told: () => requests(comes(does(paired(), wants()))),
  })),
  {
    name: 'the power goes and comes while a permission holds, in one step',
    told: () => requests(settle(powered(switchedOff(does(paired(), wants()))))),
  },
  {
    name: 'the only remote is unpaired, and something is suspended from afar all the same',
    told: () => pass(does(paired(), { type: 'remote.unpaired', principal: ONE }, SUSPENDS), MINUTE_MS),
  },
];
