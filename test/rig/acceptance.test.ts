import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, describe, expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { acceptancePlan } from '../../hardware/rig/acceptance/plan.ts';
import { RIG_VERIFIABLE } from '../../hardware/rig/acceptance/requirements.ts';
import { replayTranscript } from '../../hardware/rig/replay/replay.ts';
import { transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import { NoProgress } from '../../hardware/rig/run/progress.ts';
import { type RigRecord, rigRecordSchema } from '../../hardware/rig/run/record.ts';
import { paperStand } from '../../hardware/rig/run/stand.ts';
import { transcriptsIn } from '../../hardware/rig/run/tape.ts';
import { requirements } from '../../specs/requirements/index.ts';
import { acceptance, NOTHING_KEPT, only, SHORT } from './acceptanceRun.ts';
import { changesIn } from './vcd.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-acceptance-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('the acceptance of a pump that is well', () => {
  const run = acceptance(out);

  test('each requirement that a rig can verify has value, limit, uncertainty, instrument and verdict', async () => {
    const { record, told } = await run;
    expect(record, told.join('\n')).toMatchObject({ outcome: 'PASS', exitCode: 0 });
    expect(record.requirements.map(({ id }) => id)).toEqual(requirements.map(({ id }) => id));
    const measured = record.phases.flatMap(({ measurements }) => measurements);
    for (const id of RIG_VERIFIABLE) {
      const rows = measured.filter(each => each.requirements.includes(id));
      expect(rows.length, id).toBeGreaterThan(0);
      for (const row of rows) {
        expect(Number.isFinite(row.value), `${id} ${row.name}`).toBe(true);
        expect(row.least === null && row.most === null, `${id} ${row.name}: no limit`).toBe(false);
        expect(Number.isFinite(row.uncertainty)).toBe(true);
        expect(row.instrument).not.toBe('');
        expect(row.outcome).toBe('PASS');
      }
    }
    const uncovered = record.requirements.filter(({ verdict }) => verdict === 'NOT COVERED');
    expect(uncovered).toHaveLength(requirements.length - RIG_VERIFIABLE.length);
    for (const { reason } of uncovered)
      expect(reason).toMatch(/^(this rig has no instrument|it needs a part)/);
  });

  test('each phase covers the requirements that it measures, so that none passes by another when it is cut short', async () => {
    const { record } = await run;
    const stand = paperStand(SHORT, 'memory');
    const covered = new Map(
      acceptancePlan({ ...NOTHING_KEPT, time: realClock(), stand, profile: SHORT }).map(
        ({ name, covers = [] }) => [name, covers],
      ),
    );
    const measured = main(record).map(({ name, measurements }) => [
      name,
      [...new Set(measurements.flatMap(each => each.requirements))].sort(),
    ]);
    expect(measured).toEqual(main(record).map(({ name }) => [name, [...(covered.get(name) ?? [])].sort()]));
    expect(new Set([...covered.values()].flat()).size).toBe(RIG_VERIFIABLE.length);
  });

  test('the balance finds what the pump gave, within what it can know', async () => {
    const { record } = await run;
    const found = (name: string) =>
      record.phases.flatMap(({ measurements }) => measurements).find(each => each.name === name);
    const mean = found('mean error of a bolus');
    expect(Math.abs(mean?.value ?? 99)).toBeLessThan((mean?.uncertainty ?? 0) + 0.2);
    // The simulated beaker loses 20 µg/h.
    const loss = found('evaporation');
    expect(Math.abs((loss?.value ?? 999) - 20)).toBeLessThan(loss?.uncertainty ?? 0);
  });

  test('its files can be read: JSON by its schema, XML, CSV, VCD, and a page that loads nothing', async () => {
    const { record, folder } = await run;
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
    expect(rigRecordSchema.parse(JSON.parse(text('rig.json')))).toEqual(record);

    expect(XMLValidator.validate(text('rig.junit.xml'))).toBe(true);
    const xml = new XMLParser({ ignoreAttributes: false }).parse(text('rig.junit.xml'));
    expect(xml.testsuites.testsuite.testcase).toHaveLength(record.phases.length);

    const lines = text('measurements.csv').trim().split('\r\n');
    expect(lines).toHaveLength(
      1 + record.phases.reduce((sum, { measurements }) => sum + measurements.length, 0),
    );
    expect(text('weighings.csv').split('\r\n').length).toBeGreaterThan(20);

    const changes = changesIn(text('signals.vcd'));
    expect(changes.get('motor_commanded')?.length).toBeGreaterThan(100);
    expect(changes.get('encoder_counts')?.some(({ value }) => value < 0)).toBe(true);

    const page = text('report.html');
    expect(page).not.toMatch(/<script|https?:|src=|@import|url\(/);
    for (const id of RIG_VERIFIABLE) expect(page).toContain(`id="${id}"`);
    for (const { serial } of record.devices) expect(page).toContain(serial);
    expect(page.match(/<svg/g)).toHaveLength(record.curves.length);
    expect(record.curves.map(({ name }) => name)).toContain('Trumpet curve at 1 U/h');
  });

  test('a finished run that is resumed does nothing of its main part again, and says the same', async () => {
    const { record, folder } = await run;
    const again = await acceptance(out, { resume: folder });
    expect(again.told.filter(line => /main:/.test(line))).toEqual([]);
    expect(main(again.record)).toEqual(main(record));
    expect(again.record).toMatchObject({ outcome: 'PASS', curves: record.curves, paths: record.paths });
  });

  test('a run of another profile is not gone on with', async () => {
    const { folder } = await run;
    const other = { ...SHORT, operator: 'somebody else' };
    await expect(acceptance(out, { resume: folder, profile: other })).rejects.toThrow(NoProgress);
  });
});

