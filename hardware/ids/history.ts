import { EVENT, type EventKind, type EventOf, type IddRecord } from '../../src/interop/ids/record.ts';
import {
  ACTIVATION,
  BASAL_CONTEXT,
  BOLUS_TYPE,
  END_REASON,
  OPERATIONAL,
  PRIMING_END,
  TBR_TYPE,
  TEMPLATE_TYPE,
  THERAPY,
  TIME_REASON,
} from '../../src/interop/ids/words.ts';
import { type Decoded, damaged, decoded } from '../link/bluetooth/bytes.ts';
import { given, left, maybeGiven, tbrLevel } from './amounts.ts';
import { flagged, int8, type Layout, mapped, ofKind, struct, uint8, uint16, uint32, word } from './layout.ts';
import { annunciationRecord } from './values.ts';

/** IDD History Data (2B28): what stands behind each kind of event. */

type Body<Kind extends EventKind> = Omit<EventOf<Kind>, 'event'>;

/** A bolus, wherever one is told. */
export const bolusFields = {
  bolus: uint16,
  type: word(BOLUS_TYPE),
  fastUu: given,
  extendedUu: given,
  minutes: uint16,
} as const;
const bolus: Layout<Body<'bolusProgrammed'>> = struct(bolusFields);

/** Why and how a bolus was asked for: the flags of the standard, wherever they stand. */
export const bolusFlags = {
  marks: { correction: 3, meal: 4 },
  extras: { delayMinutes: [0, uint16], template: [1, uint8], activation: [2, word(ACTIVATION)] },
} as const;

/** A type that can be written without its amount. */
const tbrType: Layout<'absolute' | 'relative'> = mapped<keyof typeof TBR_TYPE, 'absolute' | 'relative'>(
  word(TBR_TYPE),
  type => type,
  type => (type === 'undetermined' ? damaged('a temporary rate of no type') : decoded(type)),
);

const BODIES: { readonly [Kind in EventKind]: Layout<Body<Kind>> } = {
  referenceTime: struct({
    reason: word(TIME_REASON),
    time: struct({
      year: uint16,
      month: uint8,
      day: uint8,
      hour: uint8,
      minute: uint8,
      second: uint8,
      zoneQuarters: int8,
      dstQuarters: uint8,
    }),
  }),
  bolusProgrammed: bolus,
  bolusProgrammedMore: flagged({ ...bolusFlags, fields: {} }),
  bolusDelivered: bolus,
  bolusDeliveredMore: flagged({
    marks: {},
    fields: { startedAfterS: uint32 },
    extras: { activation: [0, word(ACTIVATION)], reason: [1, word(END_REASON)], instance: [2, uint16] },
  }),
  basalRateChanged: flagged({
    marks: {},
    fields: { before: given, after: given },
    extras: { context: [0, word(BASAL_CONTEXT)] },
  }),
  tbrStarted: flagged({
    marks: {},
    fields: { level: tbrLevel, minutes: uint16 },
    extras: { template: [0, uint8] },
  }),
  tbrChanged: flagged({
    marks: {},
    fields: { level: tbrLevel, minutes: uint16, elapsedMinutes: uint16 },
    extras: { template: [0, uint8] },
  }),
  tbrEnded: flagged({
    marks: {},
    fields: { type: tbrType, elapsedMinutes: uint16, reason: word(END_REASON) },
    extras: { template: [0, uint8], instance: [1, uint16] },
  }),
  profileActivated: struct({ type: word(TEMPLATE_TYPE), before: uint8, after: uint8 }),
  totalDaily: flagged({
    marks: { timeChanged: 0 },
    fields: { bolusUu: given, basalUu: given, year: uint16, month: uint8, day: uint8 },
    extras: {},
  }),
  therapyChanged: struct({ before: word(THERAPY), after: word(THERAPY) }),
  operationalChanged: struct({ before: word(OPERATIONAL), after: word(OPERATIONAL) }),
  reservoirChanged: struct({ leftUu: left }),
  annunciationChanged: annunciationRecord,
  annunciationChangedMore: flagged({
    marks: {},
    fields: {},
    extras: { aux3: [0, uint16], aux4: [1, uint16], aux5: [2, uint16] },
  }),
  primingStarted: struct({ amountUu: maybeGiven }),
  primingDone: flagged({
    marks: {},
    fields: { deliveredUu: given, reason: word(PRIMING_END) },
    extras: { instance: [0, uint16] },
  }),
  maxBolusChanged: struct({ beforeUu: given, afterUu: given }),
};

const head = struct({ event: word(EVENT, 2), sequence: uint32, offsetS: uint16 });

/** The bytes of one entry, without its protection. */
export const encodeRecord = (record: IddRecord): readonly number[] => {
  return [...head.write(record), ...ofKind(BODIES, record.event).write(record)];
};

/** One entry and nothing behind it. A kind that this pump does not write is damage here. */
export const decodeRecord = (bytes: Uint8Array): Decoded<IddRecord> => {
  const begun = head.read(bytes, 0);
  if (!begun.ok) return begun;
  const { value, next } = begun.value;
  const body = ofKind(BODIES, value.event).read(bytes, next);
  if (!body.ok) return damaged(`${value.event}: ${body.problem}`);
  return body.value.next === bytes.length
    ? decoded({ ...value, ...body.value.value, event: value.event } as IddRecord)
    : damaged(`${value.event}: ${bytes.length - body.value.next} octets too many`);
};
