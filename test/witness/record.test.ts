import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EXIT, Refusal } from '../../src/cli/exits.ts';
import { modelHash } from '../../src/cli/witness/questions.ts';
import { agreementOf, readRecord, type WitnessRecord, writeRecord } from '../../src/cli/witness/record.ts';
import { call } from '../../src/cli/witness/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'islet-record-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'witness.json');

const record: WitnessRecord = {
  version: 1,
  model: modelHash(),
  tools: { SPIN: '6.5.2', ABC: '1.01 (compiled Feb 7 2023)' },
  tookMs: 5,
  questions: [
    {
      name: 'pump',
      states: 3,
      steps: 9,
      answers: [
        {
          by: 'SPIN',
          asked: ['a pulse has one intent'],
          states: 3,
          steps: 9,
          isRounded: false,
          compared: null,
          broken: [],
          differences: [],
          agrees: true,
          tookMs: 4,
        },
      ],
    },
  ],
  properties: { all: 2, asked: 1 },
  unasked: [{ name: 'a bolus ends', reason: 'it takes too long' }],
  disagreements: 0,
};

test('SR-046 what the witnesses said is kept, and said to be about this model or another', () => {
  writeRecord(record, file);
  const kept = readRecord(file);
  expect(kept).toEqual(record);
  expect(agreementOf(kept, record.model)).toContain('0 disagreements, on this very model');
  expect(agreementOf(kept, 'another')).toContain('ANOTHER model');
  expect(agreementOf(readRecord(join(folder, 'none.json')), record.model)).toContain('not asked');
});

test('SR-046 a record that is none is refused by the field that is wrong', () => {
  writeFileSync(file, JSON.stringify({ ...record, disagreements: 'none' }));
  expect(() => readRecord(file)).toThrow(/witness\.json.*disagreements/s);
});

test('SR-046 a checker that is not installed ends the command, with its name and the remedy', () => {
  try {
    call('no-such-checker', [], folder);
    expect.unreachable();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    expect(thrown.exit).toBe(EXIT.environment);
    expect(thrown.message).toMatch(/no-such-checker.*debian-packages\.sh/s);
  }
});
