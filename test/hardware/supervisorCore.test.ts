import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capsFor } from '../../hardware/supervisor/caps.ts';
import {
  type Act,
  deadlineOf,
  decide,
  type Heard,
  newWatch,
  type Watch,
} from '../../hardware/supervisor/core.ts';
import { counted, countFrom } from '../../hardware/supervisor/count.ts';
import {
  decodeMain,
  decodeSupervisor,
  encodeMain,
  encodeSupervisor,
} from '../../hardware/supervisor/lines.ts';
import { configurationHash } from '../../src/domain/configuration.ts';
import { countsIn } from '../../src/domain/drive.ts';
import { TIMING } from '../../src/domain/limits.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { req } from '../support/req.ts';

const ours = { settings: exampleSettings, hash: configurationHash(exampleSettings) };
const motion = fc.constantFrom('delivering', 'stopped', 'rewinding', 'seating', 'priming', 'failed');
const instant = { at: fc.nat({ max: 3_000 }) };

/** Anything in any order; `at` is how much later than the one before. */
const heard = fc.oneof(
  fc.record({ type: fc.constantFrom('second.passed', 'deadline.passed'), ...instant }),
  fc.record({
    type: fc.constant('encoder.counted'),
    counts: fc.integer({ min: -500, max: 5_000 }),
    ...instant,
  }),
  fc.record({ type: fc.constant('bay.told'), isOpen: fc.boolean(), ...instant }),
  fc.record({ type: fc.constant('bay.failed'), reason: fc.constant('torn') }),
  fc.record({ type: fc.constant('encoder.failed'), reason: fc.constant('dead') }),
  fc.record({
    type: fc.constant('main.started'),
    hash: fc.constantFrom(ours.hash, '0123456789abcdef'),
    ours: fc.constantFrom(ours, ours, null),
    ...instant,
  }),
  fc.record({ type: fc.constant('main.told'), motion, ...instant }),
  fc.constant({ type: 'main.left' }),
  fc.constant({ type: 'main.lost' }),
  fc.record({ type: fc.constant('relay.failed'), reason: fc.constant('stuck') }),
) as fc.Arbitrary<Heard>;

/** Without it few walks would come as far as a motor with a supply. */
const beginning: readonly Heard[] = [
  { type: 'encoder.counted', counts: 0, at: 0 },
  { type: 'bay.told', isOpen: false, at: 0 },
  { type: 'main.started', hash: ours.hash, ours, at: 0 },
];

const walk = (
  all: readonly Heard[],
  see: (before: Watch, watch: Watch, acts: readonly Act[]) => void,
): Watch => {
  let now = 0;
  return all.reduce((before, next) => {
    if ('at' in next) now += next.at;
    const [watch, acts] = decide(before, 'at' in next ? { ...next, at: now } : next);
    see(before, watch, acts);
    return watch;
  }, newWatch);
};

const has = (acts: readonly Act[], type: Act['type']): boolean => acts.some(act => act.type === type);

/** The board has answered by then, or is known to have failed. */
const RELAY_ANSWER = 200;

/** When the motor is cut by a second channel that was started at 0 and hears a word at each of these instants. */
const cutAfter = (words: readonly number[]): number => {
  let watch = walk(beginning, () => {});
  for (let at = 0; at < 100_000; at += 1) {
    // What comes at the same instant comes in the least lucky order.
    const due: readonly Heard[] = [
      ...(at === deadlineOf(watch) ? [{ type: 'deadline.passed', at } as const] : []),
      ...words.filter(word => word === at).map(() => ({ type: 'main.told', motion: 'stopped', at }) as const),
      ...(at % 1_000 === 0 ? [{ type: 'second.passed', at } as const] : []),
    ];
    for (const each of due) [watch] = decide(watch, each);
    if (watch.phase === 'cut') return at;
  }
  return Number.POSITIVE_INFINITY;
};

