import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { planLines } from '../../hardware/rig/acceptance/planLines.ts';
import { runRigCommand } from '../../hardware/rig/command.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { replayTranscript } from '../../hardware/rig/replay/replay.ts';
import { transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import { FAULTS, type FaultName, faultOf } from '../../hardware/rig/run/faults.ts';
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

test('a fault of which nothing would come with this motor is refused with the reason, and leaves nothing behind', async () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const fresh = join(out, 'never');
  expect(await runRigCommand({ plan: 'smoke', sim: true, profile, fault: 'deafToStop', out: fresh })).toBe(2);
  expect(write.mock.calls.join()).toMatch(/deafToStop.*NE-1000 ends each pulse by itself/);
  write.mockRestore();
  // Called from code, too.
  await expect(acceptance(fresh, { profile, fault: 'deafToStop', phases: only('power on') })).rejects.toThrow(
    /deafToStop.*NE-1000 ends each pulse by itself.*Plant it in a rig with a Tic/,
  );
  expect(existsSync(fresh)).toBe(false);
});

const SEEN = (Object.keys(FAULTS) as FaultName[]).filter(
  name => (faultOf(name)?.idleWith?.('ne1000') ?? null) === null,
);

test.each(SEEN)('%s is found in a rig with this motor as well, and by the same exit code', async fault => {
  const { record } = await acceptance(out, {
    profile,
    fault,
    phases: only('suspension in a pulse', '3 boluses of 1 U'),
  });
  expect(SEEN).toHaveLength(Object.keys(FAULTS).length - 1);
  expect(record.exitCode, record.phases.map(({ reason }) => reason ?? '').join('\n')).toBe(
    FAULTS[fault].exit,
  );
});
