import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { junitOf } from '../../hardware/rig/run/junit.ts';
import { outcomes, type PhaseRecord, type RigRecord } from '../../hardware/rig/run/record.ts';
import { programOf } from '../support/system.ts';
import { acceptance, only } from './acceptanceRun.ts';

const SCHEMA = 'specs/junit.xsd';
const xmllint = programOf('libxml2-utils');
const out = mkdtempSync(join(tmpdir(), 'islet-junit-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

/** What xmllint finds wrong with a text; empty when nothing. */
const wrongWith = (xml: string): string => {
  const path = join(out, 'rig.junit.xml');
  writeFileSync(path, xml);
  const { status, stderr } = spawnSync(xmllint ?? 'xmllint', ['--noout', '--schema', SCHEMA, path], {
    encoding: 'utf8',
  });
  if (status === 0) return '';
  expect(status, stderr).toBeLessThan(5);
  return stderr;
};

/** A phase of every outcome, with words that an attribute has to be careful with. */
const phases: readonly PhaseRecord[] = [...outcomes, 'SKIPPED' as const].map((outcome, i) => ({
  name: `phase ${i} <"&'> \u0007 \n µ`,
  group: i === 0 ? 'setup' : i < 5 ? 'main' : 'teardown',
  outcome,
  reason: outcome === 'PASS' ? null : `it said "<no>" & \u0000 ended`,
  durationMs: i * 1_234.5678,
  measurements:
    i % 2 === 0
      ? []
      : [
          {
            name: 'a value > its limit',
            value: 1e-9,
            unit: 'µU',
            least: null,
            most: 3,
            uncertainty: 0,
            instrument: 'a "scale"',
            outcome: 'PASS',
            marginal: false,
            requirements: ['SR-018'],
          },
        ],
}));

test.skipIf(xmllint === undefined)(
  'the JUnit file of a run, and one with a phase of every outcome, validate by the schema',
  async () => {
    const { record, folder } = await acceptance(out, { phases: only('power on', 'stalled motor') });
    expect(wrongWith(readFileSync(join(folder, 'rig.junit.xml'), 'utf8'))).toBe('');
    const every: RigRecord = { ...record, plan: 'all "<outcomes>"', phases: [...phases] };
    expect(wrongWith(junitOf(every))).toBe('');
    for (const spoilt of [
      junitOf({ ...every, phases: [...phases, ...phases.slice(0, 1)] }),
      junitOf(every).replace(' hostname=', ' host='),
      junitOf(every).replace('type="TIMEOUT"', 'type="LATE"'),
      junitOf(every).replace('<skipped ', '<skipped message="twice"/><skipped '),
      junitOf(every).replace(/time="[\d.]+"/, 'time="soon"'),
      junitOf(every).replace(/timestamp="[^"]+"/, 'timestamp="yesterday"'),
      junitOf({ ...every, plan: '' }),
    ])
      expect(wrongWith(spoilt)).toMatch(/fails to validate/);
  },
);
