import { keyframeOf } from '../../inspector/keyframe.ts';
import type { Begun, ToldStep } from './apart.ts';
import type { BegunRun, ToPage } from './messages.ts';

/** The last step before the state that a page begins with; null where nobody knows it. */
export const seqBefore = ({ earlier = [], seq }: Pick<Begun, 'earlier' | 'seq'>): number | null => {
  const [first] = earlier;
  return first === undefined ? seq : first.envelope.seq - 1;
};

/** A run as a thread is told it. */
export const begunRun = (number: number, begun: Begun): BegunRun => {
  const { state, journal, earlier = [], isLate = false } = begun;
  return {
    number,
    keyframe: keyframeOf(earlier[0]?.before ?? state()),
    seq: seqBefore(begun),
    steps: earlier.map(({ envelope, body }) => ({ envelope, ...(body === undefined ? {} : { body }) })),
    journal,
    isLate,
  };
};

/** The same run for a thread that begins after its last step, which it takes again: a keyframe alone would show nothing. */
export const begunAgain = (run: Begun, last: ToldStep | null): Begun =>
  last === null ? run : { ...run, earlier: [last], isLate: last.envelope.seq > 1 };

/** A step as a thread is told it; `asked` is the number of the request that has become its fact. */
export const toldStep = (
  { envelope, body }: ToldStep,
  asked: number | undefined,
): Extract<ToPage, { what: 'step' }> => ({
  what: 'step',
  envelope,
  ...(asked === undefined ? {} : { asked }),
  ...(body === undefined ? {} : { body }),
});
