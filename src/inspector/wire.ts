import type { Frame, MachineId, Readings } from './protocol.ts';

/**
 * Frames on the wire. Most of a frame is as in the one before it, so each message sends its first frame
 * whole and of the others only what changed: about half of the bytes.
 */

type Active = Frame['active'];

/** A frame in which whatever is absent is as in the frame before it. A machine that is null has ended. */
export type PackedFrame = Pick<Frame, 'seq' | 'monoMs' | 'wallMs' | 'fact'> &
  Partial<
    Pick<
      Frame,
      | 'derived'
      | 'taken'
      | 'commands'
      | 'asked'
      | 'expected'
      | 'req'
      | 'judged'
      | 'modes'
      | 'alarms'
      | 'body'
      | 'dosing'
      | 'context'
    >
  > & {
    readonly readings?: Partial<Readings> | null;
    readonly active?: Readonly<Partial<Record<MachineId, readonly string[] | null>>>;
  };

/** Packs one message; its first frame is whole. */
export const pack = (frames: readonly Frame[]): readonly PackedFrame[] =>
  frames.map((frame, index) => {
    const before = frames[index - 1];
    const { seq, monoMs, wallMs, fact } = frame;
    const active = {
      ...changed(before?.active ?? {}, frame.active),
      ...gone(before?.active ?? {}, frame.active),
    };
    return {
      seq,
      monoMs,
      wallMs,
      fact,
      ...readingsSince(before?.readings, frame.readings),
      ...unless(before === undefined ? false : isEmpty(active), { active }),
      ...unless(same(before?.modes, frame.modes), { modes: frame.modes }),
      ...unless(same(before?.alarms, frame.alarms), { alarms: frame.alarms }),
      ...(frame.body === undefined || same(before?.body, frame.body) ? {} : { body: frame.body }),
      ...(frame.dosing === undefined || same(before?.dosing, frame.dosing) ? {} : { dosing: frame.dosing }),
      ...(frame.context === undefined || same(before?.context, frame.context)
        ? {}
        : { context: frame.context }),
      ...unless(frame.derived.length === 0, { derived: frame.derived }),
      ...unless(frame.taken.length === 0, { taken: frame.taken }),
      ...unless(frame.commands.length === 0, { commands: frame.commands }),
      ...(frame.asked === undefined ? {} : { asked: frame.asked }),
      ...(frame.expected === undefined ? {} : { expected: frame.expected }),
      ...unless(frame.req.length === 0, { req: frame.req }),
      ...(frame.judged === undefined ? {} : { judged: frame.judged }),
    };
  });

/** The frames of one message, whole again. Throws when its first frame is not whole. */
export const unpack = (packed: readonly PackedFrame[]): readonly Frame[] => {
  let before: Frame | null = null;
  return packed.map(frame => {
    const { modes = before?.modes, alarms = before?.alarms } = frame;
    const { body = before?.body, dosing = before?.dosing, context = before?.context } = frame;
    const readings = merged(before?.readings, frame.readings);
    if (!modes || !alarms || readings === undefined)
      throw new Error(`frame ${frame.seq} came without its beginning`);
    const active = still({ ...before?.active, ...frame.active });
    before = {
      derived: [],
      taken: [],
      commands: [],
      req: [],
      ...frame,
      active,
      modes,
      readings,
      alarms,
      ...(body === undefined ? {} : { body }),
      ...(dosing === undefined ? {} : { dosing }),
      ...(context === undefined ? {} : { context }),
    };
    return before;
  });
};

const unless = <Fields extends object>(isOmitted: boolean, fields: Fields): Fields | Record<never, never> =>
  isOmitted ? {} : fields;

const isEmpty = (fields: object): boolean => Object.keys(fields).length === 0;

const same = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** The fields of `now` that are not as they were. */
const changed = <Fields extends object>(before: Partial<Fields>, now: Fields): Partial<Fields> => {
  const old = new Map<string, unknown>(Object.entries(before));
  const result: Partial<Fields> = { ...now };
  for (const key of keysOf(now))
    if (old.has(String(key)) && same(old.get(String(key)), now[key])) delete result[key];
  return result;
};

const gone = (before: Active, now: Active): Partial<Record<MachineId, null>> =>
  Object.fromEntries(keysOf(before).flatMap(machine => (machine in now ? [] : [[machine, null]])));

const still = (active: NonNullable<PackedFrame['active']>): Active => {
  const result: Partial<Record<MachineId, readonly string[]>> = {};
  for (const machine of keysOf(active)) {
    const ids = active[machine];
    if (ids) result[machine] = ids;
  }
  return result;
};

/** What readings say that those of the frame before did not; all of them where that had none. */
const readingsSince = (
  before: Readings | null | undefined,
  now: Readings | null,
): Pick<PackedFrame, 'readings'> => {
  if (now === null) return before === null ? {} : { readings: null };
  const readings = changed(before ?? {}, now);
  return isEmpty(readings) ? {} : { readings };
};

/** All readings, when those of the frame before or of this one are complete; null where there are none to have. */
const merged = (
  before: Readings | null | undefined,
  now: Partial<Readings> | null | undefined,
): Readings | null | undefined => {
  if (now === undefined || now === null) return now === null ? null : before;
  if (before) return { ...before, ...now };
  return isWhole(now) ? now : undefined;
};

/** Whether no field is missing, as in the first frame of each message. */
const isWhole = (readings: Partial<Readings>): readings is Readings =>
  FIELDS.every(field => field in readings);

const FIELDS = [
  'glucoseMgDl',
  'glucoseAtMonoMs',
  'onBoardUu',
  'reservoirUu',
  'basalRateUuPerHour',
  'profileRateUuPerHour',
  'deliveredBasalUu',
  'deliveredBolusUu',
  'deliveredExtendedUu',
  'lastHourUu',
  'lastDayUu',
  'bolus',
  'extended',
  'requestedHourUu',
  'pulsesCounted',
  'encoderCounts',
  'forceMn',
] as const satisfies readonly (keyof Readings)[];

/** The keys of an object whose type says all of them. */
function keysOf<Fields extends object>(fields: Fields): readonly (keyof Fields)[] {
  const keys: (keyof Fields)[] = [];
  for (const key in fields) keys.push(key);
  return keys;
}
