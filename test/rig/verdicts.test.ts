import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { requirementRows } from '../../hardware/rig/acceptance/requirements.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import type { Measurement, PhaseRecord, RigRecord } from '../../hardware/rig/run/record.ts';
import type { Stand } from '../../hardware/rig/run/stand.ts';
import { NO_BASAL } from '../../hardware/rig/run/standing.ts';
import { acceptance, only, SHORT } from './acceptanceRun.ts';

/** Whom a verdict blames: the pump, the rig, or nobody, because nothing was measured. */

const out = mkdtempSync(join(tmpdir(), 'islet-verdicts-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const main = ({ phases }: RigRecord) => phases.filter(({ group }) => group === 'main');
const rowOf = ({ requirements }: Pick<RigRecord, 'requirements'>, id: string) =>
  requirements.find(each => each.id === id);
const said = ({ phases }: RigRecord): string => phases.map(({ reason }) => reason ?? '').join('\n');

const BUTTON = ['bolus by the button', 'button that does not come up'];
const GLUCOSE = 'glucose that falls, and then is not seen';

test.each(['occlusion during a bolus', 'occlusion at 1 U/h'])(
  'SR-057 SR-059 a balance that is stuck is no evidence of %s',
  async name => {
    const { record } = await acceptance(out, { fault: 'balanceStuck', only: [name] });
    expect(record, said(record)).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
    expect(main(record).find(each => each.name === name)?.reason).toMatch(/the same to the digit/);
    for (const id of ['SR-057', 'SR-059', 'SR-060']) expect(rowOf(record, id)?.verdict).toBe('EMPTY');
  },
);

test('SR-026 SR-035 what a profile from before has not is not covered, and its pump has not failed', async () => {
  const { cgm: _, ...without } = SHORT;
  const { buttonInput: __, ...bay } = SHORT.devices.bay;
  const profile: RigProfile = { ...without, devices: { ...SHORT.devices, bay } };
  const { record } = await acceptance(out, { profile, only: [...BUTTON, GLUCOSE] });
  expect(record, said(record)).toMatchObject({ outcome: 'PASS', exitCode: 0 });
  for (const [names, reason] of [
    [BUTTON, /devices\.bay\.buttonInput is missing/],
    [[GLUCOSE], /cgm is missing/],
  ] as const)
    for (const name of names)
      expect(record.phases.find(each => each.name === name)).toMatchObject({
        outcome: 'SKIPPED',
        reason: expect.stringMatching(reason),
      });
  expect(rowOf(record, 'SR-026')).toMatchObject({
    verdict: 'NOT COVERED',
    reason: expect.stringContaining('buttonInput'),
  });
  expect(rowOf(record, 'SR-091')).toMatchObject({
    verdict: 'NOT COVERED',
    reason: expect.stringContaining('cgm'),
  });
});

const row: Measurement = {
  name: 'x',
  value: 0,
  unit: 'U',
  least: 0,
  most: 0,
  uncertainty: 0,
  instrument: 'a scale',
  outcome: 'PASS',
  marginal: false,
  requirements: ['SR-008'],
};
const phase = (more: Partial<PhaseRecord>): PhaseRecord => ({
  name: 'p',
  group: 'main',
  outcome: 'PASS',
  reason: null,
  durationMs: 1,
  measurements: [],
  ...more,
});
const COVERS = new Map([['broken', ['SR-008']]]);
const verdictOf = (...phases: readonly PhaseRecord[]) =>
  rowOf({ requirements: [...requirementRows(phases, new Map(), COVERS)] }, 'SR-008');

test.each([
  ['FAIL', 'FAIL'],
  ['TIMEOUT', 'FAIL'],
  ['ERROR', 'EMPTY'],
  ['ABORTED', 'EMPTY'],
] as const)(
  'a requirement whose phase ended in %s before it was measured is %s, whatever another phase found',
  (outcome, verdict) => {
    const broken = phase({ name: 'broken', outcome, reason: 'why' });
    expect(verdictOf(broken, phase({ measurements: [row] }))).toEqual({
      id: 'SR-008',
      verdict,
      reason: 'broken: why',
    });
    // What it measured before it was cut short is not the whole of it.
    expect(verdictOf({ ...broken, measurements: [row] })?.verdict).toBe(verdict);
  },
);

test('a phase that was outside another limit, or was not run, takes nothing from what it measured', () => {
  const amiss: Measurement = { ...row, outcome: 'FAIL', requirements: ['SR-003'] };
  const whole = phase({
    name: 'broken',
    outcome: 'FAIL',
    reason: 'outside its limits: x 0 U, allowed 0 to 0',
    measurements: [row, amiss],
  });
  expect(verdictOf(whole)).toEqual({ id: 'SR-008', verdict: 'PASS', reason: null });
  const left = phase({ name: 'broken', outcome: 'SKIPPED', reason: 'left out' });
  expect(verdictOf(left, phase({ measurements: [row] }))?.verdict).toBe('PASS');
  const failed = phase({ measurements: [{ ...row, outcome: 'FAIL' }] });
  expect(verdictOf(failed, phase({ name: 'broken', outcome: 'ERROR', reason: 'why' }))?.verdict).toBe('FAIL');
});

test('SR-026 SR-035 a wire from the relay to the button that is torn is the rig’s, and no row passes by it', async () => {
  const { record } = await acceptance(out, {
    only: BUTTON,
    arrange: ({ simulators: { bay } }) => {
      const { contact } = bay;
      Object.assign(bay, {
        contact: (input: number, isClosed: boolean) => {
          if (input !== SHORT.devices.bay.buttonInput) contact(input, isClosed);
        },
      });
    },
  });
  expect(record, said(record)).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
  const ran = main(record).filter(({ outcome }) => outcome !== 'SKIPPED');
  expect(ran.map(({ name, outcome }) => [name, outcome])).toEqual(BUTTON.map(name => [name, 'ERROR']));
  for (const { reason } of ran) expect(reason).toMatch(/input 2 .*relay 4/);
  for (const id of ['SR-026', 'SR-035']) expect(rowOf(record, id)?.verdict).toBe('EMPTY');
});

test('SR-026 a button that does nothing shows nothing of what it does without a confirmation', async () => {
  const { record } = await acceptance(out, {
    phases: stand => {
      const deaf: Stand = {
        ...stand,
        withPump: (options, use) =>
          stand.withPump({ ...options, settings: { ...NO_BASAL, quickBolusStepUu: 0 } }, use),
      };
      return only(BUTTON[0] ?? '')(deaf);
    },
  });
  expect(main(record).map(({ outcome, reason }) => [outcome, reason])).toEqual([
    ['FAIL', 'its button was pressed and held, and it gives nothing'],
  ]);
  for (const id of ['SR-026', 'SR-035']) expect(rowOf(record, id)?.verdict).toBe('FAIL');
});

test('SR-026 SR-035 what no phase of the button measures is said', async () => {
  const { record } = await acceptance(out, { only: BUTTON.slice(0, 1) });
  expect(record.outcome, said(record)).toBe('PASS');
  expect(rowOf(record, 'SR-026')).toMatchObject({ verdict: 'PASS', reason: null });
  expect(record.notes).toContainEqual(
    expect.stringMatching(/^Not covered: .*90 s \(SR-026\).*sounded \(SR-035\)/),
  );
});

test('small doses show that a balance is stuck as well', async () => {
  const profile: RigProfile = { ...SHORT, method: { ...SHORT.method, boluses: 2, bolusU: 0.05 } };
  const { record } = await acceptance(out, {
    profile,
    fault: 'balanceStuck',
    only: ['2 boluses of 0.05 U'],
  });
  expect(record, said(record)).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
  expect(said(record)).toMatch(/the same to the digit/);
});
