import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { movesSoon } from '../../hardware/rig/acceptance/observing.ts';
import type { SimulatedWorld } from '../../hardware/rig/bench/bench.ts';
import { runRigCommand } from '../../hardware/rig/command.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { FAULTS, type FaultName } from '../../hardware/rig/run/faults.ts';
import { type Phase, PumpFailure, runPhases, Unwritten } from '../../hardware/rig/run/phases.ts';
import { rigRecordSchema } from '../../hardware/rig/run/record.ts';
import { type RigRun, runRig } from '../../hardware/rig/run/runRig.ts';
import type { Stand } from '../../hardware/rig/run/stand.ts';
import { after, milliseconds } from '../../src/domain/units.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-rig-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const run = async (more: Partial<RigRun> = {}) => {
  const time = realClock();
  const told: string[] = [];
  const result = await runRig({
    plan: 'smoke',
    profile: SIMULATED_RIG,
    transport: 'memory',
    fault: null,
    station: 'test <stand> & "co"',
    out,
    signal: new AbortController().signal,
    tell: line => void told.push(line),
    time,
    ...more,
  });
  time.close();
  return { ...result, told };
};

/** What the encoder shows after so many ms more. */
const laterCounts = async (world: SimulatedWorld | null, ms: number): Promise<number> => {
  if (world === null) throw new Error('no pump has begun');
  await world.clock.advanceTo(after(world.clock.now(), milliseconds(ms)));
  return world.model.counts();
};

const phase = (name: string, group: Phase['group'], body: Phase['run'], deadlineMs = 10_000): Phase => ({
  name,
  group,
  deadlineMs,
  run: body,
});