describe('the decisions of the second channel', () => {
  test(
    'SR-113 SR-117 whatever it hears, it supplies the motor once, alike configured, and cuts it for good',
    req('SR-113', 'SR-117'),
    () => {
      let supplied = 0;
      let cuts = 0;
      fc.assert(
        fc.property(fc.boolean(), fc.array(heard, { maxLength: 60 }), (isBegun, rest) => {
          const all: readonly Heard[] = isBegun ? [...beginning, ...rest] : rest;
          let isCut = false;
          walk(all, (before, watch, acts) => {
            if (has(acts, 'supply')) {
              supplied += 1;
              expect(isCut).toBe(false);
              expect(before.phase).toBe('waiting');
              expect(watch.hash).toBe(ours.hash);
            }
            if (before.phase !== 'cut' && watch.phase === 'cut') {
              cuts += 1;
              const types = acts.map(({ type }) => type);
              expect(types).toEqual(expect.arrayContaining(['cut', 'buzz']));
              expect(types.includes('veto') || types.includes('tooLong')).toBe(true);
            }
            if (has(acts, 'cut')) isCut = true;
            if (before.phase === 'ended') expect(watch.phase).toBe('ended');
          });
        }),
        { numRuns: 3_000 },
      );
      expect(supplied).toBeGreaterThan(100);
      expect(cuts).toBeGreaterThan(100);
    },
  );

  test('SR-113 no words of the main channel buy a pulse beyond the caps', req('SR-113'), () => {
    const caps = capsFor(exampleSettings);
    let stopped = 0;
    fc.assert(
      fc.property(
        fc.array(fc.record({ motion, gapMs: fc.integer({ min: 300, max: 1_500 }) }), {
          minLength: 5_000,
          maxLength: 5_000,
        }),
        steps => {
          let watch = walk(beginning, () => {});
          let at = 0;
          let pulses = 0;
          for (const { motion: said, gapMs } of steps) {
            at += gapMs;
            pulses += 1;
            // A change is begun anew each time, as nobody could in truth.
            if (said === 'priming')
              for (const isOpen of [true, false]) [watch] = decide(watch, { type: 'bay.told', isOpen, at });
            if (said === 'delivering' || said === 'priming')
              [watch] = decide(watch, { type: 'main.told', motion: said, at });
            [watch] = decide(watch, { type: 'encoder.counted', counts: countsIn(pulses), at });
            expect(watch.phase === 'watching' && watch.seen.length > caps.hourly).toBe(false);
            expect(watch.phase === 'watching' && watch.lately.length > caps.perMinute).toBe(false);
            if (watch.phase === 'cut') break;
          }
          if (watch.phase === 'cut') stopped += 1;
        },
      ),
      { numRuns: 20 },
    );
    expect(stopped).toBe(20);
  });

  test(
    'SR-114 the loss of the line, or its own word that it failed cuts the motor at once',
    req('SR-114'),
    () => {
      const begun = (): Watch => walk(beginning, () => {});
      expect(decide(begun(), { type: 'main.lost' })[0].phase).toBe('cut');
      expect(decide(begun(), { type: 'main.told', motion: 'failed', at: 1 })[0].phase).toBe('cut');
      expect(decide(begun(), { type: 'main.left' })[1]).toEqual([{ type: 'cut' }, { type: 'hush' }]);
    },
  );

  test(
    'SR-114 at every phase of its last word to the beat, the motor is cut within 2 s of it',
    req('SR-114'),
    () => {
      let phases = 0;
      for (let phase = 0; phase < 1_000; phase += 1) {
        // Three beats, each answered at once, and then a change of motion at this phase.
        const last = 3_000 + phase;
        const words = [0, 1_000, 2_000, 3_000, last];
        const silence = cutAfter(words) - last;
        expect(silence, `phase ${phase}`).toBeGreaterThanOrEqual(TIMING.mainSilence);
        expect(silence, `phase ${phase}`).toBeLessThanOrEqual(2_000 - RELAY_ANSWER);
        phases += 1;
      }
      expect(phases).toBe(1_000);
    },
  );

  test('SR-114 whatever is said when, the cut comes within 2 s of the last word and never before it is due', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: TIMING.mainSilence - 1 }), { maxLength: 20 });
    fc.assert(
      fc.property(gaps, each => {
        let last = 0;
        const words = [
          0,
          ...each.map(gap => {
            last += gap;
            return last;
          }),
        ];
        expect(cutAfter(words)).toBe(last + TIMING.mainSilence);
      }),
      { numRuns: 1_000 },
    );
  });

  test('SR-113 pulses by the encoder alone are those that were made, and a way back gives none of them back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), fc.nat({ max: 5_000 }), (zero, pulses) => {
        let count = countFrom(zero);
        for (let each = 1; each <= pulses; each += 1) count = counted(count, zero + countsIn(each));
        expect(count.pulses).toBe(pulses);
        const back = counted(count, zero - 50_000);
        expect(back.pulses).toBe(pulses);
        expect(counted(back, zero - 50_000 + countsIn(3)).pulses).toBe(pulses + 3);
      }),
      { numRuns: 50 },
    );
  });

  test('what is said on the line is what is heard, and a damaged line is nothing', () => {
    for (const said of [
      { type: 'start', hash: ours.hash },
      { type: 'state', motion: 'priming' },
      { type: 'bye' },
    ] as const)
      expect(decodeMain(encodeMain(said).trimEnd())).toEqual(said);
    for (const said of [
      { type: 'ready' },
      { type: 'tooLong' },
      { type: 'beat', pulses: 12, hash: ours.hash },
      { type: 'veto', reason: 'more than 3 pulses' },
    ] as const)
      expect(decodeSupervisor(encodeSupervisor(said).trimEnd())).toEqual(said);
    for (const line of ['', 'beat', 'beat -1 0', `beat 1 ${ours.hash} x`, 'state running', 'start 12'])
      expect([decodeMain(line), decodeSupervisor(line)]).toEqual([undefined, undefined]);
  });
});
