import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { loadPty } from '../../../hardware/link/pty.ts';
import { microstepsOf } from '../../../src/domain/drive.ts';
import type { Row } from '../speed.ts';

const PULSES = 40;
/** Busy processes leave a host without the processor for some tenths of a second; every so many pulses it stands still for longer than the driver waits. */
const STOPPED_EACH = 4;
const STOPPED_MS = 1_300;
const BUSY = 4;
/** After the last pulse, whatever still moves is seen to. */
const AFTERWARDS_MS = 1_500;
const LOOK_MS = 5;
const LOOKS = 100;

const deviceLine = z.union([
  z.strictObject({ path: z.string() }),
  z.strictObject({
    travelled: z.int(),
    targets: z.int(),
    velocity: z.int(),
    energized: z.boolean(),
    missedBeats: z.int(),
    timeouts: z.int(),
  }),
]);
const hostLine = z.union([
  z.strictObject({ intent: z.int() }),
  z.strictObject({ pulse: z.int(), outcome: z.enum(['motor.arrived', 'motor.failed']) }),
  z.strictObject({ outcome: z.literal('over') }),
]);
export type Seen = Extract<z.infer<typeof deviceLine>, { travelled: number }>;

const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));
const microsteps = (pulses: readonly number[]): number =>
  pulses.reduce((sum, pulse) => sum + microstepsOf(pulse), 0);

/** Waits until the driver moves; not for ever, because a pulse may have failed before. */
const inMotion = async (seen: () => Seen | undefined): Promise<void> => {
  for (let looks = 0; seen()?.velocity === 0 && looks < LOOKS; looks += 1) await pause(LOOK_MS);
};

/** What of it could have hurt somebody, in words. */
export const unsafeIn = (
  seen: Seen,
  intents: readonly number[],
  arrived: readonly number[],
): readonly string[] => [
  ...(seen.travelled > microsteps(intents)
    ? [`${seen.travelled} microsteps were made and ${microsteps(intents)} were recorded before`]
    : []),
  ...(seen.travelled < microsteps(arrived)
    ? [`${seen.travelled} microsteps were made and ${microsteps(arrived)} told as made`]
    : []),
  ...(seen.targets > intents.length ? [`${seen.targets} orders to move for ${intents.length} intents`] : []),
  ...(seen.velocity !== 0 || seen.energized ? ['the motor is not at rest at the end'] : []),
];

/**
 * A host, a motor driver and four processes that do nothing but take the processor, each by itself, over a pty in real time. Now
 * and then the host is stopped as a whole. Misses are what the driver sees; each pulse whose intent was recorded counts.
 */
export const starvedHeartbeats = async (): Promise<Row> => {
  const what = `unsafe outcomes of missed heartbeats, ${BUSY} busy processes`;
  const row = { what, atLeast: '0', aim: '0' };
  if ((await loadPty()) === undefined)
    return { ...row, measured: 'not measured', isMet: null, notes: ['no pseudo-terminals here'] };
  const started: ChildProcess[] = [];
  const run = (...args: readonly string[]): ChildProcess & { stdout: NodeJS.ReadableStream } => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    return child;
  };
  const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  try {
    let seen: Seen | undefined;
    const device = run(script('device.ts'));
    const path = await new Promise<string>(known =>
      createInterface({ input: device.stdout }).on('line', text => {
        const line = deviceLine.parse(JSON.parse(text));
        if ('path' in line) known(line.path);
        else seen = line;
      }),
    );
    for (let n = 0; n < BUSY; n += 1) run('-e', 'for (;;);');
    const host = run(script('host.ts'), path, String(PULSES));
    const intents: number[] = [];
    const arrived: number[] = [];
    let failed = 0;
    let isOver = false;
    for await (const text of createInterface({ input: host.stdout })) {
      const line = hostLine.parse(JSON.parse(text));
      if ('intent' in line) {
        intents.push(line.intent);
        if (line.intent % STOPPED_EACH !== 0) continue;
        await inMotion(() => seen);
        host.kill('SIGSTOP');
        await pause(STOPPED_MS);
        host.kill('SIGCONT');
      } else if (line.outcome === 'motor.arrived') arrived.push(line.pulse);
      else if (line.outcome === 'motor.failed') failed += 1;
      else isOver = true;
    }
    await pause(AFTERWARDS_MS);
    if (!isOver || seen === undefined)
      throw new Error('the host of the busy machine did not come to its end');
    const unsafe = unsafeIn(seen, intents, arrived);
    const missed = seen.missedBeats + seen.timeouts;
    return {
      ...row,
      measured: String(unsafe.length),
      // Where no beat is missed nothing is shown.
      isMet: unsafe.length === 0 && missed > 0,
      notes: [
        `${intents.length} pulses, ${arrived.length} arrived and ${failed} failed; ${seen.missedBeats} beats of 200 ms missed under current, ${seen.timeouts} command timeouts of the driver`,
        `${seen.travelled} microsteps made, ${microsteps(arrived)} told as made, ${microsteps(intents)} counted`,
        ...unsafe.map(each => `UNSAFE: ${each}`),
      ],
    };
  } finally {
    for (const child of started) child.kill('SIGKILL');
  }
};
