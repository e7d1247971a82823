import { expect, test } from 'vitest';
import { terminalAnnunciator } from '../../hardware/annunciator/terminal.ts';
import { wantsColour } from '../../src/cli/io.ts';
import { didYouMean } from '../../src/cli/problems.ts';
import type { Annunciation } from '../../src/domain/commands.ts';

const alarm = (changes: Partial<Annunciation>): Annunciation => ({
  alarm: 'occlusion',
  priority: 'high',
  signal: 'sounding',
  level: 'first',
  condition: 'present',
  sinceMonoMs: 0,
  sinceWallMs: 0,
  ...changes,
});

test('the terminal tells once that an alarm begins, changes and is over', () => {
  const lines: string[] = [];
  const { show } = terminalAnnunciator({ say: line => void lines.push(line), bell: false });
  show([alarm({})]);
  show([alarm({}), alarm({ alarm: 'cgmLost', priority: 'low' })]);
  show([alarm({ level: 'siren' }), alarm({ alarm: 'cgmLost', priority: 'low' })]);
  show([alarm({ signal: 'acknowledged', level: 'siren' })]);
  show([]);
  expect(lines).toEqual([
    'ALARM HIGH: Occlusion. Check the tubing and site or change the set, acknowledge, then resume.',
    'ALARM LOW: No glucose readings. Check the sensor; measure glucose by finger stick.',
    'alarm sounds (siren): Occlusion',
    'alarm is acknowledged: Occlusion',
    'alarm over: No glucose readings',
    'alarm over: Occlusion',
  ]);
});

test('the bell rings for a HIGH alarm that begins, and for nothing else', () => {
  const lines: string[] = [];
  const { show } = terminalAnnunciator({ say: line => void lines.push(line), bell: true });
  show([alarm({}), alarm({ alarm: 'cgmLost', priority: 'low' })]);
  show([alarm({ level: 'insistent' })]);
  expect(lines.map(line => line.includes('\u0007'))).toEqual([true, false, false, false]);
});

test('colour follows NO_COLOR, FORCE_COLOR and the terminal, in this order', () => {
  const asked = (isTerminal: boolean, env: Record<string, string>) =>
    wantsColour({ out: () => {}, say: () => {}, isTerminal, env });
  expect(asked(true, {})).toBe(true);
  expect(asked(false, {})).toBe(false);
  expect(asked(true, { TERM: 'dumb' })).toBe(false);
  expect(asked(true, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
  expect(asked(true, { NO_COLOR: '' })).toBe(true);
  expect(asked(false, { FORCE_COLOR: '1' })).toBe(true);
});

test('a misspelt name finds the one that was meant, and nonsense finds none', () => {
  const names = ['max_bolus_u', 'max_basal_u_per_h', 'insulin_peak_min'];
  expect(didYouMean('max_bollus_u', names)).toBe('max_bolus_u');
  expect(didYouMean('INSULIN_PEAK', names)).toBe('insulin_peak_min');
  expect(didYouMean('banana', names)).toBeNull();
});
