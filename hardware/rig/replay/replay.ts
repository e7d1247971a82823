import { match, P } from 'ts-pattern';
import { monoMs } from '../../../src/domain/units.ts';
import type { ByteLink, Devices } from '../../../src/ports.ts';
import { connectDevices } from '../../devices.ts';
import { type Inbox, inbox } from '../../link/inbox.ts';
import type { Call } from '../../link/trace.ts';
import type { MakeMotor } from '../../motor/driver.ts';
import { MOTORS } from '../profile/motors.ts';
import { replayClock } from './clock.ts';
import type { TranscriptLine } from './transcript.ts';

/** What became of a pump's adapters that were put through a transcript again. */
export type Replayed = {
  readonly pump: number;
  /** Bytes that came from devices, bytes that the adapters wrote, and facts that they said: all compared. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly facts: number;
  /** The first thing that differs: which line of this pump, what it has, and what came. Null when nothing does. */
  readonly difference: { readonly line: number; readonly recorded: string; readonly came: string } | null;
};

/** What adapters do, as a line has it; two are the same when their texts are. */
type Output = { readonly device: string; readonly hex: string } | { readonly fact: unknown };
const wordsOf = (output: Output): string => JSON.stringify(output);

const LINES = ['motor', 'encoder', 'force', 'bay', 'supervisor'] as const;
type LineName = (typeof LINES)[number];

/** A device that says what the transcript says, and notes what it is told. */
const playedLink = (
  device: string,
  note: (output: Output) => void,
): ByteLink & Pick<Inbox, 'arrive' | 'lose'> => {
  const { onBytes, onLost, arrive, lose } = inbox();
  return {
    write: bytes => note({ device, hex: Buffer.from(bytes).toString('hex') }),
    onBytes,
    onLost,
    arrive,
    lose,
    close: async () => {},
  };
};

/** Lets everything run that waits for nothing but its turn. */
const drained = (): Promise<void> => new Promise(done => setImmediate(done));

/**
 * Builds the adapters of one pump anew and puts them through its lines, in their order: calls and bytes are given to them bit by bit as
 * they came, at the same times; every byte that they write and every fact that they say must be the one that was recorded.
 */
export const replayPump = async (all: readonly TranscriptLine[]): Promise<Replayed> => {
  const lines = all.slice(0, all.findLastIndex(isOwn) + 1);
  const [first] = lines;
  const counts = { bytesIn: 0, bytesOut: 0, facts: 0 };
  const pump = first?.pump ?? 0;
  const ended = (line: number, recorded: string, came: string): Replayed => ({
    pump,
    ...counts,
    difference: { line, recorded, came },
  });
  if (first === undefined || !('kind' in first) || first.kind !== 'connected')
    return ended(0, 'nothing', 'a transcript of a pump begins when its devices are connected');

  const clock = replayClock(monoMs(first.monoMs));
  const produced: Output[] = [];
  const note = (output: Output): void => void produced.push(output);
  const links = Object.fromEntries(LINES.map(name => [name, playedLink(name, note)])) as Record<
    LineName,
    ReturnType<typeof playedLink>
  >;
  const attested = outcomesOf(lines);
  const waiting: ((wrong: readonly string[]) => void)[] = [];
  const { supervisor, ...rest } = links;
  const devices = connectDevices({
    ...rest,
    clock,
    drive: motorOf(first.motor),
    ...(first.button === undefined ? {} : { button: first.button }),
    sink: fact => note({ fact }),
    sounder: { test: () => {} },
    power: { shutDown: () => {} },
    ...(first.supervised ? { supervisor } : {}),
    ...(first.fed
      ? { feed: { item: 'power', attest: () => new Promise(resolve => void waiting.push(resolve)) } }
      : {}),
    checks: first.checks.map(item => ({ item, look: () => attested(item) })),
  });

  /** The next thing that the adapters do by this time; null when they do nothing more. */
  const next = async (at: number): Promise<Output | null> => {
    for (;;) {
      if (produced.length === 0) await drained();
      const output = produced.shift();
      if (output !== undefined) return output;
      if (!clock.wakeOne(monoMs(at), false)) return null;
    }
  };

  let turn = first.turn;
  for (const [index, line] of lines.entries()) {
    const isJoined = line.turn === turn;
    turn = line.turn;
    const expected = outputIn(line);
    if (expected !== null) {
      // Not even a microtask may pass where the adapter took none.
      const came = produced.shift() ?? (await next(line.monoMs));
      if (came === null || wordsOf(came) !== wordsOf(expected))
        return ended(index, wordsOf(expected), came === null ? 'nothing' : wordsOf(came));
      if ('hex' in expected) counts.bytesOut += expected.hex.length / 2;
      else counts.facts += 1;
      continue;
    }
    // Within one piece of work nothing came between; after it, everything that could run has run.
    if (!isJoined) await drained();
    while (clock.wakeOne(monoMs(line.monoMs), true)) await drained();
    clock.reach(monoMs(line.monoMs));
    match(line)
      .with({ hex: P.string }, ({ device, hex }) => {
        if (!isLine(device)) return;
        counts.bytesIn += hex.length / 2;
        links[device].arrive(Buffer.from(hex, 'hex'));
      })
      .with({ kind: 'called' }, ({ call }) => called(devices, call))
      .with({ kind: 'lost' }, ({ device, reason }) => {
        if (isLine(device)) links[device].lose(reason);
      })
      .with({ kind: 'attested' }, ({ wrong }) => waiting.shift()?.(wrong))
      .with({ kind: P.union('connected', 'said', 'eStop') }, () => {})
      .exhaustive();
  }
  await drained();
  const [extra] = produced;
  return extra === undefined
    ? { pump, ...counts, difference: null }
    : ended(lines.length, 'nothing more', wordsOf(extra));
};

