import type { Fact } from '../../../src/domain/facts.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { random } from '../../fuzz/random.ts';
import { does, HOUR_MS, loops, MINUTE_MS, reads, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot } from './spot.ts';
import { type Tale, worn } from './tale.ts';

const SEEN: Fact = { type: 'alarm.acknowledged', alarm: 'lowPredicted' };

const isWithheld = ({ state }: Spot): boolean => state.machines.lowSuspend.matches({ basal: 'withheld' });
/** So many readings, each five minutes after the one before, until this holds. */
const readsUntil = (from: Spot, mgPerDl: number, most: number, holds: (spot: Spot) => boolean): Spot => {
  let spot = from;
  for (let count = 0; count < most && !holds(spot); count += 1)
    spot = pass(reads(spot, mgPerDl), 5 * MINUTE_MS - SECOND_MS);
  return spot;
};

/** Low, so that basal is withheld by this policy. */
const withheld = (lowSuspend: Settings['lowSuspend']): Spot =>
  readsUntil(
    readsUntil(
      does(worn({ lowSuspend, lowSuspendLimitMgDl: 80 }), { type: 'cgm.reported', session: 'active' }),
      120,
      3,
      () => false,
    ),
    62,
    6,
    isWithheld,
  );

const POLICIES = ['atThreshold', 'beforeLow', 'predictive'] as const;
const SOME = 26;

export const OF_GLUCOSE_TOLD: readonly Tale[] = [
  ...POLICIES.flatMap(policy => [
    {
      name: `glucose stays low until nothing more may be withheld: ${policy}, and somebody has answered`,
      told: () =>
        pass(
          readsUntil(does(withheld(policy), SEEN), 62, 2 * SOME, () => false),
          HOUR_MS,
        ),
    },
    ...([true, false] as const).map(isAnswered => ({
      name: `glucose is low again when hardly anything more may be withheld: ${policy}, ${isAnswered ? 'answered' : 'nobody answers'}`,
      told: () => {
        const seen = isAnswered ? does(withheld(policy), SEEN) : withheld(policy);
        const long = pass(
          readsUntil(seen, 62, 22, spot => !isWithheld(spot)),
          2 * MINUTE_MS,
        );
        const over = readsUntil(long, 130, 4, spot => !isWithheld(spot));
        return pass(
          readsUntil(isAnswered ? does(over, SEEN) : over, 62, 8, () => false),
          HOUR_MS,
        );
      },
    })),
    {
      name: `low-glucose suspend is to go by another policy while basal is withheld, and glucose stays low: ${policy}`,
      told: () => {
        const spot = withheld(policy);
        const { settings } = spot.state.ledger;
        if (settings === null) throw new Error('there are no settings to change');
        const lowSuspend = policy === 'beforeLow' ? 'atThreshold' : 'beforeLow';
        const other = does(spot, { type: 'settings.changed', settings: { ...settings, lowSuspend } });
        return pass(
          readsUntil(other, 62, 2 * SOME, () => false),
          HOUR_MS,
        );
      },
    },
    {
      name: `nobody wants low-glucose suspend any more while basal is withheld: ${policy}`,
      told: () => {
        const spot = withheld(policy);
        const { settings } = spot.state.ledger;
        if (settings === null) throw new Error('there are no settings to change');
        const off = does(spot, { type: 'settings.changed', settings: { ...settings, lowSuspend: 'off' } });
        return pass(
          readsUntil(off, 62, 3, () => false),
          20 * MINUTE_MS,
        );
      },
    },
  ]),
  {
    name: 'a controller answers after 20 s, and the host stands still until its reading has just been lost',
    told: () => {
      const looping = pass(loops({ ...worn(), controller: 'steady' }, random(1)), MINUTE_MS);
      const asked = reads(pass({ ...looping, controller: 'silent' }, 5 * MINUTE_MS - SECOND_MS), 121);
      const spot = does(pass(asked, 20 * SECOND_MS), {
        type: 'controller.answered',
        question: asked.state.ledger.automation.question?.number ?? 1,
        basal: { rateUuPerHour: 500_000, lengthMs: 120 * MINUTE_MS },
        bolusUu: 0,
        validMs: 30 * MINUTE_MS,
        terms: [],
      });
      return pass({ ...spot, nowMs: asked.nowMs + 20 * MINUTE_MS + 10 * SECOND_MS }, 10 * MINUTE_MS);
    },
  },
];
