import { describe, expect, test } from 'vitest';
import {
  admitsPulse,
  flightOf,
  intentOf,
  lastDay,
  lastHour,
  onBoard,
} from '../../src/domain/ledger/ledger.ts';
import { type Bench, flat, running, types } from './bench.ts';
import { claimed, moving, verifying } from './pulse.ts';

const HOUR = 3_600_000;

/** Verdicts on pulse after pulse of a drive that goes this far each time, up to the first that is not verified. */
const driven = (countsEach: number): readonly string[] => {
  const pump = running(flat(1_000_000));
  pump.take({ type: 'encoder.counted', counts: 0 });
  pump.take({ type: 'force.measured', forceMn: 1_000 });
  const verdicts: string[] = [];
  for (let pulse = 1; pulse <= 100; pulse += 1) {
    for (const wait of [30_000, 30_000, 30_000]) {
      pump.pass(wait);
      if (types(pump.take({ type: 'clock.reached' })).includes('pulse.due')) break;
    }
    pump.give({ type: 'claimPulse', channel: 'basal' });
    pump.take({ type: 'intent.recorded', pulse });
    pump.take({ type: 'motor.arrived', pulse });
    pump.take({ type: 'force.measured', forceMn: 1_000 });
    const verdict = types(pump.take({ type: 'encoder.counted', counts: countsEach * pulse }))[0] ?? 'none';
    verdicts.push(verdict);
    if (verdict !== 'pulse.verified') return verdicts;
    pump.give({ type: 'countVerified' });
    pump.take({ type: 'outcome.recorded', pulse });
  }
  return verdicts;
};

describe('SR-007 verification', () => {
  test.each([11, 12, 13, 15])('%d counts and a force verify the pulse, in either order', counts => {
    const first = verifying();
    expect(first.take({ type: 'encoder.counted', counts: 100 + counts })).toEqual([]);
    expect(first.take({ type: 'force.measured', forceMn: 1_100 })).toEqual([
      { type: 'pulse.verified', pulse: 1 },
    ]);
    const second = verifying();
    expect(second.take({ type: 'force.measured', forceMn: 1_100 })).toEqual([]);
    expect(second.take({ type: 'encoder.counted', counts: 100 + counts })).toEqual([
      { type: 'pulse.verified', pulse: 1 },
    ]);
  });

  test.each([10, 0, -3])('%d counts do not', counts => {
    expect(verifying().take({ type: 'encoder.counted', counts: 100 + counts })).toEqual([
      {
        type: 'pulse.unverified',
        pulse: 1,
        reason: `the encoder saw ${counts} counts of the pulse, fewer than 11`,
      },
    ]);
  });

  test.each([16, 26])('SR-011 %d counts are more than was commanded', counts => {
    expect(types(verifying().take({ type: 'encoder.counted', counts: 100 + counts }))).toEqual([
      'delivery.exceeded',
    ]);
  });

  test('SR-011 a little too far with every pulse is a fault once it adds up to two pulses', () => {
    const pulses = driven(15);
    expect(pulses.at(-1)).toBe('delivery.exceeded');
    expect(pulses.length).toBeLessThanOrEqual(13);
  });

  test('SR-018 a little too short with every pulse is a fault once it adds up to two pulses', () => {
    const short = driven(11);
    expect(short.at(-1)).toBe('motor.strayed');
    expect(short.length).toBeLessThanOrEqual(16);
  });

  test('an answer counts once', () => {
    const pump = verifying();
    pump.take({ type: 'encoder.counted', counts: 112 });
    pump.take({ type: 'force.measured', forceMn: 1_000 });
    expect(pump.take({ type: 'force.measured', forceMn: 1_000 })).toEqual([]);
    expect(pump.take({ type: 'encoder.counted', counts: 112 })).toEqual([]);
  });
});

