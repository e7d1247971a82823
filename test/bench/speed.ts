import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { promelaOf } from '../../src/verify/witness/promela.ts';
import { closedProgram } from '../../src/verify/witness/worlds.ts';
import type { Found } from './alone.ts';
import type { Rung } from './cut.ts';
import { mutantsDecided } from './mutants.ts';
import { orefCycles, orefDecisions } from './oref.ts';
import { campaignCells, openReplay, physiology } from './patients.ts';
import { starvedHeartbeats } from './starved/row.ts';
import { generatedSteps, roundTrip } from './wires.ts';
import { wornPump } from './worn.ts';

/** What one contender took; by the processor, because the machine may be busy with other things. */
export type Took = Found & {
  readonly wallMs: number;
  readonly cpuMs: number;
};

/** One line of the table. A ratio below its `atLeast` is a failure; a time never is, for it depends on the machine. */
export type Row = {
  readonly what: string;
  readonly measured: string;
  readonly atLeast: string;
  readonly aim: string;
  /** Null where nothing can fail. */
  readonly isMet: boolean | null;
  readonly notes: readonly string[];
};

/** Heap of a contender, in MB: `xstate/graph` keeps an object for each step. */
const HEAP = 10_000;

/** From nothing, in a process of its own. */
const alone = (what: string): Took =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [`--max-old-space-size=${HEAP}`, join(import.meta.dirname, 'alone.ts'), ...what.split(' ')],
      { encoding: 'utf8' },
    ),
  );

/** Several times; the machine's noise is how far the slowest lies above the fastest. */
const severally = (what: string, times: number): { readonly took: Took; readonly noise: string } => {
  const all = Array.from({ length: times }, () => alone(what)).sort((a, b) => a.cpuMs - b.cpuMs);
  const [best] = all;
  const worst = all.at(-1);
  if (best === undefined || worst === undefined) throw new Error(`${what} was not run`);
  const idle = Math.max(...all.map(({ wallMs, cpuMs }) => wallMs / cpuMs));
  return {
    took: best,
    noise: `noise: slowest of ${times} +${(100 * (worst.cpuMs / best.cpuMs - 1)).toFixed(0)} %, waited for the processor up to ${idle.toFixed(1)}×`,
  };
};

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;

const ratio = (
  what: string,
  value: number,
  { atLeast, aim }: { readonly atLeast: number; readonly aim: number },
  notes: readonly string[],
): Row => ({
  what,
  measured: `${value.toFixed(value < 10 ? 2 : 0)}×`,
  atLeast: `${atLeast}×`,
  aim: `${aim}×`,
  isMet: value >= atLeast,
  notes,
});

/** Cold start included: both begin with nothing but what was imported. */
export const againstXState = (rung: Rung): Row => {
  const { took: ours, noise } = severally(`cut ${rung}`, 3);
  const theirs = alone(`xstate ${rung}`);
  if (ours.states !== theirs.states)
    throw new Error(`xstate/graph found ${theirs.states} states, and we ${ours.states}`);
  return ratio(
    `xstate/graph, our chart cut to ${ours.states} states`,
    theirs.cpuMs / ours.cpuMs,
    // On few states a cold start is most of what we take: that rung is for a quick look.
    rung === 'large' ? { atLeast: 400, aim: 1_000 } : { atLeast: 1, aim: 1 },
    [`theirs ${seconds(theirs.cpuMs)}, ours ${seconds(ours.cpuMs)}; ${noise}`],
  );
};

