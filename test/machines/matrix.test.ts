import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MACHINES } from '../../src/cli/machines.ts';
import { transitionsOf } from '../../src/verify/coverage.ts';
import { diagramsOf } from '../../src/verify/diagram.ts';
import { drawnCharts } from '../../src/verify/export/subjects.ts';
import { matrixOf } from '../../src/verify/matrix.ts';
import { eventName } from '../../src/verify/taken.ts';
import { req } from '../support/req.ts';

const fileOf = (name: string): string =>
  readFileSync(new URL(`../../specs/generated/${name}`, import.meta.url), 'utf8');

test('SR-046 the committed event × state matrix is that of the charts', req('SR-046'), () => {
  const matrix = matrixOf(MACHINES);
  expect(matrix).toContain('→ failSafe');
  expect(fileOf('matrix.md')).toBe(`${matrix}\n`);
});

test('SR-046 the committed diagrams have every arrow of the charts', req('SR-046'), () => {
  const diagrams = diagramsOf(drawnCharts());
  expect(fileOf('diagrams.md')).toBe(`${diagrams}\n`);
  const lines = diagrams.split('\n');
  let arrows = 0;
  for (const transition of MACHINES.flatMap(transitionsOf)) {
    for (const target of transition.target ?? []) {
      const end = `--> ${target.id.replaceAll(/[^A-Za-z0-9]/g, '_')} :`;
      expect(lines.some(line => line.includes(end) && line.includes(eventName(transition)))).toBe(true);
      arrows += 1;
    }
  }
  expect(arrows).toBeGreaterThan(50);
});
