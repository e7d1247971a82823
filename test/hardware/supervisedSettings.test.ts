import { expect, test } from 'vitest';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';

test(
  'SR-105 SR-117 the second channel reads a confirmed change from the journal, and goes on by it',
  req('SR-105', 'SR-117'),
  async () => {
    const pump = await simulatedPump({ transport: 'memory', supervised: {} });
    try {
      await pump.give({ type: 'resume.requested' });
      await pump.wait(10_000);
      const settings = { ...exampleSettings, maxBolusUu: 5_000_000 };
      await pump.give({ type: 'settings.proposed', replaces: 1, settings });
      await pump.wait(10_000);
      const hashes = () =>
        pump.steps.flatMap(({ envelope: { fact } }) =>
          fact.type === 'supervisor.beat' || fact.type === 'supervisor.agreed' ? [fact.hash] : [],
        );
      expect(new Set(hashes())).toEqual(new Set([configurationHash(exampleSettings)]));
      await pump.give({ type: 'settings.confirmed', proposal: 1 });
      await pump.wait(10_000);
      expect(hashes().at(-1)).toBe(configurationHash(settings));
      // A change of local time is one of the settings, too.
      await pump.give({ type: 'zone.changed', utcOffsetMinutes: 60, cause: 'travel' });
      await pump.wait(10_000);
      expect(hashes().at(-1)).toBe(configurationHash({ ...settings, utcOffsetMinutes: 60 }));
      expect(pump.runtime.state().pump.matches({ permission: 'delivering' })).toBe(true);
    } finally {
      await pump.close();
    }
  },
);
