import type { MonoMs } from '../units.ts';
import { type Contradiction, contradictedBy, discredit } from './disputed.ts';
import { type Arrival, type Doubt, extend, judge, type Reading, type Trail } from './reading.ts';

/** A reading that was believed, and why it may not increase insulin; no doubts: it may. */
export type Believed = { readonly reading: Reading; readonly doubts: readonly Doubt[] };

/** All that was heard of a sensor and believed, and what verdicts rest on. */
export type Stream = {
  /** Of the last day, the oldest first. */
  readonly believed: readonly Believed[];
  readonly trail: Trail;
  readonly sequence: number | null;
  /** Of the newest reading. Before the first there is nothing to hold it against. */
  readonly doubts: readonly Doubt[];
};

export const silence: Stream = { believed: [], trail: [], sequence: null, doubts: ['alone'] };

const KEPT_MS = 24 * 3_600_000;

/** What became of a reading: it is in the stream, or the stream is as it was, for these reasons. */
export type Hearing = { readonly stream: Stream; readonly refused: readonly string[] };

/** A reading arrives at `now`. One that `judge` refuses leaves no trace, but the doubt where it contradicts one that was believed. */
export const hear = (stream: Stream, arrival: Arrival, now: MonoMs): Hearing => {
  const verdict = judge(stream.trail, stream.sequence, arrival, now);
  if (!verdict.accepted)
    return {
      stream: doubtedBy(stream, contradictedBy(stream.trail, arrival, now)),
      refused: verdict.reasons,
    };
  const { reading, doubts } = verdict;
  const kept = stream.believed.filter(({ reading: { measuredAt } }) => now - measuredAt <= KEPT_MS);
  return {
    stream: {
      believed: [...kept, { reading, doubts }],
      trail: extend(stream.trail, reading),
      sequence: arrival.sequence,
      doubts,
    },
    refused: [],
  };
};

const doubtedBy = (stream: Stream, found: Contradiction | null): Stream => {
  if (found === null) return stream;
  const withDoubt = (doubts: readonly Doubt[]): readonly Doubt[] => [
    ...doubts.filter(doubt => doubt !== 'contradicted'),
    'contradicted',
  ];
  return {
    ...stream,
    believed: stream.believed.map(each =>
      each.reading.measuredAt === found.former.measuredAt
        ? { ...each, doubts: withDoubt(each.doubts) }
        : each,
    ),
    trail: discredit(stream.trail, found),
    doubts: withDoubt(stream.doubts),
  };
};

/** A doubt about the value itself. That a reading stands alone says nothing against it. */
const isAboutValue = (doubt: Doubt): boolean => doubt !== 'alone';

/**
 * What a controller is told. A reading in doubt is heard while it is the newest, so that insulin can be lowered on it; once a
 * sound one follows it is forgotten, so that no later increase rests on it (SR-093).
 */
export const toldOf = ({ believed }: Stream): readonly Reading[] => {
  const lastSound = believed.findLastIndex(({ doubts }) => doubts.length === 0);
  return believed
    .filter(({ doubts }, index) => index > lastSound || !doubts.some(isAboutValue))
    .map(({ reading }) => reading);
};
