import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MACHINES } from '../../src/cli/machines.ts';
import { matrixOf } from '../../src/verify/matrix.ts';
import { req } from '../support/req.ts';

const file = new URL('../../specs/generated/matrix.md', import.meta.url);

test('SR-046 the committed event × state matrix is that of the charts', req('SR-046'), () => {
  const matrix = matrixOf(MACHINES);
  expect(matrix).toContain('→ failSafe');
  expect(readFileSync(file, 'utf8')).toBe(`${matrix}\n`);
});
