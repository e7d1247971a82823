import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { properties } from '../../specs/properties.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { type Disk, mustBeUsable, walkedAfar } from '../../src/cli/verify/afar.ts';
import { type Result, worked } from '../../src/cli/verify/job.ts';
import { type Explorable, MACHINES } from '../../src/cli/verify/machines.ts';
import { readUnfinished } from '../../src/cli/verify/resume.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { openSystem } from '../../src/verify/system.ts';
import { isWalked } from '../../src/verify/walk/verdicts.ts';
import { isletHere as islet } from './islet.ts';

const around = { mayGoOn: () => true, now: () => 0, say: null };
const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'islet-far-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});

const walkOf = (machine: string, most: number, disk: Disk | null): Result =>
  worked({ part: 'walk', machine, begun: [], most, disk }, around);
const walkedOf = (result: Result) => {
  if (result.part !== 'walk') throw new Error('not what was asked for');
  return result.walked;
};

const pumps = MACHINES.filter(({ size }) => size >= 2);

test.each(pumps)(
  'more states than may be in memory go to files, and the walk is the same: $name',
  ({ name }) => {
    const near = walkedOf(walkOf(name, 3_000, null));
    const far = walkedOf(walkOf(name, 3_000, { folder: folder(), inMemory: 400 }));
    expect(far.far?.diskMb).toBeGreaterThan(0);
    const { states, steps, depth } = near;
    expect(far).toMatchObject({ states, steps, depth, complete: false });
    expect(far.rulings.length).toBeGreaterThan(50);
    const known = new Map(near.rulings.map(ruling => [ruling.property.name, ruling]));
    for (const ruling of far.rulings) expect(ruling).toEqual(known.get(ruling.property.name));
    // Whatever was not asked is said.
    const asked = new Set([
      ...far.rulings.map(({ property }) => property.name),
      ...(far.far?.notAsked ?? []),
    ]);
    expect([...known.keys()].filter(property => !asked.has(property))).toEqual([]);
  },
);

test('a state on disk that no step leaves is told with the shortest run there', () => {
  const machine = createMachine({
    id: 'stuck',
    type: 'parallel',
    states: {
      r: {
        initial: 'a',
        states: { a: { on: { go: 'b', turn: 'c' } }, b: { on: { go: 'c' } }, c: { on: { end: 'd' } }, d: {} },
      },
    },
  });
  const stuck: Explorable = {
    name: 'stuck',
    systems: [
      {
        name: 'stuck',
        make: states => openSystem(chartOf(machine, undefined, undefined, states), alphabetOf(machine)),
        asked: [],
      },
    ],
    isSurveyed: false,
    size: 0,
  };
  const { far, complete } = walkedAfar(stuck, { folder: folder(), inMemory: 1 }, 100, around);
  expect(complete).toBe(true);
  expect(far?.deadlocks).toEqual(['r: a -> d, by 2 events, and no run is shorter: turn, end']);
});

test('a machine that fits is not moved', () => {
  const disk = { folder: folder(), inMemory: 400 };
  expect(walkedOf(walkOf('therapy', 3_000, disk))).toEqual({
    ...walkedOf(walkOf('therapy', 3_000, null)),
    memoryMb: expect.any(Number),
  });
});

test.each(pumps)('a walk on disk that was ended goes on, and comes to the same: $name', machine => {
  const uncut = { folder: folder(), inMemory: 300 };
  const cut = { folder: folder(), inMemory: 300 };
  const whole = walkedAfar(machine, uncut, 2_000, around);
  for (const most of [1, 350, 1_234]) walkedAfar(machine, cut, most, around);
  const rest = walkedOf(walkOf(machine.name, 2_000, cut));
  const same = { memoryMb: 0, bytesPerState: 0 };
  expect({ ...rest, ...same }).toEqual({ ...whole, ...same });
  const leftIn = ({ folder }: Disk) =>
    JSON.parse(readFileSync(join(folder, fileNameOf(machine.name), 'walk.json'), 'utf8'));
  expect(leftIn(cut)).toEqual(leftIn(uncut));
});

const fileNameOf = (name: string): string => name.replaceAll(/[^a-z0-9]+/g, '-');

test('files that were changed, or belong to other rules, are refused with what to do', () => {
  const [machine] = pumps;
  if (machine === undefined) throw new Error('there is no pump');
  const disk = { folder: folder(), inMemory: 300 };
  walkedAfar(machine, disk, 500, around);
  const own = join(disk.folder, fileNameOf(machine.name));
  const states = readFileSync(join(own, 'states'));
  states[40] = (states[40] ?? 0) ^ 1;
  writeFileSync(join(own, 'states'), states);
  expect(() => walkedAfar(machine, disk, 600, around)).toThrow('states is damaged or not complete');
  const left = JSON.parse(readFileSync(join(own, 'walk.json'), 'utf8'));
  writeFileSync(join(own, 'walk.json'), JSON.stringify({ ...left, rules: 'others' }));
  expect(() => mustBeUsable(disk)).toThrow('it rests on other charts');
  writeFileSync(join(own, 'walk.json'), '{}');
  expect(() => mustBeUsable(disk)).toThrow('remove this folder');
});

