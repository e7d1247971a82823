import fc from 'fast-check';
import type { ReaderAnswer, ReaderAsked } from '../../src/interop/ids/answers.ts';
import { READER_RESULT } from '../../src/interop/ids/answers.ts';
import type { AnnunciationTold, IddEvent, IddRecord, TbrLevel } from '../../src/interop/ids/record.ts';
import * as words from '../../src/interop/ids/words.ts';

/** What an SFLOAT of U holds exactly: at most 2045 steps of some power of ten. */
const exact = fc
  .tuple(fc.integer({ min: 0, max: 2_045 }), fc.integer({ min: 0, max: 5 }))
  .map(([steps, power]) => steps * 10 ** power);
const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const maybe = fc.option;
const oneOf = <Word extends string>(table: Readonly<Record<Word, number>>): fc.Arbitrary<Word> =>
  fc.constantFrom(...(Object.keys(table) as Word[]));

const level: fc.Arbitrary<TbrLevel> = fc.oneof(
  fc.record({ type: fc.constant('absolute' as const), rateUuPerHour: exact }),
  fc.record({ type: fc.constant('relative' as const), percent: fc.integer({ min: 0, max: 1_000 }) }),
);
const bolus = {
  bolus: u16,
  type: oneOf(words.BOLUS_TYPE),
  fastUu: exact,
  extendedUu: exact,
  minutes: u16,
};
const more = {
  correction: fc.boolean(),
  meal: fc.boolean(),
  delayMinutes: maybe(u16),
  template: maybe(u8),
  activation: maybe(oneOf(words.ACTIVATION)),
};
export const anyAnnunciation: fc.Arbitrary<AnnunciationTold> = fc.record({
  instance: u16,
  type: fc.oneof(
    fc.constantFrom(...Object.values(words.STANDARD_ANNUNCIATIONS)),
    fc.integer({ min: 0xf000, max: 0xfff0 }),
  ),
  status: oneOf(words.ANNUNCIATION_STATUS),
  alarm: maybe(u16),
  priority: maybe(u16),
});

const event: fc.Arbitrary<IddEvent> = fc.oneof(
  fc.record({
    event: fc.constant('referenceTime' as const),
    reason: oneOf(words.TIME_REASON),
    time: fc.record({
      year: u16,
      month: u8,
      day: u8,
      hour: u8,
      minute: u8,
      second: u8,
      zoneQuarters: fc.integer({ min: -128, max: 127 }),
      dstQuarters: u8,
    }),
  }),
  fc.record({ event: fc.constantFrom('bolusProgrammed', 'bolusDelivered'), ...bolus }),
  fc.record({ event: fc.constant('bolusProgrammedMore' as const), ...more }),
  fc.record({
    event: fc.constant('bolusDeliveredMore' as const),
    startedAfterS: u32,
    activation: maybe(oneOf(words.ACTIVATION)),
    reason: maybe(oneOf(words.END_REASON)),
    instance: maybe(u16),
  }),
  fc.record({
    event: fc.constant('basalRateChanged' as const),
    before: exact,
    after: exact,
    context: maybe(oneOf(words.BASAL_CONTEXT)),
  }),
  fc.record({ event: fc.constant('tbrStarted' as const), level, minutes: u16, template: maybe(u8) }),
  fc.record({
    event: fc.constant('tbrChanged' as const),
    level,
    minutes: u16,
    elapsedMinutes: u16,
    template: maybe(u8),
  }),
  fc.record({
    event: fc.constant('tbrEnded' as const),
    type: fc.constantFrom('absolute', 'relative'),
    elapsedMinutes: u16,
    reason: oneOf(words.END_REASON),
    template: maybe(u8),
    instance: maybe(u16),
  }),
  fc.record({
    event: fc.constant('profileActivated' as const),
    type: oneOf(words.TEMPLATE_TYPE),
    before: u8,
    after: u8,
  }),
  fc.record({
    event: fc.constant('totalDaily' as const),
    timeChanged: fc.boolean(),
    bolusUu: exact,
    basalUu: exact,
    year: u16,
    month: u8,
    day: u8,
  }),
  fc.record({
    event: fc.constant('therapyChanged' as const),
    before: oneOf(words.THERAPY),
    after: oneOf(words.THERAPY),
  }),
  fc.record({
    event: fc.constant('operationalChanged' as const),
    before: oneOf(words.OPERATIONAL),
    after: oneOf(words.OPERATIONAL),
  }),
  fc.record({ event: fc.constant('reservoirChanged' as const), leftUu: maybe(exact) }),
  anyAnnunciation.map(told => ({ event: 'annunciationChanged' as const, ...told })),
  fc.record({
    event: fc.constant('annunciationChangedMore' as const),
    aux3: maybe(u16),
    aux4: maybe(u16),
    aux5: maybe(u16),
  }),
  fc.record({ event: fc.constant('primingStarted' as const), amountUu: maybe(exact) }),
  fc.record({
    event: fc.constant('primingDone' as const),
    deliveredUu: exact,
    reason: oneOf(words.PRIMING_END),
    instance: maybe(u16),
  }),
  fc.record({ event: fc.constant('maxBolusChanged' as const), beforeUu: exact, afterUu: exact }),
);

export const anyRecord: fc.Arbitrary<IddRecord> = fc
  .tuple(event, u32, u16)
  .map(([each, sequence, offsetS]) => ({ ...each, sequence, offsetS }));

export const anyAsked: fc.Arbitrary<ReaderAsked> = fc.oneof(
  fc.record({
    ask: fc.constant('resetStatus' as const),
    flags: fc.subarray(Object.keys(words.CHANGED) as words.Changed[]),
  }),
  fc.record({
    ask: fc.constantFrom('activeBoluses', 'basalRate', 'totalDaily', 'delivered', 'onBoard'),
  }),
  fc.record({
    ask: fc.constant('activeBolus' as const),
    bolus: u16,
    selection: oneOf(words.BOLUS_SELECTION),
  }),
  fc.record({
    ask: fc.constant('counter' as const),
    counter: oneOf(words.COUNTER),
    selection: oneOf(words.COUNTER_SELECTION),
  }),
);

/** A FLOAT holds whole mU up to 8388.6 U. */
const summed = fc.integer({ min: 0, max: 8_388_605 }).map(mu => mu * 1_000);
export const anyAnswer: fc.Arbitrary<ReaderAnswer> = fc.oneof(
  fc.record({ answer: fc.constant('activeBoluses' as const), boluses: fc.array(u16, { maxLength: 7 }) }),
  fc.record({ answer: fc.constant('activeBolus' as const), ...bolus, ...more }),
  fc.record({
    answer: fc.constant('basalRate' as const),
    profile: u8,
    profileRateUuPerHour: exact,
    tbr: maybe(fc.record({ level, minutes: u16, remainingMinutes: u16 })),
    context: maybe(oneOf(words.BASAL_CONTEXT)),
  }),
  fc.record({
    answer: fc.constant('totalDaily' as const),
    bolusUu: exact,
    basalUu: exact,
    totalUu: exact,
  }),
  fc.record({
    answer: fc.constant('counter' as const),
    counter: oneOf(words.COUNTER),
    selection: oneOf(words.COUNTER_SELECTION),
    minutes: u32,
  }),
  fc.record({ answer: fc.constant('delivered' as const), bolusUu: summed, basalUu: summed }),
  fc.record({
    answer: fc.constant('onBoard' as const),
    onBoardUu: exact,
    remainingMinutes: maybe(u16),
  }),
  fc.record({ answer: fc.constant('result' as const), to: u16, result: oneOf(READER_RESULT) }),
);
