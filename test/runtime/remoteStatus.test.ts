import { expect, test } from 'vitest';
import { remoteStatusOf } from '../../src/runtime/remoteStatus.ts';
import { req } from '../support/req.ts';
import { pumping, takeAll } from './taking.ts';

test(
  'SR-110 a remote is told of the bolus under way, of the last one and how it ended, and of alarms by name',
  req('SR-110'),
  async () => {
    const still = {
      delivering: true,
      permission: 'delivering',
      bolus: null,
      lastBolus: null,
      reservoirUu: 200_000_000,
      alarms: [],
    };
    const amounts = { bolus: 'b', requestedUu: 1_000_000, deliveredUu: 0 };
    const pump = await pumping();
    expect(remoteStatusOf(pump)).toEqual(still);
    const asked = takeAll(pump, { type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
    expect(remoteStatusOf(asked)).toEqual({ ...still, bolus: { ...amounts, phase: 'pending' } });
    const begun = takeAll(asked, { type: 'bolus.confirmed', bolus: 'b' });
    expect(remoteStatusOf(begun)).toEqual({ ...still, bolus: { ...amounts, phase: 'active' } });
    const ended = takeAll(begun, { type: 'bolus.cancelled' });
    const lastBolus = { ...amounts, reason: 'cancelled' };
    expect(remoteStatusOf(ended)).toEqual({ ...still, lastBolus });
    const empty = { type: 'battery.measured', percent: 1, millivolts: 3_000, minutesLeft: 5 } as const;
    expect(remoteStatusOf(takeAll(ended, empty))).toEqual({
      ...still,
      delivering: false,
      permission: 'suspendedByAlarm',
      lastBolus,
      alarms: ['batteryDepleted'],
    });
  },
);
