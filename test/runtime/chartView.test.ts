import { expect, test } from 'vitest';
import { viewOf } from '../../src/runtime/chartView.ts';
import { blankState, type PumpSnapshot } from '../../src/runtime/state.ts';
import { regionValues, withValues } from '../support/chartValues.ts';
import { req } from '../support/req.ts';

const delivering = (): PumpSnapshot =>
  withValues(blankState().pump, { life: 'operating', supply: 'ready', permission: 'delivering' });
const filling = (): PumpSnapshot =>
  withValues(blankState().pump, {
    life: 'operating',
    supply: { changing: 'fillingCannula' },
    permission: 'suspendedForChange',
  });

/** What is so in a chart that is as `among`, but for this value of this region, in the words of the requirements. */
const expected = (among: 'delivering' | 'filling', region: string, value: string) => {
  const fills = value.includes('primingTubing') || value.includes('fillingCannula');
  const is = (name: string, values: readonly string[]) => region === name && values.includes(value);
  const isnt = (name: string, values: readonly string[]) => region === name && !values.includes(value);
  return {
    isStopped: is('conditions', ['"stopped"']),
    isFailSafe: is('life', ['"failSafe"']),
    isDelivering: region === 'permission' ? value === '"delivering"' : among === 'delivering',
    isMoving: is('motor', ['{"underway":"moving"}']),
    mayDeliver:
      among === 'delivering' &&
      !isnt('life', ['"operating"']) &&
      !isnt('supply', ['"ready"']) &&
      !isnt('permission', ['"delivering"']) &&
      !isnt('conditions', ['"clear"']) &&
      !is('occlusion', ['"occluded"']) &&
      !is('reservoir', ['"empty"']),
    mayPrime:
      (region === 'supply' ? fills : among === 'filling') &&
      !isnt('life', ['"operating"']) &&
      !is('reservoir', ['"empty"']),
    isStoppedByAlarm:
      is('life', ['"failSafe"']) ||
      is('permission', ['"suspendedByAlarm"']) ||
      is('motor', ['"uncertain"']) ||
      is('occlusion', ['"occluded"']) ||
      is('reservoir', ['"empty"']),
  };
};

test.each(['delivering', 'filling'] as const)(
  'SR-118 what invariants see of a chart that is %s is so by each value of each region alone',
  req('SR-118'),
  among => {
    const chart = among === 'delivering' ? delivering() : filling();
    let seen = 0;
    for (const [region, values] of regionValues)
      for (const value of values) {
        const is = JSON.stringify(value);
        // Operating is a state of its own, with states within.
        const spelt = region === 'life' && is.includes('operating') ? '"operating"' : is;
        expect(viewOf(withValues(chart, { [region]: value })), `${region} ${is}`).toEqual(
          expected(among, region, spelt),
        );
        seen += 1;
      }
    expect(seen).toBeGreaterThan(40);
  },
);
