import { expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

/** Found by a walk: the ledger took the cartridge for unprepared, the chart went on, and the gate threw. */
const LOST: Fact = { type: 'journal.setAside', kept: 'journal-1', reason: 'line 7 does not follow line 6' };

test(
  'SR-072 SR-002 a pump that is on stops for good when its record is set aside',
  req('SR-072'),
  async () => {
    const pump = await corePump();
    await pump.give({ type: 'resume.requested' });
    await pump.wait(600_000);
    const moved = pump.devices.moved();
    await pump.give(LOST);
    expect(pump.steps.at(-1)?.state.pump.matches({ life: 'failSafe' })).toBe(true);
    expect(pump.shown().map(({ alarm }) => alarm)).toContain('internalFault');
    await pump.give({ type: 'alarm.acknowledged', alarm: 'internalFault' }, { type: 'resume.requested' });
    await pump.wait(600_000);
    expect(pump.devices.moved()).toBe(moved);
    expect(moved).toBeGreaterThan(0);
  },
);