describe('SR-011 answers that nobody awaits', () => {
  test('an arrival before the intent is durable, of an earlier pulse, or a second one is stray', () => {
    expect(types(claimed().take({ type: 'motor.arrived', pulse: 1 }))).toEqual(['pulse.stray']);
    expect(types(moving().take({ type: 'motor.arrived', pulse: 0 }))).toEqual(['pulse.stray']);
    expect(types(verifying().take({ type: 'motor.arrived', pulse: 1 }))).toEqual(['pulse.stray']);
    const counted = moving();
    counted.give({ type: 'countInDoubt' });
    expect(types(counted.take({ type: 'motor.arrived', pulse: 1 }))).toEqual(['pulse.stray']);
    expect(types(counted.take({ type: 'motor.failed', pulse: 1, reason: 'late' }))).toEqual(['pulse.stray']);
    expect(counted.ledger.doses.basal).toBe(1);
  });

  test('SR-014 the arrival of a pulse that was never claimed belongs to no delivery that is active', () => {
    expect(types(moving().take({ type: 'motor.arrived', pulse: 2 }))).toEqual([
      'pulse.stray',
      'delivery.exceeded',
    ]);
  });

  test('a failure of the pulse in flight is not stray', () => {
    expect(moving().take({ type: 'motor.failed', pulse: 1, reason: 'lost' })).toEqual([]);
  });
});

describe('SR-008 movement that nobody commanded', () => {
  test.each([6, -6, 40])('%d counts at rest', moved => {
    const pump = running();
    pump.take({ type: 'encoder.counted', counts: 0 });
    expect(pump.take({ type: 'encoder.counted', counts: moved })).toEqual([
      { type: 'motor.strayed', counts: moved },
    ]);
  });

  test('a slow creep adds up', () => {
    const pump = running();
    const answers = [0, 1, 2, 3, 4, 5, 6].map(counts =>
      types(pump.take({ type: 'encoder.counted', counts })),
    );
    expect(answers.flat()).toEqual(['motor.strayed']);
    expect(answers[6]).toEqual(['motor.strayed']);
  });

  test('while the intent is being recorded the motor must be still', () => {
    expect(types(claimed().take({ type: 'encoder.counted', counts: 110 }))).toEqual(['motor.strayed']);
  });

  test('while the outcome is being recorded, too', () => {
    const pump = verifying();
    pump.take({ type: 'force.measured', forceMn: 1_100 });
    pump.take({ type: 'encoder.counted', counts: 113 });
    pump.give({ type: 'countVerified' });
    expect(pump.take({ type: 'encoder.counted', counts: 113 })).toEqual([]);
    expect(types(pump.take({ type: 'encoder.counted', counts: 123 }))).toEqual(['motor.strayed']);
  });

  test('while the motor moves, reports are only noted', () => {
    expect(moving().take({ type: 'encoder.counted', counts: 107 })).toEqual([]);
  });

  test('what a pulse in doubt may explain is counted already; what is beyond it is not', () => {
    const pump = moving();
    pump.give({ type: 'countInDoubt' });
    pump.take({ type: 'outcome.recorded', pulse: 1 });
    expect(pump.take({ type: 'encoder.counted', counts: 113 })).toEqual([]);
    expect(types(pump.take({ type: 'encoder.counted', counts: 121 }))).toEqual(['motor.strayed']);
  });

  test.each([
    [5, 'pulse.unverified'],
    [13, 'pulse.verified'],
    [19, 'delivery.exceeded'],
  ])(
    'the pulse after a doubtful one is judged from where the plunger was seen last: %d counts',
    (moved, answer) => {
      const pump = moving();
      pump.give({ type: 'countInDoubt' });
      pump.take({ type: 'outcome.recorded', pulse: 1 });
      pump.take({ type: 'encoder.counted', counts: 112 });
      pump.run(120_000, 'ignored');
      pump.give({ type: 'claimPulse', channel: 'basal' });
      pump.take({ type: 'intent.recorded', pulse: 2 });
      pump.take({ type: 'motor.arrived', pulse: 2 });
      pump.take({ type: 'force.measured', forceMn: 1_000 });
      expect(types(pump.take({ type: 'encoder.counted', counts: 112 + moved }))).toEqual([answer]);
    },
  );
});

