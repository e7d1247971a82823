import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { type Disk, mustBeUsable, walkedAfar } from '../../src/cli/verify/afar.ts';
import { type Result, worked } from '../../src/cli/verify/job.ts';
import { MACHINES } from '../../src/cli/verify/machines.ts';
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
  expect(err).toContain(`--resume ${join(disk, 'left')} --disk ${disk} --in-memory 200`);
  writeFileSync(join(disk, 'file'), '');
  const bad = await islet(['verify', '--disk', join(disk, 'file')], disk);
  expect(bad.code).toBe(EXIT.environment);
  expect(bad.err).toContain('Name a folder that can be written to');
});
