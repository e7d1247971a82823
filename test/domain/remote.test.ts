import { describe, expect, test } from 'vitest';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import {
  grantPermission,
  isFromAfar,
  pairRemote,
  requestPermission,
  revokePermission,
  unpairRemote,
  withPermission,
} from '../../src/domain/ledger/remote.ts';
import { type Step, step } from '../../src/domain/ledger/state.ts';
import { req } from '../support/req.ts';
import { type Bench, flat, running, types } from './bench.ts';

const U = 1_000_000;

const pair = (ledger: Ledger, principal: string, role: 'monitor' | 'caregiver' | 'controller'): Ledger =>
  pairRemote(ledger, { type: 'remote.paired', principal, role }).ledger;

const unpair = (ledger: Ledger, principal: string): Step =>
  unpairRemote(ledger, { type: 'remote.unpaired', principal });

const pump = (): Bench => running(flat(0));
const paired = (): Ledger => pair(pump().ledger, 'phone', 'controller');
const permitted = (): Ledger => grantPermission(paired(), { principal: 'phone', bolus: 'phone-1' });

const reasonsFor = (ledger: Ledger, principal: string, bolus: string): readonly string[] =>
  requestPermission(ledger, { type: 'remote.permissionRequested', principal, bolus }).derived.flatMap(each =>
    each.type === 'remote.refused' ? each.reasons : [],
  );

describe('SR-110 a permission', () => {
  test('is for a paired controller, a request of its own, and a pump that delivers', req('SR-110'), () => {
    const ledger = paired();
    expect(
      requestPermission(ledger, { type: 'remote.permissionRequested', principal: 'phone', bolus: 'phone-1' }),
    ).toEqual({
      ledger,
      derived: [{ type: 'remote.admitted', principal: 'phone', bolus: 'phone-1' }],
    });
    const notPaired = (who: string) => [`the remote ${who} is not paired for boluses.`];
    expect(reasonsFor(ledger, 'phone', 'watch-1')).toEqual(notPaired('phone'));
    expect(reasonsFor(ledger, 'watch', 'watch-1')).toEqual(notPaired('watch'));
    expect(reasonsFor(pair(ledger, 'watch', 'caregiver'), 'watch', 'watch-1')).toEqual(notPaired('watch'));
    expect(reasonsFor({ ...ledger, delivering: false }, 'phone', 'phone-1')).toEqual([
      'delivery is stopped; a person at the pump must resume it first.',
    ]);
  });

  test('is for no bolus beside another, and for no request twice', req('SR-110'), () => {
    const busy = pump();
    busy.take({ type: 'bolus.requested', bolus: 'n1', amountUu: U });
    busy.settle(busy.give({ type: 'startBolus' }), 'ignored');
    expect(reasonsFor(pair(busy.ledger, 'phone', 'controller'), 'phone', 'phone-1')).toEqual([
      'the bolus n1 is active; wait for its end.',
    ]);
    const used = { ...paired(), bolus: { ...paired().bolus, used: new Set(['phone-1']) } };
    expect(reasonsFor({ ...paired(), bolus: { ...used.bolus } }, 'phone', 'phone-1')).toEqual([
      'the request phone-1 was used before; make a new request.',
    ]);
  });
});

