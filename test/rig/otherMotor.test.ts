import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { planLines } from '../../hardware/rig/acceptance/planLines.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { replayTranscript } from '../../hardware/rig/replay/replay.ts';
import { transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import { FAULTS, type FaultName } from '../../hardware/rig/run/faults.ts';
import { acceptance, only, SHORT } from './acceptanceRun.ts';

/** A rig with a New Era NE-1000 in the place of the Tic. */

const out = mkdtempSync(join(tmpdir(), 'islet-ne-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const profile: RigProfile = {
  ...SHORT,
  devices: { ...SHORT.devices, motor: { kind: 'ne1000', port: '/dev/pts/0' } },
};
const PHASES = [
  'suspension in a pulse',
  'stalled motor',
  'movement that nobody commanded',
  '3 boluses of 1 U',
];

test('SR-021 SR-037 stops, stalls and doses of a syringe pump are measured as those of a Tic, and replayed bit by bit', async () => {
  const { record, folder, told } = await acceptance(out, { profile, phases: only(...PHASES) });
  const main = record.phases.filter(({ group }) => group === 'main');
  expect(
    main.map(({ name, outcome }) => [name, outcome]),
    told.join('\n'),
  ).toEqual(PHASES.map(name => [name, 'PASS']));
  expect(record.phases.find(({ name }) => name === 'halt the motor')).toMatchObject({
    outcome: 'PASS',
    // It does not say whether there is current in its coils.
    measurements: [{ name: 'motor stopped', value: 1, requirements: ['SR-004'] }],
  });
  expect(record.notes).toContainEqual(expect.stringMatching(/^Not covered: .*without current.*NE-1000/));
  expect(planLines(profile)).toContainEqual(expect.stringMatching(/^not covered: .*without current/));
  expect(planLines(SHORT).join()).not.toMatch(/without current/);
  expect(record.devices.find(({ name }) => name === 'motor')).toMatchObject({ kind: 'ne1000' });
  const replayed = await replayTranscript(transcriptIn(readFileSync(join(folder, 'serial.jsonl'), 'utf8')));
  expect(replayed.length).toBeGreaterThan(4);
  expect(replayed.flatMap(({ difference }) => difference ?? [])).toEqual([]);
});

/** Its pulse ends before anybody could see that it does not obey; and who presses the e-stop is asked elsewhere. */
const UNSEEN: readonly string[] = ['deafToStop', 'eStopPressed'];

test.each(Object.keys(FAULTS).filter(name => !UNSEEN.includes(name)) as FaultName[])(
  '%s is found in a rig with this motor as well, and by the same exit code',
  async fault => {
    const { record } = await acceptance(out, {
      profile,
      fault,
      phases: only('suspension in a pulse', '3 boluses of 1 U'),
    });
    expect(record.exitCode, record.phases.map(({ reason }) => reason ?? '').join('\n')).toBe(
      FAULTS[fault].exit,
    );
  },
);
