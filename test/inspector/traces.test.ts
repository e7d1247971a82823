import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requirements } from '../../specs/requirements/index.ts';
import { tracesIn } from '../../src/inspector/traces.ts';

test('every requirement has a trace, with hazards by their names and what met it in the charts', () => {
  const traces = tracesIn();
  expect(Object.keys(traces).sort()).toEqual(requirements.map(({ id }) => id).sort());
  for (const { hazards } of Object.values(traces))
    for (const { id, name, harm } of hazards) expect([name !== id, harm.length > 10]).toEqual([true, true]);
  const gate = traces['SR-001'];
  expect(gate?.hazards.map(({ name }) => name)).toContain('Over-infusion');
  expect(gate?.met['pump.motor.still pulse.due 0']).toContain('exploration');
  expect(gate?.tests.length).toBeGreaterThan(10);
});

test('a file that holds no table is refused by its name and its field', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'islet-traces-')), 'traceability.json');
  writeFileSync(file, '[{"id":"SR-001"}]');
  expect(() => tracesIn(file)).toThrow(`${file}: `);
  expect(() => tracesIn(file)).toThrow('hazards');
});
