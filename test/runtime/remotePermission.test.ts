import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const PARENT = 'ab12cd34ef56ab78';

/** A pump that delivers, and a remote that may ask for one bolus. */
const permitted = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.give({ type: 'remote.paired', principal: PARENT, role: 'controller' });
  await pump.give({ type: 'remote.permissionRequested', principal: PARENT, bolus: `${PARENT}-1` });
  expect(pump.runtime.state().ledger.remote.permission).toMatchObject({ principal: PARENT });
  return pump;
};

/** Each way in which delivery stops: a person, the remote itself, the cartridge, an alarm of a small machine. */
const STOPS: readonly (readonly [string, Fact])[] = [
  ['a suspension', { type: 'suspend.requested' }],
  ['a suspension from afar', { type: 'suspend.requested', origin: 'remote' }],
  ['a cartridge change', { type: 'change.requested' }],
  ['a cartridge that is pulled out', { type: 'cartridge.removed' }],
  ['a depleted battery', { type: 'battery.measured', percent: 0, millivolts: 3_000, minutesLeft: 0 }],
  ['a failed check', { type: 'check.failed', item: 'program', reason: 'planted' }],
];

describe('a permission of a remote', () => {
  test.each(STOPS)('SR-110 SR-031 %s takes it back', req('SR-110', 'SR-031'), async (_title, stop) => {
    const pump = await permitted();
    await pump.give(stop);
    expect(pump.runtime.state().ledger.delivering).toBe(false);
    expect(pump.runtime.state().ledger.remote.permission).toBeNull();
  });

  test('SR-110 a force that blocks the line takes it back', req('SR-110'), async () => {
    const pump = await permitted();
    await pump.give({ type: 'force.measured', forceMn: 40_000 });
    expect(pump.runtime.state().pump.matches({ occlusion: 'occluded' })).toBe(true);
    expect(pump.runtime.state().ledger.remote.permission).toBeNull();
  });
});
