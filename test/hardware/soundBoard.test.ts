import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BoardRequest,
  type Drawn,
  decodeBoard,
  decodeDrawn,
  encodeBoard,
  encodeDrawn,
} from '../../hardware/annunciator/board/codec.ts';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { req } from '../support/req.ts';

/** A delivering pump; `prepare` is done before its power comes. */
const pumped = async (act: (pump: SimulatedPump) => Promise<void>): Promise<void> => {
  const pump = await simulatedPump({ transport: 'memory' });
  try {
    await pump.give({ type: 'resume.requested' });
    await act(pump);
  } finally {
    await pump.close();
  }
};

const DAY = 24 * 3_600_000;
const fault = (pump: SimulatedPump) => pump.shown().find(({ alarm }) => alarm === 'sounderFault');
const isDelivering = ({ runtime }: SimulatedPump): boolean =>
  runtime.state().pump.matches({ permission: 'delivering' });

test(
  'SR-081 SR-084 an occlusion is heard at once, insistent after six minutes, a siren after ten, until it is answered',
  req('SR-081', 'SR-084'),
  async () => {
    await pumped(async pump => {
      await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 5_000_000 });
      await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
      pump.world.inject({ occlusion: true });
      await pump.clock.advanceUntil(() => pump.shown().some(({ alarm }) => alarm === 'occlusion'), 100_000);
      await pump.clock.settle();
      const began = pump.clock.now();
      await pump.wait(100);
      expect(pump.sounder.noticed().at(-1)).toMatchObject({
        at: began,
        volume: 50,
        vibrated: true,
        pulses: 10,
      });
      await pump.wait(6 * 60_000);
      expect(pump.sounder.noticed().at(-1)).toMatchObject({ volume: 80, pulses: 10 });
      await pump.wait(5 * 60_000);
      const siren = pump.sounder.noticed().at(-1);
      expect(siren).toMatchObject({ volume: 100, vibrated: true, pulses: 40 });
      expect(siren?.lengthMs).toBeGreaterThan(12_000);
      for (const { alarm } of pump.shown()) await pump.give({ type: 'alarm.acknowledged', alarm });
      const before = pump.sounder.noticed().length;
      await pump.wait(60_000);
      expect(pump.sounder.noticed()).toHaveLength(before);
      // It comes back by itself while it is not dealt with.
      await pump.wait(90_000);
      expect(pump.sounder.noticed().length).toBeGreaterThan(before);
    });
  },
);

test(
  'SR-085 a speaker that dies is heard of at the next test by MEDIUM, and delivery goes on',
  req('SR-085'),
  async () => {
    await pumped(async pump => {
      expect(fault(pump)).toBeUndefined();
      pump.sounder.inject({ speaker: false });
      await pump.wait(DAY);
      expect(fault(pump)).toMatchObject({ priority: 'medium' });
      expect(isDelivering(pump)).toBe(true);
      // It is felt, where it cannot be heard.
      expect(pump.sounder.noticed().at(-1)).toMatchObject({ volume: 0, vibrated: true });
      pump.sounder.inject({ speaker: true });
      await pump.wait(30 * 60_000);
      expect(fault(pump)).toMatchObject({ condition: 'gone' });
    });
  },
);

test(
  'SR-085 a voice that is dead when an alarm needs it is told at that burst, not a day later',
  req('SR-085'),
  async () => {
    await pumped(async pump => {
      pump.sounder.inject({ vibrator: false });
      await pump.wait(60_000);
      expect(fault(pump)).toBeUndefined();
      pump.world.inject({ cartridgeOut: true });
      await pump.wait(5_000);
      expect(fault(pump)).toMatchObject({ priority: 'medium' });
    });
  },
);

test.each([
  [
    'speaker and vibrator dead',
    (pump: SimulatedPump) => pump.sounder.inject({ speaker: false, vibrator: false }),
  ],
  ['the board hung', (pump: SimulatedPump) => pump.sounder.freeze()],
  ['its cable unplugged', (pump: SimulatedPump) => pump.sounder.unplug()],
])('SR-085 %s is HIGH, and a pump that nobody hears does not deliver', async (_what, harm) => {
  await pumped(async pump => {
    harm(pump);
    await pump.wait(DAY + 60_000);
    expect(fault(pump)).toMatchObject({ priority: 'high' });
    expect(isDelivering(pump)).toBe(false);
  });
});

test('SR-085 a buzzer that is torn off is heard of, though it is not ours', req('SR-085'), async () => {
  await pumped(async pump => {
    pump.sounder.inject({ buzzer: false });
    await pump.wait(DAY);
    expect(fault(pump)).toMatchObject({ priority: 'medium' });
  });
});

test(
  'SR-085 alarms that come and go during a test do not keep it from its answer',
  req('SR-085'),
  async () => {
    await pumped(async pump => {
      const tests = () => pump.steps.filter(({ envelope }) => envelope.fact.type === 'sounder.tested').length;
      const before = tests();
      const [alarm] = pump.shown();
      pump.sounder.board.test();
      pump.sounder.board.show([
        {
          alarm: 'occlusion',
          priority: 'high',
          signal: 'sounding',
          level: 'first',
          condition: 'present',
          sinceMonoMs: 0,
          sinceWallMs: 0,
        },
      ]);
      pump.sounder.board.show(alarm === undefined ? [] : [alarm]);
      await pump.wait(1_000);
      expect(tests()).toBe(before + 1);
    });
  },
);

test('the quick bolus is heard: ready, and as many steps as were counted', async () => {
  const pump = await simulatedPump({
    transport: 'memory',
  });
  pump.sounder.board.sound('ready', 1);
  pump.sounder.board.sound('count', 4);
  await pump.wait(5_000);
  expect(pump.sounder.noticed().map(({ pulses, volume }) => [pulses, volume])).toEqual([
    [2, 30],
    [4, 30],
  ]);
  await pump.close();
});

test('what is ordered is what is obeyed, and a damaged line is nothing', () => {
  const notes = fc.array(
    fc.record({
      hz: fc.integer({ min: 100, max: 4_000 }),
      onMs: fc.integer({ min: 10, max: 2_000 }),
      offMs: fc.nat({ max: 2_000 }),
    }),
    { minLength: 1, maxLength: 10 },
  );
  const request: fc.Arbitrary<BoardRequest> = fc.oneof(
    fc.record({
      kind: fc.constant('play' as const),
      volume: fc.nat({ max: 100 }),
      vibrate: fc.boolean(),
      times: fc.integer({ min: 1, max: 999 }),
      notes,
    }),
    fc.record({ kind: fc.constantFrom('quiet' as const, 'test' as const) }),
  );
  fc.assert(
    fc.property(request, each => {
      expect(decodeBoard(encodeBoard(each).trimEnd())).toEqual(each);
    }),
  );
  const mA = fc.option(fc.nat({ max: 5_000 }));
  const drawn: fc.Arbitrary<Drawn> = fc.record({ speaker: mA, vibrator: mA, buzzer: fc.nat({ max: 5_000 }) });
  fc.assert(
    fc.property(drawn, each => {
      expect(decodeDrawn(encodeDrawn(each).trimEnd())).toEqual(each);
    }),
  );
  for (const line of [
    '',
    'play',
    'play 50 1 1',
    'play 101 1 1 500/100/100',
    'play 50 2 1 500/100/100',
    'quiet now',
  ])
    expect(decodeBoard(line)).toBeUndefined();
  for (const line of ['', 'done', 'done 1 2', 'done 1 2 -', 'done -1 2 3', 'done 1 2 3 4'])
    expect(decodeDrawn(line)).toBeUndefined();
});
