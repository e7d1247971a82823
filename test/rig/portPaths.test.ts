import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadPty } from '../../hardware/link/pty.ts';
import { benchOnPorts } from '../../hardware/rig/bench/bench.ts';
import { type Exploration, exploreOnline } from '../../hardware/rig/online/explore.ts';
import { benchSystem, JAM } from '../../hardware/rig/paths/benchSystem.ts';
import type { PathResult } from '../../hardware/rig/paths/pathResult.ts';
import { along } from '../../hardware/rig/paths/plan.ts';
import { type DrivePump, type PortDriver, portDriver } from '../../hardware/rig/paths/ports/driver.ts';
import { lacksOf } from '../../hardware/rig/paths/ports/lacks.ts';
import { notDriven, whyNotTaken } from '../../hardware/rig/paths/ports/uncovered.ts';
import type { PumpPath } from '../../hardware/rig/paths/pumpModel.ts';
import { benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';
import { profileIn } from '../../src/cli/rig/profile.ts';
import type { Devices } from '../../src/ports.ts';
import { explore } from '../../src/verify/explore.ts';

/** Generated paths on a bench in another process, of which nothing is within reach but bytes on its ports. */

const BIN = join(import.meta.dirname, '../../src/cli/bin.mjs');
const out = mkdtempSync(join(tmpdir(), 'islet-port-paths-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(out, { recursive: true, force: true });
});

const startBench = async (): Promise<RigProfile> => {
  const path = join(out, `bench-${started.length}.toml`);
  const child = spawn(process.execPath, [BIN, 'sim', 'bench', '--led', '--out', path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return profileIn(path, '2026-11-27');
};

type Alter = (devices: Devices) => Devices;

/** Lets `use` drive pumps with these devices on the lines of a rig, and halts its motor afterwards. */
const onLinesOf = async (
  profile: RigProfile,
  alter: Alter,
  use: (drive: DrivePump, driver: PortDriver) => Promise<void>,
) => {
  const heard: string[] = [];
  const stand = standOf({
    profile,
    open: benchOnPorts(profile),
    transport: null,
    fault: null,
    signal: new AbortController().signal,
    stop: () => void heard.push('the run was ended by the e-stop'),
  });
  const driver: PortDriver = portDriver({
    profile,
    withLines: withAltered =>
      stand.withBareLines(on => withAltered({ ...on, alter: devices => alter(on.alter(devices)) })),
  });
  await driver.onLines(drive => use(drive, driver));
  const halted = await stand.halt();
  await stand.release();
  return { reactions: driver.reactions(), stimuli: driver.stimuli(), halted, heard };
};

/** Drives paths one after the other. */
const drivenOn = async (
  profile: RigProfile,
  paths: readonly PumpPath[],
  alter: Alter = devices => devices,
) => {
  const results: PathResult[] = [];
  const seen = await onLinesOf(profile, alter, async drive => {
    for (const path of paths) results.push(await drive(along(path), path.name));
  });
  return { ...seen, results };
};

const path = (...events: readonly PumpPath['steps'][number]['event'][]): PumpPath => ({
  name: events.at(-1)?.type ?? 'nothing',
  modes: [],
  steps: events.map(event => ({ event })),
});
const event = <Named extends { readonly type: string }>(named: Named): Named => named;

const UP = [
  event({ type: 'power.applied' }),
  event({ type: 'selfTest.passed' }),
  event({ type: 'journal.read', verdict: 'new' }),
  event({ type: 'supply.found', found: 'ready' }),
] as const;
const IN_PULSE = [
  ...UP,
  event({ type: 'resume.requested' }),
  event({ type: 'pulse.due', channel: 'basal' }),
  event({ type: 'intent.recorded' }),
] as const;

const HALTED = [
  event({ type: 'cartridge.removed' }),
  event({ type: 'outcome.recorded' }),
  event({ type: 'motor.halted' }),
] as const;

describe('what the profile of a rig says', () => {
  test('an event that no device of it brings about has its reason, by event, by path and by transition', () => {
    const { relays: _, ...devices } = SIMULATED_RIG.devices;
    const bare = lacksOf({ ...SIMULATED_RIG, devices });
    expect(bare.ofType('cartridge.removed')).toMatch(/bay opens \(devices\.relays is missing/);
    expect(bare.ofType('occlusion.detected')).toMatch(/pinch valve .*devices\.relays is missing/);
    expect(lacksOf(SIMULATED_RIG).ofType('cartridge.removed')).toBeNull();
    expect(bare.ofType(JAM)).toMatch(/button of the pump is pressed \(devices\.relays is missing/);
    expect(lacksOf(SIMULATED_RIG).ofType(JAM)).toBeNull();
    const { buttonInput: __, ...bay } = SIMULATED_RIG.devices.bay;
    const mute = lacksOf({ ...SIMULATED_RIG, devices: { ...SIMULATED_RIG.devices, bay } });
    expect(mute.ofType(JAM)).toMatch(/devices\.bay\.buttonInput is missing/);
    expect(lacksOf(SIMULATED_RIG).ofType('motor.strayed')).toMatch(/no device of a real rig does this/);
    const [left] = notDriven(
      [path(...UP, event({ type: 'cartridge.removed' })), path(...UP, event({ type: 'resume.requested' }))],
      bare,
    );
    expect(left).toMatchObject({ name: 'cartridge.removed', outcome: 'undriven', steps: 5, driven: 0 });
    expect(left?.firstDivergence).toMatch(/^step 5 \(cartridge\.removed\): no device of this rig/);
    expect([...whyNotTaken(['pump.supply.ready cartridge.removed 0'], bare).values()]).toEqual([
      bare.ofType('cartridge.removed'),
    ]);
  });
});

describe.skipIf((await loadPty()) === undefined)('paths on the ports of a bench in another process', () => {
  test('SR-080 every path that such a rig can bring about is driven, each alarm in time, and its motor left at rest', {
    timeout: 240_000,
  }, async () => {
    const profile = await startBench();
    const { ofMove } = lacksOf(profile);
    // A part of what `islet rig run` looks at, and all of what is near.
    const graph = explore(
      benchSystem((move, state) => ofMove(move, state) === null),
      5_000,
    );
    const paths = pathsIn(benchSuite('transitions', graph));
    const { results, reactions, stimuli, halted, heard } = await drivenOn(profile, paths);
    const taken = new Set(results.flatMap(result => result.taken));
    console.log(
      `${results.length} paths on ports, ${results.reduce((sum, { driven }) => sum + driven, 0)} steps, ${taken.size} transitions`,
    );
    expect(
      results.flatMap(({ name, outcome, firstDivergence }) =>
        outcome === 'pass' ? [] : [`${name}: ${outcome}: ${firstDivergence}`],
      ),
    ).toEqual([]);
    expect(taken.size).toBeGreaterThan(90);
    for (const { checks } of results) expect(Math.min(checks.travel, checks.told)).toBeGreaterThan(0);
    // Nobody may ask the driver beside its pump, and what is not looked at is not counted.
    for (const { checks } of results) expect(checks.motor).toBe(0);
    expect(reactions.length).toBeGreaterThan(0);
    expect(reactions.length).toBe(stimuli);
    expect(Math.max(...reactions.map(({ ms }) => ms))).toBeLessThanOrEqual(1_000);
    expect(halted).toBe('still');
    // Pressed because a path asks for it, the e-stop does not end the run.
    expect(heard).toEqual([]);
  });

  test('SR-002 SR-007 supply, pinch valve, bay, lines and hands each bring their event about; what the rig lacks is said', {
    timeout: 120_000,
  }, async () => {
    const profile = await startBench();
    const arrived = event({ type: 'motor.arrived' });
    const driven = await drivenOn(profile, [
      path(...IN_PULSE, event({ type: 'motor.failed' })),
      path(...IN_PULSE, event({ type: 'timer.pulseElapsed' })),
      path(...IN_PULSE, arrived, event({ type: 'timer.verificationElapsed' })),
      path(...IN_PULSE, arrived, event({ type: 'pulse.unverified' })),
      path(...IN_PULSE, arrived, event({ type: 'delivery.exceeded' })),
      path(...IN_PULSE, arrived, event({ type: 'occlusion.detected' })),
      path(...IN_PULSE, arrived, event({ type: 'force.lost' })),
      path(...UP, event({ type: 'motor.strayed' })),
      path(...UP, event({ type: 'cartridge.removed' })),
      path(event({ type: 'power.applied' }), event({ type: 'selfTest.failed' })),
      path(...IN_PULSE, ...HALTED),
      path(...UP, event({ type: 'power.lost' }), event({ type: 'power.applied' })),
    ]);
    expect(
      driven.results.map(({ name, outcome, firstDivergence }) => [name, outcome, firstDivergence]),
    ).toEqual(driven.results.map(({ name }) => [name, 'pass', null]));
    const { relays: _, hands: __, ...devices } = profile.devices;
    const poor = await drivenOn({ ...profile, devices }, [
      path(...UP, event({ type: 'cartridge.removed' })),
      path(...IN_PULSE, event({ type: 'motor.failed' })),
    ]);
    expect(poor.results[0]).toMatchObject({ outcome: 'undriven', driven: 4 });
    expect(poor.results[0]?.firstDivergence).toMatch(/devices\.relays is missing/);
    // Without a relay in its supply the rig interrupts the line of the motor.
    expect(poor.results[1]).toMatchObject({ outcome: 'pass' });
  });

  test('SR-035 a button that is held for three minutes withdraws a question, and ends a bolus and what is spread', {
    timeout: 120_000,
  }, async () => {
    const profile = await startBench();
    const jam = event({ type: JAM });
    const asked = [...UP, event({ type: 'resume.requested' }), event({ type: 'bolus.admitted' })];
    const confirmed = (kind: 'normal' | 'extended') =>
      event({ type: 'bolus.confirmed', kind, hour: 'usual' });
    const due = (channel: 'bolus' | 'basal') => event({ type: 'pulse.due', channel });
    const pulse = [
      event({ type: 'intent.recorded' }),
      event({ type: 'motor.arrived' }),
      event({ type: 'pulse.verified' }),
      event({ type: 'outcome.recorded' }),
    ];
    const settled = event({ type: 'bolus.settled' });
    const { results } = await drivenOn(profile, [
      path(...asked, jam, due('basal'), ...pulse),
      path(...asked, confirmed('normal'), due('bolus'), ...pulse, jam, settled, due('basal'), ...pulse),
      path(...asked, confirmed('extended'), jam, event({ type: 'extended.settled' }), due('basal')),
    ]);
    expect(results.map(({ outcome, firstDivergence }) => [outcome, firstDivergence])).toEqual(
      results.map(() => ['pass', null]),
    );
    expect(results.flatMap(({ taken }) => taken.filter(id => id.includes(JAM)))).toEqual([
      `pump.bolus.confirming ${JAM} 0`,
      `pump.bolus.delivering ${JAM} 0`,
      `pump.extended.delivering ${JAM} 0`,
    ]);
  });

  const DEFECTS: Readonly<Record<string, readonly [(devices: Devices) => Devices, PumpPath]>> = {
    'a force sensor that is never read': [
      devices => ({ ...devices, force: { read: () => {} } }),
      path(...IN_PULSE, event({ type: 'motor.arrived' }), event({ type: 'pulse.verified' })),
    ],
    'a motor that ignores every order to stop': [
      devices => ({ ...devices, motor: { ...devices.motor, stop: () => {} } }),
      path(...IN_PULSE, ...HALTED),
    ],
  };
  test.each(Object.entries(DEFECTS))(
    '%s makes a path fail',
    { timeout: 180_000 },
    async (_name, [alter, failing]) => {
      const profile = await startBench();
      const { results } = await drivenOn(profile, [failing], alter);
      console.log(results[0]?.firstDivergence);
      expect(results[0]).toMatchObject({ outcome: 'fail' });
    },
  );

  const online = async (alter: Alter, steps: number) => {
    let found: Exploration | null = null;
    const { halted } = await onLinesOf(await startBench(), alter, async (drive, { able }) => {
      found = await exploreOnline({
        transport: 'memory',
        seed: 1,
        goals: ['transitions'],
        budget: { steps, ms: Number.POSITIVE_INFINITY, transitions: Number.POSITIVE_INFINITY },
        now: () => 0,
        rig: { able, drive },
      });
    });
    if (found === null) throw new Error('nothing was explored');
    const exploration: Exploration = found;
    return { ...exploration, halted };
  };

  test('on line over ports, what comes next is chosen by what is not yet covered, and the motor is left at rest', {
    timeout: 180_000,
  }, async () => {
    const found = await online(devices => devices, 120);
    expect(found).toMatchObject({ endedBy: 'steps', failure: null, halted: 'still' });
    expect(found.transitions).toBeGreaterThan(40);
  });

  test('a defect is found on line over ports, and shrunk by driving shorter runs there', {
    timeout: 180_000,
  }, async () => {
    const { endedBy, failure } = await online(
      devices => ({ ...devices, selfTest: { ...devices.selfTest, run: () => {} } }),
      2_000,
    );
    expect(endedBy).toBe('failure');
    console.log(`${failure?.metAfter} events became ${failure?.path.steps.length}: ${failure?.says}`);
    expect(failure?.path.steps.length).toBe(2);
  });
});
