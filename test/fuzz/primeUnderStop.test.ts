import { expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';
import { retrace } from './walk.ts';

/** Found by a walk: the alarm of a cartridge pulled out still stops therapy while its successor is primed. */
const FACTS: readonly Fact[] = [
  { type: 'settings.changed', settings: exampleSettings },
  { type: 'power.applied', boot: 'the first', gapMs: 0 },
  { type: 'selfTest.passed' },
  { type: 'journal.read', verdict: 'new' },
  { type: 'cartridge.removed' },
  { type: 'set.disconnected' },
  { type: 'rewind.requested' },
  { type: 'plunger.homed' },
  { type: 'cartridge.inserted' },
  { type: 'plunger.seated', freeMn: 0, seatedMn: 2_000, travelMicrosteps: 1_000 },
  { type: 'cartridge.replaced', volumeUu: 200_000_000, unitsPerMl: 100 },
  { type: 'prime.started' },
  { type: 'intent.recorded', pulse: 1 },
  { type: 'zone.changed', utcOffsetMinutes: 1, cause: 'travel' },
];

test(
  'SR-002 SR-049 a fact that comes while the tube is primed under a stop is no fault',
  req('SR-049'),
  () => {
    expect(retrace(FACTS.map(fact => ({ waitMs: 50, fact })))).toBeNull();
  },
);