/** The pump in its plant, as `src/verify/witness` exports it: each rule one indivisible step, no claims. */
export const againstSpin = (): Row => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-bench-'));
  try {
    writeFileSync(join(folder, 'chart.pml'), promelaOf(closedProgram(pumpMachine).program));
    timed('spin -a chart.pml', folder);
    const compiling = timed('gcc -O3 -w -DSAFETY -DNOREDUCE -o pan pan.c', folder);
    const theirs = timed('./pan -m20000000 -w24', folder);
    const states = Number(/(\d+) states, stored/.exec(theirs.said)?.[1]);
    const { took: ours, noise } = severally('plant', 3);
    if (states !== ours.states) throw new Error(`SPIN found ${states} states, and we ${ours.states}`);
    return ratio(
      `SPIN -O3 -DSAFETY -DNOREDUCE, ${states} states`,
      theirs.cpuMs / ours.cpuMs,
      { atLeast: 4, aim: 8 },
      [
        `theirs ${seconds(theirs.cpuMs)} and ${seconds(compiling.cpuMs)} to compile, ours ${seconds(ours.cpuMs)}; ${noise}`,
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Processor time of a command, its children included. */
const timed = (command: string, folder: string): { readonly cpuMs: number; readonly said: string } => {
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['-c', `TIMEFORMAT='took %U %S'; time ${command} 2>&1`],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  );
  const [, user, system] = /took (\S+) (\S+)/.exec(stderr) ?? [];
  if (status !== 0 || user === undefined || system === undefined)
    throw new Error(`${command}: ${(stdout + stderr).slice(0, 400)}`);
  return { cpuMs: (Number(user) + Number(system)) * 1_000, said: stdout };
};

/** Words that a state is packed in, the slots by which it is found, and the state it was met from. */
export const bytesPerState = (): Row => {
  const { states, bytes } = alone('plant');
  const each = bytes / states;
  return {
    what: 'bytes per state with parents',
    measured: each.toFixed(1),
    atLeast: '40',
    aim: '24',
    isMet: each <= 40,
    notes: ['the pump in its plant; tables of what charts answer are not in it'],
  };
};

/** Time by the processor, in s; it depends on the machine: that it is too long is said, and nothing fails by it. */
const time = (what: string, contender: string, atMost: number, aim: number): Row => {
  const took = alone(contender);
  return {
    what,
    measured: seconds(took.cpuMs),
    atLeast: `${atMost} s`,
    aim: `${aim} s`,
    isMet: null,
    notes: [
      ...(took.cpuMs > atMost * 1_000 ? [`NOT MET: more than the ${atMost} s that are asked for`] : []),
      `${took.states} states, ${took.steps} steps, ${took.properties ?? 0} properties, those of whole runs among them; ${seconds(took.wallMs)} by the wall`,
    ],
  };
};

export const openPump = (): Row => time('the open pump, every property', 'open verified', 30, 5);
export const pumpInPlant = (): Row =>
  time('the pump in its plant, every property', 'plant verified', 240, 60);

/** The same machine in memory and on disk: ten minutes of the processor, so only when it is asked for. */
export const onDisk = (): Row => {
  const [near, far] = [alone('large'), alone('large far')];
  const said = ({ states, steps, depth }: Took) => JSON.stringify({ states, steps, depth });
  if (said(near) !== said(far)) throw new Error(`in memory ${said(near)}, on disk ${said(far)}`);
  return {
    what: `states on disk, ${far.states} of them`,
    measured: `${((far.states * 1_000) / far.cpuMs).toFixed(0)}/s`,
    atLeast: '',
    aim: '',
    isMet: null,
    notes: [
      `${far.steps} steps in ${seconds(far.cpuMs)}: in memory ${(far.bytes / far.states).toFixed(1)} bytes a state, ` +
        `on disk ${((far.disk?.bytes ?? 0) / far.states).toFixed(1)}, read through ${far.disk?.readings ?? 0} times`,
      `all in memory: ${seconds(near.cpuMs)}, ${(near.bytes / near.states).toFixed(1)} bytes a state`,
    ],
  };
};
export const equalityWithXState = (): Row => {
  const took = alone('equality');
  return {
    what: 'equality with XState, every projection of every state',
    measured: seconds(took.cpuMs),
    atLeast: 'in CI',
    aim: '60 s',
    isMet: null,
    notes: [
      ...(took.cpuMs > 60_000 ? ['NOT MET: more than the 60 s that are asked for'] : []),
      `${took.states} steps, every projection among them, compared with transition(), of ${took.steps} steps`,
    ],
  };
};

/** Load of the machine above which two workers cannot be compared with one. */
const IDLE = 0.5;

/** The whole of `islet verify` by the wall: only an idle machine can tell. */
export const twoWorkers = (): Row => {
  const what = 'two workers against one, the whole of islet verify';
  const [load = 0] = loadavg();
  if (load > IDLE)
    return {
      what,
      measured: 'not measured',
      atLeast: '1.5×',
      aim: '1.9×',
      isMet: null,
      notes: [`the load of this machine is ${load.toFixed(1)}, and must be below ${IDLE}`],
    };
  const [one, two] = [verifiedBy(1), verifiedBy(2)];
  return ratio(what, one / two, { atLeast: 1.5, aim: 1.9 }, [
    `one ${seconds(one)}, two ${seconds(two)} by the wall`,
  ]);
};

const verifiedBy = (workers: number): number => {
  const bin = join(import.meta.dirname, '../../src/cli/bin.mjs');
  const said = execFileSync(process.execPath, [bin, 'verify', '--json', '--workers', String(workers)], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(said).tookMs;
};

/** Whatever else is compared gets a row here. */
export const ROWS: readonly (() => Row | Promise<Row>)[] = [
  () => againstXState('large'),
  againstSpin,
  bytesPerState,
  openPump,
  pumpInPlant,
  equalityWithXState,
  mutantsDecided,
  physiology,
  openReplay,
  campaignCells,
  wornPump,
  orefDecisions,
  orefCycles,
  roundTrip,
  generatedSteps,
  starvedHeartbeats,
];

/** What takes long, with `--long`. */
export const LONG_ROWS: readonly (() => Row)[] = [onDisk];

/** A quick look: nothing that takes more than some seconds on an idle machine. */
export const QUICK_ROWS: readonly (() => Row | Promise<Row>)[] = [
  () => againstXState('small'),
  openPump,
  equalityWithXState,
  physiology,
  openReplay,
  campaignCells,
  wornPump,
  roundTrip,
];

export const rowLines = ({ what, measured, atLeast, aim, isMet, notes }: Row): readonly string[] => [
  `  ${what.padEnd(52)}${measured.padStart(10)}${atLeast.padStart(12)}${aim.padStart(10)}${isMet === false ? '   NOT MET' : ''}`,
  ...notes.map(note => `      ${note}`),
];