describe('SR-110 a remote that is taken away', () => {
  test('takes its permission with it, and no other remote does', req('SR-110'), () => {
    const two = pair(permitted(), 'watch', 'monitor');
    const gone = unpair(two, 'phone');
    expect(types(gone.derived)).toEqual(['remote.spent']);
    expect(gone.ledger.remote).toMatchObject({ partners: { watch: 'monitor' }, permission: null });
    expect(gone.ledger.remote.partners).not.toHaveProperty('phone');
    const other = unpair(two, 'watch');
    expect(types(other.derived)).toEqual([]);
    expect(other.ledger.remote.permission).toEqual({ principal: 'phone', bolus: 'phone-1' });
  });

  test('says so when it was the last; one that nobody knows changes nothing', req('SR-110'), () => {
    expect(types(unpair(permitted(), 'phone').derived)).toEqual(['remote.spent', 'remote.forgotten']);
    expect(types(unpair(paired(), 'phone').derived)).toEqual(['remote.forgotten']);
    const ledger = paired();
    expect(unpair(ledger, 'watch')).toEqual({ ledger, derived: [] });
    const alone = pump().ledger;
    expect(unpair(alone, 'watch')).toEqual({ ledger: alone, derived: [] });
  });

  test('a permission that is revoked is gone', req('SR-110'), () => {
    expect(revokePermission(permitted()).remote.permission).toBeNull();
  });
});

describe('SR-110 a bolus from afar', () => {
  const asked = (ledger: Ledger, bolus: string, admitted: boolean, origin?: 'remote' | 'user') => {
    let admissions = 0;
    const { ledger: after, derived } = withPermission(
      ledger,
      { type: 'bolus.requested', bolus, amountUu: U, ...(origin === undefined ? {} : { origin }) },
      before => {
        admissions += 1;
        // Beside what else is told of a request.
        return step(
          before,
          { type: 'limit.basalReached' },
          admitted
            ? { type: 'bolus.admitted', bolus, amountUu: U }
            : { type: 'bolus.refused', bolus, reasons: [] },
        );
      },
    );
    return { admissions, said: types(derived), permission: after.remote.permission };
  };

  test('spends its permission, and is told when it is taken', req('SR-110'), () => {
    expect(asked(permitted(), 'phone-1', true, 'remote')).toEqual({
      admissions: 1,
      said: ['limit.basalReached', 'bolus.admitted', 'remote.commanded', 'remote.spent'],
      permission: null,
    });
    expect(asked(permitted(), 'phone-1', false, 'remote')).toEqual({
      admissions: 1,
      said: ['limit.basalReached', 'bolus.refused', 'remote.spent'],
      permission: null,
    });
  });

  test(
    'without it is refused, and nobody is asked; another request of the holder spends it',
    req('SR-110'),
    () => {
      expect(asked(permitted(), 'phone-2', true, 'remote')).toEqual({
        admissions: 0,
        said: ['bolus.refused', 'remote.spent'],
        permission: null,
      });
      expect(asked(permitted(), 'watch-1', true, 'remote')).toEqual({
        admissions: 0,
        said: ['bolus.refused'],
        permission: { principal: 'phone', bolus: 'phone-1' },
      });
      const { derived } = withPermission(
        paired(),
        { type: 'bolus.requested', bolus: 'phone-1', amountUu: U, origin: 'remote' },
        step,
      );
      expect(derived).toEqual([
        {
          type: 'bolus.refused',
          bolus: 'phone-1',
          reasons: ['the request phone-1 has no permission, or not any more; ask for one first.'],
        },
      ]);
    },
  );

  test('a local one needs none, and spends none', req('SR-110'), () => {
    for (const origin of [undefined, 'user'] as const)
      expect(asked(permitted(), 'n1', true, origin)).toEqual({
        admissions: 1,
        said: ['limit.basalReached', 'bolus.admitted'],
        permission: { principal: 'phone', bolus: 'phone-1' },
      });
  });

  test('is known by who says so, or by whose request it is, among several remotes', () => {
    const two = pair(paired(), 'watch', 'monitor');
    const isAfar = (bolus: string) => isFromAfar(two, { type: 'bolus.requested', bolus, amountUu: U });
    expect(['phone-1', 'watch-1', 'n1'].map(isAfar)).toEqual([true, true, false]);
    expect(isFromAfar(two, { type: 'suspend.requested', origin: 'remote' })).toBe(true);
    expect(isFromAfar(two, { type: 'suspend.requested', origin: 'user' })).toBe(false);
  });
});
