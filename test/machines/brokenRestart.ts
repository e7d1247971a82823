import { type At, answers } from './spoil.ts';

/** Mistakes that let delivery go on after a restart, or a restart pass in silence. */
export const restartMistakes: Readonly<Record<string, (at: At) => void>> = {
  'what goes on after a restart goes on from a pump that lacks nothing, and says so': answers(
    'permission.suspendedAfterRecovery',
    'restart.verified',
    'delivering',
  ),
  'after a run that did not end in order nothing goes on by itself': answers(
    'permission.suspendedAfterRecovery',
    'restart.verified',
    [{ guard: 'nothingStops', target: 'delivering' }],
  ),
  'in its world nothing is compared unless a clean end was read': answers(
    'life.recovering',
    'resume.requested',
    { target: 'operating', actions: 'reportRestart' },
  ),
  'no restart ends what was suspended before it': at => {
    at('permission.delivering').exit = [];
  },
  'a restart after an end without order stops therapy with a HIGH alarm': answers(
    'life.recovering',
    'journal.read',
    'operating',
  ),
  'a restart that leaves a doubt stops therapy with a HIGH alarm': answers(
    'life.recovering',
    'restart.doubted',
    'operating',
  ),
  'a clean journal alone starts nothing and leaves nothing behind': answers(
    'life.recovering',
    'journal.read',
    'operating',
  ),
  'after a restart no dose moves before a person resumes or the restart is verified': answers(
    'permission.suspendedAfterRecovery',
    'selfTest.passed',
    'delivering',
  ),
};
