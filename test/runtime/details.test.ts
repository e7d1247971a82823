import { expect, test } from 'vitest';
import { microunits } from '../../src/domain/units.ts';
import { detailed } from '../../src/runtime/details.ts';
import { req } from '../support/req.ts';
import { pumping, takeAll } from './taking.ts';

const MINUTE = 60_000;
const spread = { kind: 'extended', durationMs: 60 * MINUTE } as const;

/** A pump in which this bolus waits, and what its chart hears of a happening. */
const heard = async (happening: object, ...more: readonly object[]) => {
  const facts = more.map(each => ({ type: 'bolus.requested', bolus: 'b', ...each }) as never);
  const { ledger } = takeAll(await pumping(), ...facts);
  const at = ledger.at ?? ({ monoMs: 0, wallMs: 0 } as never);
  return detailed({ type: 'heard' }, happening as never, ledger, at);
};

test(
  'SR-022 a confirmation says of what kind the bolus is, and of how much',
  req('SR-022', 'SR-027'),
  async () => {
    const confirmed = { type: 'bolus.confirmed', bolus: 'b' };
    const again = { type: 'bolus.confirmedAgain', bolus: 'b' };
    expect(await heard(confirmed, { amountUu: 1_000_000 })).toEqual({
      type: 'heard',
      kind: 'normal',
      hour: 'usual',
    });
    expect(await heard(again, { amountUu: 1_000_000 })).toEqual({ type: 'heard', kind: 'normal' });
    expect(await heard(again, { amountUu: 1_000_000, ...spread })).toEqual({
      type: 'heard',
      kind: 'extended',
    });
    const { ledger } = takeAll(await pumping(), { type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
    const at = ledger.at ?? ({ monoMs: 0, wallMs: 0 } as never);
    const confirmedUu = [{ atMonoMs: at.monoMs, amountUu: microunits(14_000_001) }];
    const much = { ...ledger, bolus: { ...ledger.bolus, confirmed: confirmedUu } };
    expect(detailed({ type: 'heard' }, confirmed as never, much, at)).toEqual({
      type: 'heard',
      kind: 'normal',
      hour: 'much',
    });
  },
);

test('SR-023 a cancellation says which part it means, both where nobody says', req('SR-023'), async () => {
  for (const part of ['normal', 'extended', 'both'])
    expect(await heard({ type: 'bolus.cancelled', part })).toEqual({ type: 'heard', part });
  expect(await heard({ type: 'bolus.cancelled' })).toEqual({ type: 'heard', part: 'both' });
});

test('all else is heard as it is, and what a chart does not name is not heard', async () => {
  const event = { type: 'heard' };
  const { ledger } = await pumping();
  const at = ledger.at ?? ({ monoMs: 0, wallMs: 0 } as never);
  expect(detailed(event, { type: 'clock.reached' }, ledger, at)).toBe(event);
  expect(detailed(null, { type: 'bolus.cancelled' }, ledger, at)).toBeNull();
});

test('a confirmation that meets no bolus is a defect', async () => {
  await expect(heard({ type: 'bolus.confirmedAgain', bolus: 'b' })).rejects.toThrow(
    'a confirmation reached the chart, and no bolus is known',
  );
});
