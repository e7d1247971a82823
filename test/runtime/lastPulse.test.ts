import { expect, test } from 'vitest';
import { OF_ENDS } from '../mutants/roam/talesOfEnds.ts';
import { req } from '../support/req.ts';

// A bolus that is given at once leaves a reserve in the cartridge: only basal beside one over hours uses that up.
test(
  'SR-025 SR-053 an extended bolus whose last pulse empties the cartridge is told as complete, and the cartridge as empty',
  req('SR-025', 'SR-053'),
  () => {
    const told = OF_ENDS.find(
      ({ name }) => name === 'the last pulse of an extended bolus empties the cartridge',
    );
    const { ledger, annunciation } = told?.told().state ?? expect.fail('the tale is gone');
    expect(ledger.reservoir.volumeUu).toBe(0);
    expect(ledger.bolus.lastExtended).toMatchObject({
      requestedUu: 2_000_000,
      deliveredUu: 2_000_000,
      reason: 'completed',
    });
    const alarms = annunciation.map(({ alarm }) => alarm);
    expect(alarms).toContain('reservoirEmpty');
    expect(alarms).not.toContain('bolusIncomplete');
  },
);