const main = ({ phases }: RigRecord) => phases.filter(({ group }) => group === 'main');

test('a requirement that was not measured is an empty cell, and the run an error', async () => {
  const { record } = await acceptance(out, { phases: only('power on') });
  const empty = record.requirements.filter(({ verdict }) => verdict === 'EMPTY').map(({ id }) => id);
  expect(empty).toEqual(RIG_VERIFIABLE.filter(id => id !== 'SR-004' && id !== 'SR-063'));
  expect(record).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
});

test('a run that is interrupted goes on where it was, and each phase counts once', async () => {
  const controller = new AbortController();
  const phases = only('power on', 'stalled motor', 'empty reservoir');
  const first = await acceptance(out, {
    phases,
    signal: controller.signal,
    tell: line => {
      if (line.includes('main: power on')) controller.abort();
    },
  });
  expect(first.record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
  const second = await acceptance(out, { phases, resume: first.folder });
  expect(second.told.filter(line => line.includes('main:')).map(line => line.split(/main: | \(/)[1])).toEqual(
    ['stalled motor', 'empty reservoir'],
  );
  expect(main(second.record).map(({ outcome }) => outcome)).toEqual(['PASS', 'PASS', 'PASS']);
  // Nothing of the first attempt is lost, and each attempt can be replayed and seen by itself.
  expect(transcriptsIn(second.folder)).toEqual(
    ['serial.jsonl', 'serial-2.jsonl'].map(name => join(second.folder, name)),
  );
  for (const path of transcriptsIn(second.folder)) {
    const replayed = await replayTranscript(transcriptIn(readFileSync(path, 'utf8')));
    expect(replayed.length).toBeGreaterThan(1);
    expect(replayed.flatMap(({ difference }) => difference ?? [])).toEqual([]);
  }
  for (const name of ['signals.vcd', 'signals-2.vcd'])
    expect(changesIn(readFileSync(join(second.folder, name), 'utf8')).size).toBeGreaterThan(1);
});

test.each([
  ['otherBalance', 'attest the balance', /serial number is "B999999999", expected "B123456789"/],
  ['balanceGarbled', 'attest the balance', /no answer|is no answer/],
  ['balanceShaken', '3 boluses of 1 U', /not at rest within/],
  ['balanceStuck', '3 boluses of 1 U', /the same to the digit, after 40 pulses.*1000 digits.*stuck/],
] as const)('%s is an error of the rig and says nothing of the pump', async (fault, at, why) => {
  const { record } = await acceptance(out, { fault, phases: only('3 boluses of 1 U') });
  expect(record).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
  const phase = record.phases.find(({ outcome }) => outcome === 'ERROR');
  expect(phase?.name).toBe(at);
  expect(phase?.reason).toMatch(why);
  expect(
    record.phases.filter(({ group }) => group === 'teardown').every(({ outcome }) => outcome === 'PASS'),
  ).toBe(true);
});

test('a dry run attests, moves nothing, and does not pass for the plan', async () => {
  const { record, folder } = await acceptance(out, { dryRun: true });
  expect(record).toMatchObject({ outcome: 'PASS', requirements: [] });
  expect(record.plan).toMatch(/dry run/);
  expect(main(record)).toEqual([]);
  const moved = changesIn(readFileSync(join(folder, 'signals.vcd'), 'utf8')).get('motor_commanded');
  expect(moved?.filter(({ value }) => value === 1)).toEqual([]);
});

test('SR-006 SR-007 a motor that is unplugged in a bolus: HIGH alarm, the pulse counts as delivered, exit code 4', async () => {
  let seen: unknown;
  const { record } = await acceptance(out, {
    fault: 'motorUnplugged',
    phases: stand => [
      {
        name: 'bolus',
        group: 'main',
        deadlineMs: 60_000,
        run: () =>
          stand.withPump({}, async pump => {
            await pump.give({ type: 'resume.requested' });
            await pump.give({ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
            await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
            await pump.wait(60_000);
            const { doses } = pump.runtime.state().ledger;
            const pulses = doses.basal + doses.bolus;
            const alarm = pump.shown().find(({ alarm }) => alarm === 'motorStall');
            seen = { pulses, inDoubt: doses.inDoubt, priority: alarm?.priority };
          }),
      },
      ...only()(stand).filter(({ group }) => group === 'teardown'),
    ],
  });
  expect(seen).toEqual({ pulses: 10, inDoubt: 1, priority: 'high' });
  expect(record.phases[0]).toMatchObject({ outcome: 'ERROR', reason: expect.stringContaining('motor:') });
  expect(record.exitCode).toBe(4);
});

test('a value whose limit lies within its uncertainty is marginal, and its verdict is by the value', async () => {
  const row = { unit: 'U', least: 0, most: 2, uncertainty: 0.1, instrument: 'a scale' };
  const { record } = await acceptance(out, {
    phases: () => [
      {
        name: 'measure',
        group: 'main',
        deadlineMs: 1_000,
        run: async ({ measure }) => {
          for (const value of [1, 1.95, 2.05, 2.5]) measure({ ...row, name: `${value} U`, value });
        },
      },
    ],
  });
  const found = record.phases[0]?.measurements.map(({ outcome, marginal }) => [outcome, marginal]);
  expect(found).toEqual([
    ['PASS', false],
    ['PASS', true],
    ['FAIL', true],
    ['FAIL', false],
  ]);
  expect(record).toMatchObject({ outcome: 'FAIL', exitCode: 1 });
});
