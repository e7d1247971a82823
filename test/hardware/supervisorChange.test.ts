import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Act, decide, type Heard, newWatch, type Watch } from '../../hardware/supervisor/core.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import { BAY_LENGTH, countsIn, countsInMicrosteps } from '../../src/domain/drive.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import type { Motion } from '../../src/ports.ts';
import { req } from '../support/req.ts';

const ours = { settings: exampleSettings, hash: configurationHash(exampleSettings) };
const BAY = countsInMicrosteps(BAY_LENGTH);

/** A second channel that watches a plunger, step by step. */
const watching = () => {
  let counts = 100_000;
  let watch: Watch = newWatch;
  let acts: readonly Act[] = [];
  let at = 0;
  const hear = (heard: Heard): void => {
    [watch, acts] = decide(watch, heard);
  };
  const self = {
    pulses: (): number => watch.count?.pulses ?? Number.NaN,
    isCut: (): boolean => watch.phase === 'cut',
    reason: (): string => acts.flatMap(act => (act.type === 'veto' ? [act.reason] : []))[0] ?? '',
    later: (ms: number) => {
      at += ms;
      return self;
    },
    bay: (isOpen: boolean) => {
      hear({ type: 'bay.told', isOpen, at });
      return self;
    },
    says: (motion: Motion) => {
      hear({ type: 'main.told', motion, at });
      return self;
    },
    sees: (moved: number) => {
      counts += moved;
      hear({ type: 'encoder.counted', counts, at });
      return self;
    },
  };
  self.sees(0).bay(false);
  hear({ type: 'main.started', hash: ours.hash, ours, at });
  return self;
};

describe('the second channel in a change of cartridge', () => {
  test(
    'SR-113 out, back, in, forward and primed: none of the way is a dose, each primed pulse is counted',
    req('SR-113'),
    () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 100, max: 75_000 }),
          fc.integer({ min: 50, max: 900 }),
          (way, pulses) => {
            const it = watching();
            it.says('delivering').later(1_000).sees(countsIn(3)).says('stopped').later(60_000).bay(true);
            it.later(1_000).says('rewinding').sees(-way).sees(-way).later(5_000).sees(-7).says('stopped');
            it.later(1_000)
              .bay(false)
              .sees(-40)
              .says('seating')
              .later(1_000)
              .sees(way)
              .later(1_000)
              .sees(way);
            it.says('stopped').sees(31).later(60_000).says('priming');
            for (let each = 1; each <= pulses; each += 1)
              it.later(500).sees(countsIn(each) - countsIn(each - 1));
            it.says('stopped').later(10_000).says('delivering').later(1_000).sees(13);
            expect(it.reason()).toBe('');
            expect(it.isCut()).toBe(false);
            expect(it.pulses()).toBe(3 + pulses + 1);
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  test(
    'SR-010 SR-113 a way back in a closed bay is cut off, whatever is said of it',
    req('SR-010', 'SR-113'),
    () => {
      for (const motion of ['delivering', 'stopped', 'rewinding', 'priming'] as const) {
        const it = watching().says(motion).later(200).sees(-6);
        expect(it.isCut()).toBe(false);
        expect(it.sees(-6).isCut()).toBe(true);
        expect(it.reason()).toContain('goes back while the bay is closed');
      }
      expect(watching().says('seating').later(200).sees(-20).isCut()).toBe(true);
    },
  );

  test('SR-113 seating and priming need a bay that its own switch saw open', req('SR-113'), () => {
    expect(watching().says('seating').later(100).sees(200).reason()).toContain('no bay was opened');
    expect(watching().says('priming').later(100).sees(13).reason()).toContain('no bay was opened');
    const again = watching().bay(true).bay(false).says('delivering').later(60_000).says('priming').later(500);
    expect(again.sees(13).reason()).toContain('no bay was opened');
  });

  test('SR-113 seating reaches no further than the bay is long', req('SR-113'), () => {
    const it = watching().says('stopped').later(5_000).bay(true).says('rewinding').sees(-BAY).bay(false);
    it.says('seating').later(1_000).sees(BAY);
    expect(it.isCut()).toBe(false);
    expect(it.sees(2_100).reason()).toContain('further than the bay');
  });

  test(
    'SR-113 what moves a second and a half after seating is a dose that nobody ordered',
    req('SR-113'),
    () => {
      const it = watching()
        .says('stopped')
        .later(5_000)
        .bay(true)
        .bay(false)
        .says('seating')
        .later(100)
        .sees(900);
      it.says('stopped').later(1_400).sees(200);
      expect(it.isCut()).toBe(false);
      expect(it.later(200).sees(13).reason()).toContain('says stopped');
    },
  );

  test('SR-006 SR-113 a pulse under way when the cartridge comes out is counted', req('SR-113'), () => {
    const it = watching().says('delivering').later(60_000).bay(true).says('stopped').later(300).sees(13);
    expect(it.pulses()).toBe(1);
    expect(it.later(2_000).sees(-5_000).isCut()).toBe(false);
  });
});