test('the command says where it goes on, and that a folder cannot be used', {
  timeout: 120_000,
}, async () => {
  const disk = folder();
  const flags = ['verify', '--disk', disk, '--in-memory', '200', '--workers', '1'];
  const { code, out, err } = await islet([...flags, '--most', '400', '--keep', join(disk, 'left')], disk);
  expect(code).toBe(EXIT.incomplete);
  expect(out).toMatch(/pump in its plant \(NOT complete\) +400 .*\n/);
  expect(out).toContain('its states were too many for memory: 1 MB are on disk');
  // What takes every step is asked of a graph, and that was not built: each such property is named.
  const pumpInPlant = out.slice(out.indexOf('\npump in its plant:'));
  const open = /\n {2}not asked yet, because .*:\n((?: {4}.*\n)+)/.exec(pumpInPlant)?.[1] ?? '';
  const overRuns = properties.filter(each => each.world === 'plant' && !isWalked(each));
  expect(overRuns.length).toBeGreaterThan(10);
  for (const { name } of overRuns) expect(open.replaceAll(/\s+/g, ' ')).toContain(name);
  expect(err).toContain(`--resume ${join(disk, 'left')} --disk ${disk} --in-memory 200`);
  writeFileSync(join(disk, 'file'), '');
  const bad = await islet(['verify', '--disk', join(disk, 'file')], disk);
  expect(bad.code).toBe(EXIT.environment);
  expect(bad.err).toContain('Name a folder that can be written to');
});

test.runIf(existsSync('/proc/self'))(
  'a folder that nobody can make is refused, and not tried for ever',
  () => {
    expect(() => mustBeUsable({ folder: '/proc/islet/walks', inMemory: 5 })).toThrow(
      /^--disk \/proc\/islet\/walks: .*ENOENT.*Name a folder that can be written to/,
    );
  },
);

const [pump] = pumps;
if (pump === undefined) throw new Error('there is no pump');

/** What a walk was found to be, apart from what it cost. */
const found = ({ name, states, steps, depth, complete, rulings }: ReturnType<typeof walkedAfar>) => ({
  name,
  states,
  steps,
  depth,
  complete,
  rulings,
});

test('a walk whose process is killed goes on where it was last left', { timeout: 120_000 }, () => {
  const most = 9_000;
  const cut = { folder: folder(), inMemory: 3_000 };
  let looks = 0;
  const killed = {
    ...around,
    // Each look at the clock is an hour after the last, and there is no third look at whether to go on.
    now: () => {
      looks += 1;
      return looks * 3_600_000;
    },
    mayGoOn: () => {
      if (looks > 4) throw new Error('killed');
      return true;
    },
  };
  expect(() => walkedAfar(pump, cut, most, killed)).toThrow('killed');
  const left = JSON.parse(readFileSync(join(cut.folder, fileNameOf(pump.name), 'walk.json'), 'utf8'));
  expect(left.course.expanded).toBe(8_192);
  const uncut = { folder: folder(), inMemory: 3_000 };
  expect(found(walkedAfar(pump, cut, most, around))).toEqual(found(walkedAfar(pump, uncut, most, around)));
});

test('a walk whose folder is gone is not complete, and says so with all that it has found', () => {
  const disk = { folder: folder(), inMemory: 300 };
  const gone = {
    ...around,
    mayGoOn: () => {
      rmSync(disk.folder, { recursive: true, force: true });
      return true;
    },
  };
  const walked = walkedAfar(pump, disk, 500, gone);
  mkdirSync(disk.folder);
  const whole = walkedAfar(pump, { folder: folder(), inMemory: 300 }, 500, around);
  expect(found(walked)).toEqual(found(whole));
  expect(walked.far?.failure).toMatch(/^ENOENT: .*Make room in .*begins anew/);
});

const AFAR = new URL('../../src/cli/verify/afar.ts', import.meta.url).href;
const MACHINES_AT = new URL('../../src/cli/verify/machines.ts', import.meta.url).href;

test('a walk that may write no more ends where it is, and goes on when there is room', () => {
  const disk = { folder: folder(), inMemory: 300 };
  const begun = walkedAfar(pump, disk, 500, around);
  const script = `
    import { walkedAfar } from '${AFAR}';
    import { MACHINES } from '${MACHINES_AT}';
    const machine = MACHINES.find(({ name }) => name === '${pump.name}');
    const around = { mayGoOn: () => true, now: () => 0, say: null };
    const { states, complete, rulings, far } = walkedAfar(machine, ${JSON.stringify(disk)}, 8_000, around);
    console.log(JSON.stringify({ states, complete, rulings: rulings.length, failure: far.failure }));
  `;
  // In units of 1 024 bytes: there is room for 8 192 states.
  const { stdout, stderr } = spawnSync(
    'bash',
    ['-c', 'ulimit -f 64; exec "$0" --input-type=module -e "$1"', process.execPath, script],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const full = JSON.parse(stdout);
  expect(full).toMatchObject({ complete: false, rulings: begun.rulings.length });
  expect(full.failure).toMatch(/^EFBIG: .*goes on where it was last left/);
  expect(full.states).toBeGreaterThan(500);
  expect(full.states).toBeLessThan(8_000);
  const uncut = { folder: folder(), inMemory: 300 };
  expect(found(walkedAfar(pump, disk, 8_000, around))).toEqual(found(walkedAfar(pump, uncut, 8_000, around)));
});

test('where one machine cannot write, the others are found and kept, and the command is not finished', {
  timeout: 120_000,
}, async () => {
  const disk = folder();
  mkdirSync(join(disk, fileNameOf(pump.name), 'states'), { recursive: true });
  const left = join(disk, 'left');
  const flags = ['verify', '--disk', disk, '--in-memory', '200', '--workers', '1', '--most', '300'];
  const { code, out, err } = await islet([...flags, '--keep', left], disk);
  expect(code).toBe(EXIT.incomplete);
  expect(out).toMatch(/FAILED {2}EISDIR: .*Make room in /);
  expect(out).toMatch(/pump in its plant \(NOT complete\) +300 /);
  expect(err).toContain(`Go on with: islet verify --resume ${left} --disk ${disk}`);
  expect(readUnfinished(left).done.length).toBeGreaterThan(5);
});
