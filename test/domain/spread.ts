import { expect } from 'vitest';
import type { Bench } from './bench.ts';

/** The parts of an extended bolus, or of a combo bolus when `extendedUu` is given. */
export type Parts = { readonly amountUu: number; readonly durationMs: number; readonly extendedUu?: number };

/** Why a request was refused; nothing when it was admitted. */
export const refusals = (pump: Bench, parts: Parts, bolus = 'e1'): readonly string[] => {
  const kind = parts.extendedUu === undefined ? 'extended' : 'combo';
  const answer = pump.take({ type: 'bolus.requested', bolus, kind, ...parts });
  return answer.flatMap(each => (each.type === 'bolus.refused' ? each.reasons : []));
};

/** Requests it, and confirms it. */
export const begin = (pump: Bench, parts: Parts, bolus = 'e1'): void => {
  expect(refusals(pump, parts, bolus)).toEqual([]);
  pump.settle(
    pump.give({ type: parts.extendedUu === undefined ? 'startExtended' : 'startCombo' }),
    'verified',
  );
};
