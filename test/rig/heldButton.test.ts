import { expect, test } from 'vitest';
import type { Situation } from '../../hardware/rig/paths/acts.ts';
import { JAM } from '../../hardware/rig/paths/benchSystem.ts';
import { oracle } from '../../hardware/rig/paths/oracle.ts';
import { heldButton } from '../../hardware/rig/paths/ports/button.ts';
import { pumpModel } from '../../hardware/rig/paths/pumpModel.ts';
import type { Annunciation } from '../../src/domain/commands.ts';
import type { Observed } from '../../src/runtime/run.ts';

/** What a path demands to be shown of a button that is held. */

const MEDIUM = { alarm: 'buttonStuck', priority: 'medium', signal: 'sounding' } as Annunciation;
const HIGH = { ...MEDIUM, priority: 'high' } as Annunciation;

const held = async () => {
  const expected = oracle();
  const presses: boolean[] = [];
  const button = heldButton(async down => void presses.push(down), {
    pressed: async () => {},
    released: () => {},
  });
  await button.jam({ oracle: expected, state: pumpModel.initial } as unknown as Situation).act();
  expect(presses).toEqual([true]);
  const at = (monoMs: number, type: string, jam = false): void =>
    button.heard({
      envelope: { monoMs, fact: { type } },
      deliveries: jam ? [{ event: { type: JAM } }] : [],
    } as unknown as Observed);
  const isAmiss = (...shown: readonly Annunciation[]): boolean => expected.shownAmiss(shown) !== null;
  return { at, isAmiss, button, presses };
};

test('SR-035 a button that a path holds must be shown as stuck when it is, and not before or afterwards', async () => {
  const { at, isAmiss, button, presses } = await held();
  at(1_000, 'button.pressed');
  at(50_000, 'clock.checked');
  expect([isAmiss(), isAmiss(MEDIUM)]).toEqual([false, true]);
  at(61_000, 'clock.checked');
  expect([isAmiss(), isAmiss(MEDIUM)]).toEqual([false, false]);
  at(63_000, 'clock.checked');
  expect([isAmiss(), isAmiss(MEDIUM), isAmiss(HIGH)]).toEqual([true, false, true]);
  at(181_000, 'timer.buttonJamElapsed', true);
  expect([isAmiss(), isAmiss(MEDIUM), isAmiss(HIGH)]).toEqual([true, true, false]);
  for (const act of button.letGo(false)) await act();
  expect(presses).toEqual([true, false]);
  at(200_000, 'button.released');
  expect([isAmiss(), isAmiss(HIGH)]).toEqual([false, false]);
  at(207_000, 'clock.checked');
  expect([isAmiss(), isAmiss(HIGH)]).toEqual([false, true]);
});

test('SR-035 of a pump that lost its power meanwhile nobody can say what it shows of the button', async () => {
  const { at, isAmiss } = await held();
  at(1_000, 'button.pressed');
  at(70_000, 'clock.checked');
  expect(isAmiss()).toBe(true);
  at(80_000, 'power.lost');
  expect([isAmiss(), isAmiss(MEDIUM)]).toEqual([false, false]);
});