describe('SR-006 counting', () => {
  test('a pulse in flight counts on board and in the hour until it is proved void', () => {
    const pump = claimed();
    expect(onBoard(pump.ledger, pump.at().monoMs)).toBe(25_000);
    expect(lastHour(pump.ledger, pump.at().monoMs)).toBe(25_000);
    expect(lastDay(pump.ledger, pump.at().monoMs)).toBe(25_000);
    pump.give({ type: 'voidPulse' });
    expect(onBoard(pump.ledger, pump.at().monoMs)).toBe(0);
    expect(flightOf(pump.ledger)?.outcome).toBe('void');
  });

  test('the pulse stays until its outcome is durable, and none is due before', () => {
    const pump = moving();
    pump.give({ type: 'countInDoubt' });
    pump.pass(60_000);
    pump.take({ type: 'clock.reached' });
    pump.pass(60_000);
    expect(pump.take({ type: 'clock.reached' })).toEqual([]);
    expect(intentOf(pump.ledger)).toEqual({ pulse: 1, channel: 'basal', bolus: null });
    expect(pump.take({ type: 'outcome.recorded', pulse: 1 })).toEqual([
      { type: 'pulse.due', channel: 'basal' },
    ]);
    pump.give({ type: 'skipPulse', channel: 'basal' });
    expect(() => intentOf(pump.ledger)).toThrow(/no pulse/);
  });

  test('a due pulse that nobody answers is announced again, once a waking', () => {
    const pump = running(flat(1_000_000));
    pump.run(90_000, 'ignored');
    pump.run(60_000, 'ignored');
    expect(types(pump.heard).filter(type => type === 'pulse.due')).toHaveLength(3);
  });
});

describe('SR-001 the ledger half of the gate', () => {
  test('it is open for the channel of the pulse in flight alone', () => {
    const pump = claimed();
    const { ledger } = pump;
    expect(admitsPulse(ledger, 'basal', pump.at())).toEqual({ open: true });
    expect(admitsPulse(ledger, 'bolus', pump.at())).toEqual({
      open: false,
      reasons: ['no bolus pulse is in flight.', 'no active bolus wants another pulse.'],
    });
  });

  test.each([
    ['delivery is stopped.', (pump: Bench) => pump.give({ type: 'stopDelivery' })],
    ['the reservoir holds less than one pulse.', (pump: Bench) => pump.load(24_999)],
    [
      'one pulse more would break the limit of the rolling hour.',
      (pump: Bench) =>
        pump.take({
          type: 'settings.changed',
          settings: flat(0, { maxBasalUuPerHour: 0, maxBolusUu: 0 }),
        }),
    ],
  ])('closed: %s', (reason, close) => {
    const pump = claimed();
    close(pump);
    expect(admitsPulse(pump.ledger, 'basal', pump.at())).toEqual({ open: false, reasons: [reason] });
  });

  test('SR-023 the pulse of an ended bolus does not pass, and no other bolus is admitted before it is settled', () => {
    const pump = running(flat(0));
    const ask = (bolus: string) => types(pump.take({ type: 'bolus.requested', bolus, amountUu: 1_000_000 }));
    expect(ask('b1')).toEqual(['bolus.admitted']);
    pump.give({ type: 'startBolus' });
    pump.give({ type: 'claimPulse', channel: 'bolus' });
    expect(admitsPulse(pump.ledger, 'bolus', pump.at())).toEqual({ open: true });
    pump.give({ type: 'endBolus', reason: 'cancelled' });
    expect(admitsPulse(pump.ledger, 'bolus', pump.at())).toEqual({
      open: false,
      reasons: ['no active bolus wants another pulse.'],
    });
    expect(ask('b2')).toEqual(['bolus.refused']);
    expect(pump.give({ type: 'voidPulse' })).toEqual([{ type: 'bolus.settled', bolus: 'b1' }]);
    expect(ask('b3')).toEqual(['bolus.admitted']);
  });

  test('SR-015 a full hour drops the pulse, says so once, and opens again when doses leave it', () => {
    const pump = running(flat(3_000_000, { maxBasalUuPerHour: 1_000_000, maxBolusUu: 500_000 }));
    // The profile is clamped to 1 U/h; the cap of an hour is then 1.75 U, so a bolus fills it.
    pump.take({ type: 'bolus.requested', bolus: 'b', amountUu: 500_000 });
    pump.settle(pump.give({ type: 'startBolus' }), 'verified');
    pump.run(60_000);
    pump.give({ type: 'endBolus', reason: 'completed' });
    pump.take({
      type: 'settings.changed',
      settings: flat(1_000_000, { maxBasalUuPerHour: 1_000_000, maxBolusUu: 0 }),
    });
    pump.run(HOUR - 120_000);
    expect(types(pump.heard).filter(type => type === 'limit.hourlyReached')).toHaveLength(1);
    expect(pump.counted).toHaveLength(40);
    pump.run(HOUR);
    expect(pump.counted.length).toBeGreaterThan(70);
  });
});
