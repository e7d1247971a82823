import { replayTranscript } from './replay.ts';
import { transcriptIn } from './transcript.ts';

const OTHER_COMMIT =
  'The adapters of another commit may say other bytes: a record is replayed by the commit that its rig.json names.';

/** A replay of a transcript as lines for a person, and whether all of it was the same. Throws BadTranscript. */
export const replayLines = async (
  text: string,
): Promise<{ readonly isSame: boolean; readonly lines: readonly string[] }> => {
  const replayed = await replayTranscript(transcriptIn(text));
  const sum = (field: 'bytesIn' | 'bytesOut' | 'facts'): number =>
    replayed.reduce((total, each) => total + each[field], 0);
  const differing = replayed.filter(({ difference }) => difference !== null);
  return {
    // Nothing that was replayed has shown nothing.
    isSame: replayed.length > 0 && differing.length === 0,
    lines: [
      ...differing.map(
        ({ pump, difference }) =>
          `pump ${pump}, its line ${(difference?.line ?? 0) + 1}: recorded ${difference?.recorded}, came ${difference?.came}`,
      ),
      ...(differing.length > 0 ? [OTHER_COMMIT] : []),
      `${replayed.length - differing.length} of ${replayed.length} pumps the same: ${sum('bytesIn')} bytes given to the adapters, ${sum('bytesOut')} bytes and ${sum('facts')} facts of theirs compared`,
    ],
  };
};
