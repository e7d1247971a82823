import { afterAll, describe, expect, test } from 'vitest';
import type { LinkFault } from '../../../hardware/link/faults.ts';
import { type SimulatedPump, simulatedPump } from '../../../hardware/rig/simulatedPump.ts';
import type { AlarmName } from '../../../src/domain/alarms.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import { breadth } from '../../support/breadth.ts';

/** What an adapter alone cannot name, and what the motor's faults come to: seen at the whole pump. */
type Row = {
  readonly what: string;
  readonly alarm: AlarmName;
  readonly arrange: (pump: SimulatedPump) => void;
};

/** Places of the digits in what the encoder answers; on every save the first, two within, and the last. */
const DIGITS = breadth([3, 5, 8, 10], [3, 4, 5, 6, 7, 8, 9, 10]);

const toHost = (fault: LinkFault) => (pump: SimulatedPump) => pump.world.links.motor.fault('toHost', fault);
const ROWS: readonly Row[] = [
  {
    what: 'an encoder that restarts',
    alarm: 'encoderMismatch',
    arrange: ({ world }) => world.simulators.encoder.fault({ kind: 'restart' }),
  },
  {
    what: 'an encoder whose disc is loose',
    alarm: 'motorStall',
    arrange: ({ world }) => world.simulators.encoder.fault({ kind: 'frozen' }),
  },
  { what: 'a motor that never answers', alarm: 'motorStall', arrange: toHost({ kind: 'silent' }) },
  { what: 'a motor that answers late', alarm: 'motorStall', arrange: toHost({ kind: 'delay', ms: 150 }) },
  {
    what: 'a motor that speaks unasked',
    alarm: 'motorStall',
    arrange: ({ world }) => world.simulators.motor.fault({ kind: 'unsolicited', replies: 9_999 }),
  },
  {
    what: 'a motor whose answers are flipped',
    alarm: 'motorStall',
    arrange: ({ world }) => world.simulators.motor.fault({ kind: 'flippedReply', replies: 9_999 }),
  },
  {
    what: 'a motor whose answers are cut short',
    alarm: 'motorStall',
    arrange: ({ world }) => world.simulators.motor.fault({ kind: 'truncatedReply', replies: 9_999 }),
  },
  {
    what: 'a motor that restarts in a pulse',
    alarm: 'motorStall',
    arrange: ({ world }) => world.simulators.motor.fault({ kind: 'brownOut' }),
  },
  {
    what: 'a motor that stands still and echoes',
    alarm: 'motorStall',
    arrange: ({ world }) => world.simulators.motor.fault({ kind: 'frozen' }),
  },
  { what: 'a motor that is unplugged', alarm: 'motorStall', arrange: ({ world }) => world.unplug('motor') },
  {
    what: 'an encoder that is unplugged',
    alarm: 'motorStall',
    arrange: ({ world }) => world.unplug('encoder'),
  },
];

/** A bolus of ten pulses on its way, and a moment in the middle of one of them. */
const inABolus = async (use: (pump: SimulatedPump) => Promise<void>): Promise<void> => {
  const pump = await simulatedPump({ transport: 'pty' });
  try {
    await pump.give({ type: 'resume.requested' });
    await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 250_000 });
    await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
    await pump.wait(4_060);
    await use(pump);
  } finally {
    await pump.close();
  }
};
const countedUu = ({ runtime }: SimulatedPump): number => {
  const { basal, bolus } = runtime.state().ledger.doses;
  return (basal + bolus) * PULSE;
};

let named = 0;
describe('SR-006 SR-080 a fault of motor or encoder in a bolus raises an alarm, and no insulin is uncounted', () => {
  test.each(ROWS)('$what', async ({ alarm, arrange }) => {
    await inABolus(async pump => {
      expect(pump.shown()).toEqual([]);
      arrange(pump);
      await pump.wait(60_000);
      expect(pump.runtime.faulted()).toBeNull();
      expect(pump.shown()[0]).toMatchObject({ alarm, priority: 'high' });
      expect(pump.world.model.deliveredUu()).toBeLessThanOrEqual(countedUu(pump) + PULSE / 10);
      expect(pump.runtime.state().pump.matches({ bolus: 'idle' })).toBe(true);
      named += 1;
    });
  });

  test('a digit of the encoder that is another one, at any place, leaves no insulin uncounted', {
    timeout: 120_000,
  }, async () => {
    let tried = 0;
    for (const offset of DIGITS) {
      await inABolus(async pump => {
        pump.world.links.encoder.fault('toHost', { kind: 'corrupt', offset, mask: 0x01 });
        await pump.wait(30_000);
        tried += 1;
        const uncounted = pump.world.model.deliveredUu() - countedUu(pump);
        expect(uncounted).toBeLessThanOrEqual(PULSE / 10);
        // Either somebody is told, or nothing is missing either.
        if (pump.shown().length === 0) expect(uncounted).toBeGreaterThan(-PULSE);
      });
    }
    expect(tried).toBe(DIGITS.length);
  });
});

afterAll(() => expect(named).toBe(ROWS.length));