/** The adapter of a make of motor that the reader of transcripts has let pass. */
const motorOf = (name = 'tic'): MakeMotor =>
  Object.entries(MOTORS).find(([known]) => known === name)?.[1].drive ?? MOTORS.tic.drive;

/**
 * Of a pump or for it, and no word between the rig and its own instruments. After the last of these a rig may go on for minutes: a pump
 * whose process was killed does not.
 */
const isOwn = (line: TranscriptLine): boolean =>
  'hex' in line ? isLine(line.device) : line.kind !== 'eStop';

const isLine = (device: string): device is LineName => (LINES as readonly string[]).includes(device);

const outputIn = (line: TranscriptLine): Output | null => {
  if ('hex' in line)
    return line.direction === 'toDevice' && isLine(line.device)
      ? { device: line.device, hex: line.hex }
      : null;
  return line.kind === 'said' ? { fact: line.fact } : null;
};

/** What each check said, one after the other. */
const outcomesOf = (lines: readonly TranscriptLine[]) => {
  const queues = new Map<string, (readonly string[])[]>();
  for (const line of lines) {
    if (!('kind' in line) || line.kind !== 'attested') continue;
    const queue = queues.get(line.item) ?? [];
    queue.push(line.wrong);
    queues.set(line.item, queue);
  }
  return (item: string): readonly string[] => queues.get(item)?.shift() ?? [];
};

const called = ({ motor, encoder, force, selfTest, supervisor, close }: Devices, call: Call): void =>
  match(call)
    .with({ name: 'move' }, ({ intent }) => motor.move(intent))
    .with({ name: 'rewind' }, motor.rewind)
    .with({ name: 'seat' }, motor.seat)
    .with({ name: 'stop' }, motor.stop)
    .with({ name: 'readEncoder' }, encoder.read)
    .with({ name: 'readForce' }, force.read)
    .with({ name: 'selfTest' }, selfTest.run)
    .with({ name: 'check' }, selfTest.check)
    .with({ name: 'start' }, ({ hash }) => supervisor?.start(hash))
    .with({ name: 'tell' }, ({ motion, untilMs }) =>
      supervisor?.tell(motion, untilMs === null ? null : monoMs(untilMs)),
    )
    .with({ name: 'close' }, () => void close())
    .exhaustive();

/** Every pump of a transcript, one after the other; lines of the teardown belong to none. */
export const replayTranscript = async (lines: readonly TranscriptLine[]): Promise<readonly Replayed[]> => {
  const pumps = new Map<number, TranscriptLine[]>();
  for (const line of lines) {
    if (line.pump === 0) continue;
    const known = pumps.get(line.pump);
    if (known === undefined) pumps.set(line.pump, [line]);
    else known.push(line);
  }
  const replayed: Replayed[] = [];
  for (const each of pumps.values()) replayed.push(await replayPump(each));
  return replayed;
};
