import { expect, test } from 'vitest';
import { cartridgeOf } from '../../src/domain/change.ts';
import type { Command } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { req } from '../support/req.ts';

/** A pump that somebody has prepared and switched on, and nobody has given settings. */
const SWITCHED_ON: readonly Fact[] = [
  cartridgeOf(200_000_000),
  { type: 'power.applied', boot: 'the first', gapMs: 0 },
  { type: 'selfTest.passed' },
  { type: 'encoder.counted', counts: 0 },
  { type: 'journal.read', verdict: 'new' },
];

const MIDNIGHT = Date.UTC(2026, 0, 2);

const take = (
  from: PumpState,
  facts: readonly Fact[],
): { readonly state: PumpState; readonly commands: readonly Command[] } => {
  let state = from;
  const commands: Command[] = [];
  for (const [index, fact] of facts.entries()) {
    const monoMsOf = monoMs((state.ledger.at?.monoMs ?? 0) + 10);
    const stepped = step(state, {
      seq: index + 1,
      monoMs: monoMsOf,
      wallMs: wallMs(MIDNIGHT + monoMsOf),
      fact,
    });
    state = stepped.state;
    commands.push(...stepped.commands);
  }
  return { state, commands };
};

test(
  'SR-073 a resume without settings is refused with the remedy, and one with them is not',
  req('SR-046', 'SR-073'),
  () => {
    const { state } = take(blankState(), SWITCHED_ON);
    expect(state.pump.matches({ life: 'operating', conditions: 'clear', supply: 'ready' })).toBe(true);
    for (const origin of ['user', 'remote'] as const) {
      const asked = take(state, [{ type: 'resume.requested', origin }]);
      expect(asked.commands).toContainEqual({
        type: 'refuse',
        request: 'resume',
        reasons: ['no settings are known; import settings first.', 'Delivery is suspended.'],
      });
      expect(asked.state.pump.matches({ permission: 'delivering' })).toBe(false);
      expect(asked.state.ledger.delivering).toBe(false);
    }
    const given = take(state, [
      { type: 'resume.requested' },
      { type: 'settings.changed', settings: exampleSettings },
      { type: 'resume.requested' },
    ]);
    expect(given.state.pump.matches({ permission: 'delivering' })).toBe(true);
  },
);
