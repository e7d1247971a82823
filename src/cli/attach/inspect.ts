import { randomBytes } from 'node:crypto';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import { alarmNames } from '../../domain/alarms.ts';
import type { Inspector } from '../../inspector/server.ts';
import type { Clock } from '../../ports.ts';
import { SMALL_MACHINES, smallNames } from '../../runtime/machines.ts';
import type { Observed, Runtime } from '../../runtime/run.ts';
import type { PumpState } from '../../runtime/state.ts';
import type { Io } from '../io.ts';
import { preparePage } from '../page.ts';
import type { PageApart } from '../pageApart/apart.ts';
import { pageApart } from '../pageApart/pageApart.ts';
import { type Live, liveSource } from '../start/source.ts';
import { type Around, simulatedIn } from './simulated.ts';

/** A pump in this process: what `run` returns, and its clock; what `simulatedPump` returns is one. */
export type Inspectable = {
  readonly runtime: Runtime;
  readonly clock: Clock;
  /** Steps from before it was attached, all up to now, so that the page has the whole history. Others are not shown, which is said. */
  readonly steps?: readonly Observed[];
} & Partial<Around>;

export type InspectOptions = {
  /** The port that is tried first; the next free one is taken when it is in use, 0 lets the system choose. */
  readonly port?: number;
  /** Told where the page is, and of what goes wrong with it; standard error when nobody says. */
  readonly say?: (line: string) => void;
  /** How the page names this run. */
  readonly name?: string;
};

/** The page of a pump, until `close`: `address` is what a person opens. */
export type Attached = Inspector;

/** The letters of ISLET on a telephone. */
const PORT = 47_538;

/**
 * Serves the page of a pump that runs in this process, live, on the loopback interface, and says its address. The pump is
 * never harmed by it: a page that fails stands still. Simulated devices can be disturbed from the page; real ones cannot.
 * Accelerated time of a simulated pump is slowed, until `close`, while a person has something to decide or to follow, an alarm
 * of HIGH priority for one: the same steps happen at the same instants of the pump's clock, and time that is real is left alone.
 * Rejects when no port is free, the page is not built, or the pump's chart is not the one that ships, and then nothing of it stays with the pump.
 */
export const inspect = async (pump: Inspectable, options: InspectOptions = {}): Promise<Attached> => {
  const {
    port = PORT,
    say = line => void process.stderr.write(`${line}\n`),
    name = 'a pump of this process',
  } = options;
  const { runtime, clock, steps = [] } = pump;
  if (!isShipped(runtime.state()))
    throw new Error(
      'the chart of this pump is not the one that ships: a page takes each step again by the one that ships, and would show another pump',
    );
  const page = pageApart({ say });
  const boot = randomBytes(6).toString('hex');
  const simulated = simulatedIn(pump);
  const source = liveSource({
    tellStatus: page.tellStatus,
    runtime,
    world: { clock, simulated },
    cgm: null,
    boot,
    journal: name,
    trace: 'as the program gives it',
    wearer: null,
    seed: null,
    speed: simulated === null ? 1 : simulated.speed(),
    isReachable: false,
  });
  const live: Live = { ...source, status: () => ({ ...source.status(), run: boot }) };
  const last = steps.at(-1);
  const isUpToNow = last?.state === runtime.state();
  if (last !== undefined && !isUpToNow)
    say(
      `The page begins with the next step: those that were given end with record ${last.envelope.seq}, and the pump has gone on since.`,
    );
  page.begin({
    state: runtime.state,
    seq: null,
    journal: null,
    ...(isUpToNow ? { earlier: steps } : { isLate: last !== undefined }),
  });
  // At once, and not after something was waited for: no step is missed.
  const leave = runtime.observe(step => {
    page.step(step);
    live.keepPace();
  });
  try {
    const inspector = await serve(page, live, port, say);
    return {
      ...inspector,
      close: async () => {
        leave();
        await inspector.close();
      },
    };
  } catch (failure) {
    leave();
    await page.close();
    throw failure;
  }
};

/** Whether each machine of a pump is the one by which its steps are taken again elsewhere. */
const isShipped = ({ pump, machines, alarms }: PumpState): boolean =>
  pump.machine === pumpMachine &&
  smallNames.every(name => machines[name].machine === SMALL_MACHINES[name]) &&
  alarmNames.every(name => alarms[name].machine === alarmMachine);

const serve = async (
  page: PageApart,
  live: Live,
  port: number,
  say: (line: string) => void,
): Promise<Inspector> => {
  const io: Io = { say, out: say, isTerminal: false, env: process.env };
  const parts = await preparePage(null, io);
  const inspector = await page.serve(live, { parts, port, mayBegin: false });
  say(`Islet: ${inspector.address}`);
  return inspector;
};
