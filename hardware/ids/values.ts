import type { AnnunciationTold } from '../../src/interop/ids/record.ts';
import type { IddStatus } from '../../src/interop/ids/status.ts';
import {
  ANNUNCIATION_STATUS,
  CHANGED,
  type Changed,
  FEATURE,
  type Feature,
  OPERATIONAL,
  STANDARD_ANNUNCIATIONS,
  THERAPY,
} from '../../src/interop/ids/words.ts';
import { type Decoded, damaged, decoded, le16, le24, u16, u24 } from '../link/bluetooth/bytes.ts';
import { crc16 } from '../link/bluetooth/crc16.ts';
import { given, left } from './amounts.ts';
import { flagged, type Layout, mapped, readWhole, struct, uint8, uint16, word } from './layout.ts';

/** What can be read without asking for it: status, what has changed, annunciation, features. */

const STANDARD = new Set<number>(Object.values(STANDARD_ANNUNCIATIONS));
const MAKERS = { least: 0xf000, most: 0xfff0 } as const;

/** A type of the standard, or one of the maker's. */
export const annunciationType: Layout<number> = mapped<number, number>(
  uint16,
  type => type,
  code =>
    STANDARD.has(code) || (code >= MAKERS.least && code <= MAKERS.most)
      ? decoded(code)
      : damaged(`0x${code.toString(16).padStart(4, '0')}: is no type of annunciation`),
);

/** IDD Status (2B21). */
export const status: Layout<IddStatus> = struct({
  therapy: word(THERAPY),
  operational: word(OPERATIONAL),
  leftUu: left,
  attached: mapped<number, boolean>(
    uint8,
    isAttached => (isAttached ? 1 : 0),
    flags => decoded((flags & 1) !== 0),
  ),
});

/** The words of a table of bits that are set. Reserved bits are passed over. */
const bits = <Word extends string>(
  table: Readonly<Record<Word, number>>,
): {
  readonly write: (set: readonly Word[]) => number;
  readonly read: (raw: number) => readonly Word[];
} => ({
  write: set => set.reduce((raw, each) => raw | (1 << table[each]), 0),
  read: raw => (Object.keys(table) as Word[]).filter(each => (raw & (1 << table[each])) !== 0),
});

const changedBits = bits(CHANGED);
/** IDD Status Changed (2B20), and what a client wants to be reset of it. */
export const changed: Layout<readonly Changed[]> = mapped<number, readonly Changed[]>(
  uint16,
  changedBits.write,
  raw => decoded(changedBits.read(raw)),
);

const told = {
  instance: uint16,
  type: annunciationType,
  status: word(ANNUNCIATION_STATUS),
} as const;

/** Part one of an annunciation in the history. */
export const annunciationRecord: Layout<AnnunciationTold> = flagged({
  marks: {},
  fields: told,
  extras: { alarm: [0, uint16], priority: [1, uint16] },
});

const PRESENT = 0;
const announced = flagged({
  marks: { present: PRESENT },
  fields: told,
  extras: { alarm: [1, uint16], priority: [2, uint16] },
});

/** IDD Annunciation Status (2B22). Null is none: then its flags stand alone. */
export const annunciation: Layout<AnnunciationTold | null> = {
  write: value => (value === null ? [0] : announced.write({ ...value, present: true })),
  read: (bytes, at) => {
    const flags = uint8.read(bytes, at);
    if (!flags.ok) return flags;
    if ((flags.value.value & (1 << PRESENT)) === 0) return decoded({ value: null, next: flags.value.next });
    const found = announced.read(bytes, at);
    if (!found.ok) return found;
    const { present: _, ...value } = found.value.value;
    return decoded({ value, next: found.value.next });
  },
};

export type IddFeatures = {
  readonly features: readonly Feature[];
  /** U of insulin in a millilitre, as µU. */
  readonly concentrationUu: number;
};

const featureBits = bits(FEATURE);
/** CRC before and counter after it, for this characteristic alone; both say "not used" without protection. */
const UNUSED = { crc: 0xffff, counter: 0 } as const;

/** IDD Features (2B23), by which a client learns whether the others are protected: its own counter is always 0. */
export const encodeFeatures = ({ features, concentrationUu }: IddFeatures): Uint8Array => {
  const body = [UNUSED.counter, ...given.write(concentrationUu), ...le24(featureBits.write(features))];
  const crc = features.includes('protection') ? crc16(body) : UNUSED.crc;
  return Uint8Array.from([...le16(crc), ...body]);
};

const FEATURES_OCTETS = 8;

export const decodeFeatures = (bytes: Uint8Array): Decoded<IddFeatures> => {
  if (bytes.length < FEATURES_OCTETS) return damaged(`${bytes.length} octets are too few for features`);
  const features = featureBits.read(u24(bytes, 5));
  const hasMore = features.includes('extension');
  if (bytes.length > FEATURES_OCTETS && !hasMore)
    return damaged(`${bytes.length} octets are more than its flags say`);
  const crc = u16(bytes, 0);
  if (features.includes('protection') && crc !== crc16(bytes.subarray(2)))
    return damaged(`CRC = 0x${crc.toString(16)}: not that of the features`);
  const concentration = readWhole(given, bytes.subarray(3, 5));
  return concentration.ok ? decoded({ features, concentrationUu: concentration.value }) : concentration;
};
