import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { type OpenBench, type SimulatedWorld, simulatedBench } from '../../hardware/rig/bench/bench.ts';
import { exploreCommand } from '../../hardware/rig/online/command.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';

/** `islet rig explore --profile` as it is called, on the lines of a bench in this process. */

const out = mkdtempSync(join(tmpdir(), 'islet-explore-rig-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

type Bench = {
  readonly arrange?: (world: SimulatedWorld) => void;
  /** Told of each line of progress. */
  readonly heard?: (line: string, world: SimulatedWorld) => void;
  readonly open?: (open: OpenBench) => OpenBench;
  readonly out?: string;
  readonly steps?: number;
};

/** Every pump that has power from now on finds a motor that is set up otherwise, which is no self-test that passes. */
const motorMisset = ({ simulators }: SimulatedWorld): void => simulators.motor.misset();

const explored = async ({ arrange, heard, open = same => same, steps = 250, ...more }: Bench) => {
  const worlds: SimulatedWorld[] = [];
  const told: string[] = [];
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation(line => {
    told.push(String(line));
    const world = worlds.at(-1);
    if (world !== undefined) heard?.(String(line), world);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    said += String(text);
    return true;
  });
  const folder = more.out ?? mkdtempSync(join(out, 'run-'));
  const code = await exploreCommand({
    seed: 1,
    steps,
    seconds: 600,
    transitions: 100_000,
    goal: 'transitions',
    transport: 'memory',
    profile: SIMULATED_RIG,
    open: open(
      simulatedBench('memory', SIMULATED_RIG, world => {
        worlds.push(world);
        arrange?.(world);
      }),
    ),
    out: folder,
    json: true,
  });
  vi.restoreAllMocks();
  const [world] = worlds;
  if (world === undefined) throw new Error('no bench was opened');
  const transcript = join(folder, 'online-seed-1', 'serial.jsonl');
  const lines = existsSync(transcript) ? transcriptIn(readFileSync(transcript, 'utf8')) : [];
  return {
    code,
    result: JSON.parse(said),
    told: told.join(''),
    folder,
    motor: world.simulators.motor.status(),
    lines,
    /** Pumps that had power. */
    booted: new Set(lines.flatMap(line => (line.pump > 0 ? [line.pump] : []))).size,
  };
};

const STILL = { energized: false, velocity: 0 };
const HALTED = 'motor halted and without current';

describe('SR-004 the e-stop ends an exploration of a rig', () => {
  test('pressed before anything began: no pump has power', async () => {
    const { code, result, booted, told, motor } = await explored({ arrange: ({ eStop }) => eStop(true) });
    expect(code).toBe(130);
    expect(result).toMatchObject({ endedBy: 'interrupted', pumps: 0, failure: null, motor: HALTED });
    expect(told).toContain('the e-stop was pressed: the exploration ends');
    expect(booted).toBe(0);
    expect(motor).toMatchObject(STILL);
  });

  test('pressed after the first pump: no other one has power, and it stands in the transcript', async () => {
    const { code, result, booted, lines, motor } = await explored({
      heard: (line, { eStop }) => {
        if (/^ {2}1 pumps/.test(line)) eStop(true);
      },
    });
    expect(code).toBe(130);
    expect(result).toMatchObject({ endedBy: 'interrupted', pumps: 1, failure: null, motor: HALTED });
    const lives = lines.flatMap(line => ('kind' in line && line.kind === 'connected' ? [line.turn] : []));
    const pressed = lines.filter(line => 'kind' in line && line.kind === 'eStop');
    expect(pressed).toEqual([expect.objectContaining({ event: 'eStop.pressed' })]);
    expect(booted).toBeGreaterThan(0);
    expect(Math.max(...lives)).toBeLessThan(pressed[0]?.turn ?? 0);
    expect(motor).toMatchObject(STILL);
  });

  test('pressed while a failure is shortened: nothing more is driven, and the failure is told and kept', async () => {
    const { code, result, told, motor } = await explored({
      arrange: motorMisset,
      heard: (line, { eStop }) => {
        if (/^ {2}1 pumps/.test(line)) eStop(true);
      },
    });
    expect(code).toBe(130);
    expect(result).toMatchObject({ endedBy: 'interrupted', motor: HALTED });
    expect(result.failure).toMatchObject({ amiss: 'order' });
    expect(result.failure.runs).toBeLessThanOrEqual(1);
    expect(existsSync(result.files.suite)).toBe(true);
    expect(told).toContain(`interrupted: ${HALTED}`);
    expect(motor).toMatchObject(STILL);
  });
});

describe('SR-004 whatever ends an exploration of a rig, its motor is halted and its lines are closed', () => {
  test('a folder that cannot be written: the failure is told all the same', async () => {
    const folder = mkdtempSync(join(out, 'run-'));
    const { code, result, told, motor } = await explored({
      out: folder,
      arrange: motorMisset,
      heard: line => {
        // A folder stands where the suite would go.
        if (/^ {2}1 pumps/.test(line)) mkdirSync(join(folder, 'online-seed-1.json'));
      },
    });
    expect(code).toBe(1);
    expect(result).toMatchObject({ endedBy: 'failure', files: null, motor: HALTED });
    expect(result.failure.runs).toBeGreaterThan(0);
    expect(told).toContain('cannot be written');
    expect(motor).toMatchObject(STILL);
  });

  test('a board with the e-stop that falls silent is trouble of the rig, not a failure of the pump', async () => {
    const { code, result, told, motor } = await explored({
      heard: (line, { simulators }) => {
        if (/^ {2}1 pumps/.test(line)) simulators.bay.fault({ kind: 'noReply' });
      },
    });
    expect(code).toBe(4);
    expect(result).toMatchObject({ endedBy: 'trouble', pumps: 1, failure: null, motor: HALTED });
    expect(told).toContain('with the e-stop does not answer');
    expect(motor).toMatchObject(STILL);
  });

  test('lines that close are closed once, and a motor that does not answer is not said to be halted', async () => {
    let closed = 0;
    const { code, result, told } = await explored({
      steps: 20,
      heard: (line, { simulators }) => {
        if (/^ {2}1 pumps/.test(line)) simulators.motor.fault({ kind: 'frozen' });
      },
      open: open => async () => {
        const bench = await open();
        const { relays: _, ...links } = bench.links;
        return {
          ...bench,
          links,
          close: async () => {
            closed += 1;
            await bench.close();
          },
        };
      },
    });
    expect(code).toBe(4);
    expect(result.motor).toBe('motor could not be halted: cut its supply');
    expect(told).toContain('could not be halted');
    expect(closed).toBe(1);
  });
});

describe('what an exploration of a rig leaves', () => {
  test('the suite, the transcript and the journal of the last pump, and no story of simulated devices', async () => {
    const { code, result, folder, lines } = await explored({ arrange: motorMisset });
    expect(code).toBe(1);
    expect(result.failure.runs).toBeGreaterThan(0);
    expect(Object.keys(result.files).sort()).toEqual(['journal', 'suite', 'transcript']);
    expect(existsSync(join(folder, 'online-seed-1.txt'))).toBe(false);
    expect(lines.length).toBeGreaterThan(0);
    const read = readJournal(readFileSync(result.files.journal));
    expect(read.ok ? null : read.error).toBeNull();
  });
});
