import type { Fact } from '../../../src/domain/facts.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import { does, HOUR_MS, MINUTE_MS, SECOND_MS } from './glucoseEpisodes.ts';
import { pass, type Spot, settle, take } from './spot.ts';
import { powered, switchedOff, type Tale, worn } from './tale.ts';

const spreads = (amountUu: number, durationMs: number): Fact => ({
  type: 'bolus.requested',
  bolus: 'over time',
  amountUu,
  kind: 'extended',
  durationMs,
});
const withoutBasal: Fact = { type: 'tempBasal.requested', percent: 0, durationMs: HOUR_MS };
const extendedOf = ({ state: { ledger } }: Spot) => {
  const { extended } = ledger.bolus;
  if (extended === null) throw new Error('no extended bolus runs');
  return extended;
};

const leftIn = (spot: Spot): number => extendedOf(spot).requestedUu - extendedOf(spot).deliveredUu;

/** Pulses in the cartridge that are for basal, once the extended bolus has had its own. */
const spareIn = (spot: Spot): number =>
  Math.floor(spot.state.ledger.reservoir.volumeUu / PULSE) - leftIn(spot) / PULSE;

/** Two ends that come in one step. */
export const OF_ENDS: readonly Tale[] = [
  {
    name: 'the time of an extended bolus is over at the moment at which somebody suspends',
    told: () => {
      const half = pass(does(pass(worn(), 4 * MINUTE_MS), spreads(50_000, 30 * MINUTE_MS)), 25 * MINUTE_MS);
      const over = { ...half, nowMs: extendedOf(half).endsAt };
      return pass(does(over, { type: 'suspend.requested' }), MINUTE_MS);
    },
  },
  {
    name: 'the last pulse of an extended bolus empties the cartridge',
    told: () => {
      let spot = does(pass(worn({}, 4_000_000), MINUTE_MS), spreads(2_000_000, 4 * HOUR_MS));
      while (spareIn(spot) > 0) spot = pass(spot, 30 * SECOND_MS);
      return pass(does(spot, withoutBasal), 30 * MINUTE_MS);
    },
  },
  {
    name: 'the line is found blocked by the last pulse of an extended bolus',
    told: () => {
      let spot = does(pass(worn(), 4 * MINUTE_MS), spreads(4 * PULSE, 30 * MINUTE_MS));
      while (leftIn(spot) > PULSE) spot = pass(spot, SECOND_MS);
      spot = does(spot, withoutBasal);
      spot = { ...spot, unanswered: ['force.measured'] };
      while (spot.state.ledger.flight?.phase !== 'verifying') spot = pass(spot, SECOND_MS / 10);
      return pass(take({ ...spot, unanswered: [] }, { type: 'force.measured', forceMn: 20_000 }), MINUTE_MS);
    },
  },
  ...[1_500, 15_000].map(forceMn => ({
    name: `the line is in doubt, and once the power has gone the force is found to be ${forceMn} mN`,
    told: () => {
      const doubted = take(pass(worn(), 4 * MINUTE_MS), { type: 'force.measured', forceMn: 8_000 });
      const off = take(switchedOff(doubted), { type: 'force.measured', forceMn });
      return pass(settle(powered(off)), 4 * MINUTE_MS);
    },
  })),
  {
    name: 'more force than is usual is read once the power has gone, and again when it is back',
    told: () => {
      const hard = { type: 'force.measured', forceMn: 8_000 } as const;
      const off = take(switchedOff(pass(worn(), 4 * MINUTE_MS)), hard);
      const on = pass(settle(powered(off)), 4 * MINUTE_MS);
      return pass(take(on, hard), 2 * MINUTE_MS);
    },
  },
];
