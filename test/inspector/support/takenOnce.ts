import { coverageOf } from '../../../src/verify/cover/coverage.ts';
import { hitsOf } from '../../../src/verify/cover/meter.ts';
import { subjectNamed, universeIn } from '../../../src/verify/cover/subjects.ts';

const lock = subjectNamed('lock');
if (lock === undefined) throw new Error('there is no lock');

/** A run that met only one state of the screen lock, three times. */
export const takenOnce = coverageOf(
  ['a test'],
  new Map([
    [
      lock.name,
      hitsOf(universeIn(lock), measure => new Map(measure === 'states' ? [['lock.screen.unlocked', 3]] : [])),
    ],
  ]),
);
