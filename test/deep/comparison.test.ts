import { test } from 'vitest';
import { expectKept } from '../campaign/livedAgain.ts';

test.each(['oref0-temp', 'oref0-smb', 'loop-temp', 'loop-auto', 'pid'] as const)(
  'what the comparison keeps of %s is what it does today',
  expectKept,
);
