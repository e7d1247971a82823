import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runScenario } from '../../hardware/rig/scenario.ts';
import { meeting, noteMet } from '../support/met.ts';

const FOLDER = join(import.meta.dirname, '../../specs/scenarios');
const files = readdirSync(FOLDER).filter(file => file.endsWith('.txt'));

/** `UPDATE=1 npx vitest run test/scenarios` writes the stories anew; read the difference before you commit it. */
const update = process.env.UPDATE === '1';

const { watch, met } = meeting('scenarios');
afterAll(() => noteMet(met()));

test('there are scenarios, and each names the requirements it tells of', () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const file of files) expect(readFileSync(join(FOLDER, file), 'utf8')).toMatch(/^# SR-\d{3}/);
});

test.each(files)('the story of %s is what the pump does', async file => {
  const path = join(FOLDER, file);
  const text = readFileSync(path, 'utf8');
  const told = await runScenario(text, watch);
  if (update) writeFileSync(path, told);
  expect(told).toBe(update ? told : text);
  expect(told.split('\n').filter(line => line.startsWith('    ')).length).toBeGreaterThan(0);
});
