import { test } from 'vitest';
import { KEPT } from '../../src/cli/campaign/kept.ts';
import { expectKept, keptCells } from '../campaign/livedAgain.ts';

test.each(KEPT)('every cell that is kept of %s is what comes out today', { timeout: 1_800_000 }, name => {
  expectKept(name, keptCells(name));
});
