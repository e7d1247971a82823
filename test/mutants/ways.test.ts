import { expect, test } from 'vitest';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import { ROAMED } from './observeAll.ts';
import { roam } from './roam/roam.ts';
import { focusOn } from './walkTapes.ts';

test('ways lead to a remote that is permitted its bolus, and to a short restart after which basal goes on by itself', () => {
  const steps = new Set(roam(focusOn(chartOf('remote')), ROAMED).tapes.flatMap(tape => tape.steps));
  const said = [...steps].flatMap(({ derived }) => derived).map(({ type }) => type);
  expect(said).toContain('remote.admitted');
  expect(said).toContain('restart.verified');
});
