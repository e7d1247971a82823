import { describe, expect, test } from 'vitest';
import { type Channel, channels } from '../../src/domain/channels.ts';
import { HARD } from '../../src/domain/limits.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs } from '../../src/domain/units.ts';
import { begin } from '../../src/runtime/recover.ts';
import { supervise } from '../../src/runtime/supervisor.ts';

const intent = (pulse: number, channel: Channel = 'bolus') => ({ pulse, channel, bolus: null }) as const;

describe('the supervisor counts for itself', () => {
  test('SR-113 a pulse moves once, and never after a later one', () => {
    const supervisor = supervise();
    supervisor.admit(intent(1), monoMs(0));
    expect(() => supervisor.admit(intent(1), monoMs(1_000))).toThrow('may move once');
    supervisor.admit(intent(3), monoMs(2_000));
    expect(() => supervisor.admit(intent(2), monoMs(3_000))).toThrow('may move once');
  });

  test.each([0, 45, 600])(
    'SR-015 SR-113 no more than the hour allows, whoever asks, %i min after the start',
    minutes => {
      const supervisor = supervise();
      supervisor.limitTo(exampleSettings);
      const capUu = exampleSettings.maxBasalUuPerHour + 1.5 * exampleSettings.maxBolusUu;
      let admitted = 0;
      const admitAll = () => {
        for (let pulse = 1; pulse < 2_000; pulse += 1) {
          supervisor.admit(intent(pulse), monoMs(minutes * 60_000 + pulse * 1_000));
          admitted = pulse;
        }
      };
      expect(admitAll).toThrow('within an hour');
      expect(admitted * PULSE).toBe(capUu);
    },
  );

  test('what fills tubing and cannula counts by the minute, to the very minute, and not by the hour', () => {
    const supervisor = supervise();
    supervisor.limitTo({ ...exampleSettings, maxBasalUuPerHour: 200_000, maxBolusUu: 500_000 });
    // As fast as filling goes: the pulse of a minute ago is out of the minute when the next is due.
    for (let pulse = 1; pulse <= 300; pulse += 1)
      supervisor.admit(intent(pulse, 'prime'), monoMs(pulse * 500));
    expect(() => supervisor.admit(intent(301, 'prime'), monoMs(150_499))).toThrow('within a minute');
    // 0.95 U are 38 pulses, whatever went into the tubing.
    for (let pulse = 1; pulse <= 38; pulse += 1)
      supervisor.admit(intent(300 + pulse), monoMs(150_000 + pulse * 1_000));
    expect(() => supervisor.admit(intent(339), monoMs(189_000))).toThrow(
      'more than 950000 µU within an hour',
    );
    // To the very hour: the first of them counts no more, the second does.
    supervisor.admit(intent(339), monoMs(151_000 + 3_600_000));
    expect(() => supervisor.admit(intent(340), monoMs(152_000 + 3_599_999))).toThrow('within an hour');
  });

  test.each(channels)('SR-036 SR-114 a runaway of %s pulses is vetoed within a minute', channel => {
    const supervisor = supervise();
    let admitted = 0;
    const runAway = () => {
      for (let pulse = 1; pulse < 200; pulse += 1) {
        supervisor.admit(intent(pulse, channel), monoMs(pulse * 100));
        admitted = pulse;
      }
    };
    expect(runAway).toThrow('within a minute');
    expect(admitted).toBe({ basal: 11, bolus: 63, extended: 63, prime: 120 }[channel]);
  });

  test('SR-036 SR-114 two boluses and basal at their fastest are none', () => {
    const supervisor = supervise();
    let pulse = 0;
    for (let second = 0; second < 300; second += 1) {
      const due =
        second % 6 === 0 ? (['basal', 'bolus', 'extended'] as const) : (['bolus', 'extended'] as const);
      for (const [wait, channel] of due.entries()) {
        pulse += 1;
        supervisor.admit(intent(pulse, channel), monoMs(second * 1_000 + wait * 300));
      }
    }
    expect(pulse).toBe(650);
  });

  test('SR-113 what an earlier life of the journal moved counts in this one', () => {
    const supervisor = supervise();
    for (let pulse = 1; pulse <= 30; pulse += 1) supervisor.remember(intent(pulse), monoMs(pulse));
    expect(() => supervisor.admit(intent(30), monoMs(1_000))).toThrow('may move once');
  });

  test('SR-015 settings never raise the hard limits', () => {
    const supervisor = supervise();
    supervisor.limitTo({ ...exampleSettings, maxBasalUuPerHour: 900_000_000, maxBolusUu: 900_000_000 });
    const most = HARD.maxBasalUuPerHour + 1.5 * HARD.maxBolusUu;
    for (let pulse = 1; pulse * PULSE <= most; pulse += 1)
      supervisor.admit(intent(pulse), monoMs(pulse * 1_000));
    expect(() => supervisor.admit(intent(10_000), monoMs(Math.floor(most / PULSE) * 1_000 + 1))).toThrow(
      'within an hour',
    );
  });
});

test('SR-073 a pump without settings does not start', () => {
  const boot = { boot: 'x', wallMs: 0 as never, settings: null, preparation: [] };
  expect(() => begin('hash', boot)).toThrow('never assumes a rate');
});