/** Whether every element is closed in order and every attribute quoted; returns the names of all elements. */
const elementsOf = (xml: string): readonly string[] => {
  const open: string[] = [];
  const names: string[] = [];
  const rest = xml
    .replace(/<\?xml[^>]*\?>/, '')
    .replace(
      /<(\/?)([a-z]+)((?: [a-z]+="[^"<>&]*(?:&(?:amp|lt|gt|quot|#10);[^"<>&]*)*")*)(\/?)>/g,
      (_, close, name, _attributes, single) => {
        if (close) expect(open.pop()).toBe(name);
        else {
          names.push(name);
          if (!single) open.push(name);
        }
        return '';
      },
    );
  expect(rest.trim()).toBe('');
  expect(open).toEqual([]);
  return names;
};

describe('a clean run', () => {
  test('passes over pseudo-terminals, and its three records can be read', async () => {
    const { record, folder } = await run({ transport: 'pty' });
    expect(record).toMatchObject({ outcome: 'PASS', exitCode: 0 });
    expect(rigRecordSchema.parse(JSON.parse(readFileSync(join(folder, 'rig.json'), 'utf8')))).toEqual(record);
    const measured = record.phases.flatMap(({ measurements }) => measurements);
    expect(measured.length).toBeGreaterThan(15);
    expect(measured.flatMap(({ requirements }) => requirements)).toEqual(
      expect.arrayContaining(['SR-037', 'SR-057', 'SR-004']),
    );
    const names = elementsOf(readFileSync(join(folder, 'rig.junit.xml'), 'utf8'));
    expect(names.filter(name => name === 'testcase')).toHaveLength(record.phases.length);
    const serial = readFileSync(join(folder, 'serial.jsonl'), 'utf8').trim().split('\n');
    expect(serial.length).toBeGreaterThan(1_000);
    const bytes = serial.filter(line => line.includes('"hex"'));
    expect(bytes.length).toBeGreaterThan(1_000);
    for (const line of bytes.slice(0, 50))
      expect(JSON.parse(line)).toMatchObject({ hex: expect.stringMatching(/^([0-9a-f]{2})+$/) });
  });
});

/** Those of the balance, the e-stop and the pulled cable are planted in the acceptance plan (acceptance.test.ts). */
const ofThePump = (Object.keys(FAULTS) as FaultName[]).filter(
  name => !('onBench' in FAULTS[name]) && name !== 'motorUnplugged',
);

describe.each(ofThePump)('with %s planted', fault => {
  test(`the run ends with exit code ${FAULTS[fault].exit}`, async () => {
    const { record } = await run({ fault });
    expect(record.exitCode).toBe(FAULTS[fault].exit);
    expect(record.outcome).toBe(FAULTS[fault].exit === 1 ? 'FAIL' : 'ERROR');
    expect(record.phases.filter(({ group }) => group === 'teardown').map(({ outcome }) => outcome)).toEqual([
      'PASS',
      'PASS',
      'PASS',
    ]);
  });
});

describe('teardown', () => {
  const order: string[] = [];
  const teardown = [
    phase('first', 'teardown', async () => void order.push('first')),
    phase('second', 'teardown', async () => void order.push('second')),
  ];
  const hang = () => new Promise<void>(() => {});
  test.each([
    ['throws', async () => Promise.reject(new Error('a defect')), 'ERROR', 4],
    ['fails', async () => Promise.reject(new PumpFailure('no insulin')), 'FAIL', 1],
    ['hangs', hang, 'TIMEOUT', 1],
  ] as const)('runs whole when a phase %s', async (_how, body, outcome, exitCode) => {
    order.length = 0;
    const { record } = await run({ phases: () => [phase('bad', 'main', body, 50), ...teardown] });
    expect(record).toMatchObject({ outcome, exitCode });
    expect(order).toEqual(['first', 'second']);
  });

  test('goes on when one of its own phases hangs, and the set-up that failed skips the main part', async () => {
    order.length = 0;
    const { record } = await run({
      phases: () => [
        phase('set up', 'setup', async () => Promise.reject(new Error('no cable'))),
        phase('main', 'main', async () => void order.push('main')),
        phase('stuck', 'teardown', hang, 50),
        ...teardown,
      ],
    });
    expect(order).toEqual(['first', 'second']);
    expect(record.phases.map(({ outcome }) => outcome)).toEqual([
      'ERROR',
      'SKIPPED',
      'TIMEOUT',
      'PASS',
      'PASS',
    ]);
    expect(record.exitCode).toBe(4);
  });

  test('runs whole when the record cannot be written, and nothing more of the main part is done', async () => {
    order.length = 0;
    const time = realClock();
    const done = runPhases(
      [
        phase('main', 'main', async () => void order.push('main')),
        phase('next', 'main', async () => void order.push('next')),
        ...teardown,
      ],
      new AbortController().signal,
      time,
      {
        tell: ({ group }) => {
          if (group === 'main') throw new Error('no space left');
        },
      },
    );
    await expect(done).rejects.toThrow('no space left');
    time.close();
    expect(order).toEqual(['main', 'first', 'second']);
  });

  test('a folder that is gone ends the command with exit code 3, when the motor is halted', async () => {
    const gone = join(out, 'gone');
    const halted: unknown[] = [];
    const ended = run({
      out: gone,
      phases: stand => [
        phase('main', 'main', async () => rmSync(gone, { recursive: true })),
        phase('halt', 'teardown', async () => void halted.push(await stand.halt())),
      ],
    });
    await expect(ended).rejects.toBeInstanceOf(Unwritten);
    await expect(ended).rejects.toThrow(/progress\.jsonl.*--out/);
    // No line was ever open.
    expect(halted).toEqual([null]);
    writeFileSync(gone, 'a file where a folder should be');
    expect(await runRigCommand({ plan: 'smoke', sim: true, out: gone })).toBe(3);
  });

  test('SR-004 beside a pump that was not seen to end no other begins, and the motor is halted', async () => {
    order.length = 0;
    const counts: number[] = [];
    let world: SimulatedWorld | null = null;
    const ends = Promise.withResolvers<void>();
    let body: Promise<void> = Promise.resolve();
    const { record } = await run({
      arrange: made => {
        world = made;
      },
      phases: stand => [
        phase(
          'slow',
          'main',
          () => {
            body = stand.withPump({}, async pump => {
              await pump.give({ type: 'resume.requested' });
              await pump.give({ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
              await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
              expect(await movesSoon(pump)).toBe(true);
              await ends.promise;
              await expect(pump.wait(100)).rejects.toThrow('the run has ended');
              counts.push(await laterCounts(world, 100), await laterCounts(world, 30_000));
              await expect(stand.withPump({}, async () => {})).rejects.toThrow('the run has ended');
            });
            return body;
          },
          1_500,
        ),
        phase('next', 'main', async () => void order.push('next')),
        phase('halt', 'teardown', async () => expect(await stand.halt()).toBe('still')),
      ],
    });
    ends.resolve();
    await body;
    expect(order).toEqual([]);
    expect(record.phases.map(({ outcome }) => outcome)).toEqual(['TIMEOUT', 'SKIPPED', 'PASS']);
    expect(record.exitCode).toBe(1);
    expect(counts[1]).toBe(counts[0]);
  });

  test('SR-004 an interruption in mid-pulse ends with the motor halted, and no further pulse is heard', async () => {
    const interruption = new AbortController();
    let world: SimulatedWorld | null = null;
    const seen: { moving: boolean; after: boolean | undefined; counts: number[] } = {
      moving: false,
      after: true,
      counts: [],
    };
    const midPulse = (stand: Stand) =>
      stand.withPump({}, async pump => {
        await pump.give({ type: 'resume.requested' });
        await pump.give({ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
        await pump.give({ type: 'bolus.confirmed', bolus: 'b' });
        const status = () => world?.simulators.motor.status();
        await movesSoon(pump);
        seen.moving = status()?.energized === true && status()?.velocity !== 0;
        interruption.abort();
        await expect(pump.wait(100)).rejects.toThrow('the run has ended');
        // The pump knows nothing of it and goes on.
        await new Promise<void>(done => setTimeout(done, 200));
        seen.counts.push(await laterCounts(world, 100), await laterCounts(world, 30_000));
        seen.after = status()?.energized;
      });
    let body: Promise<void> = Promise.resolve();
    const { record } = await run({
      signal: interruption.signal,
      arrange: made => {
        world = made;
      },
      phases: stand => [
        phase('bolus', 'main', () => {
          body = midPulse(stand);
          return body;
        }),
        phase('halt', 'teardown', async () => expect(await stand.halt()).toBe('still')),
      ],
    });
    await body;
    expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    expect(record.phases.map(({ outcome }) => outcome)).toEqual(['ABORTED', 'PASS']);
    expect(seen.moving).toBe(true);
    expect(seen.after).toBe(false);
    expect(seen.counts[1]).toBe(seen.counts[0]);
  });
});
