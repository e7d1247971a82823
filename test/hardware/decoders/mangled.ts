import fc from 'fast-check';

type Edit = (bytes: readonly number[], at: number, byte: number) => readonly number[];

const spliced = (
  bytes: readonly number[],
  at: number,
  removed: number,
  ...put: readonly number[]
): readonly number[] => [...bytes.slice(0, at), ...put, ...bytes.slice(at + removed)];

/** What lines do to bytes. */
const EDITS: Readonly<Record<string, Edit>> = {
  dropped: (bytes, at) => spliced(bytes, at, 1),
  doubled: (bytes, at) => spliced(bytes, at, 0, bytes[at] ?? 0),
  bitFlipped: (bytes, at, byte) => spliced(bytes, at, 1, (bytes[at] ?? 0) ^ (1 << (byte % 8))),
  replaced: (bytes, at, byte) => spliced(bytes, at, 1, byte),
  inserted: (bytes, at, byte) => spliced(bytes, at, 0, byte),
  swapped: (bytes, at) => spliced(bytes, at, 2, bytes[at + 1] ?? 0, bytes[at] ?? 0),
  cutShort: (bytes, at) => bytes.slice(0, at),
  /** Long enough to choke a careless regular expression. */
  stuttered: (bytes, at) => spliced(bytes, at, 0, ...Array<number>(180).fill(bytes[at] ?? 0)),
};

const edit = fc.tuple(fc.constantFrom(...Object.values(EDITS)), fc.nat(), fc.integer({ min: 0, max: 255 }));

/** Real messages one after the other, with up to four of those edits; and now and then nothing but noise. */
export const mangled = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(
          fc.array(fc.constantFrom(...samples), { minLength: 1, maxLength: 3 }),
          fc.array(edit, { maxLength: 4 }),
        )
        .map(([parts, edits]) =>
          Uint8Array.from(
            edits.reduce<readonly number[]>(
              (bytes, [change, place, byte]) =>
                bytes.length === 0 ? bytes : change(bytes, place % bytes.length, byte),
              parts.flatMap(part => [...part]),
            ),
          ),
        ),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
