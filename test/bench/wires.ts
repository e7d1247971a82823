import { closeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { SerialPort } from 'serialport';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { faultyLink } from '../../hardware/link/faults.ts';
import { loadPty, type OpenPty, ptyPair } from '../../hardware/link/pty.ts';
import type { Transport } from '../../hardware/link/simulated.ts';
import type { PumpPath } from '../../hardware/rig/paths/pumpModel.ts';
import { driveAll } from '../../hardware/rig/paths/suite.ts';
import { benchSuite, pathsIn } from '../../hardware/rig/paths/suites.ts';
import type { Row } from './speed.ts';

const BAUD = 115_200;
/** As long as most questions and answers of a pulse. */
const FRAME = Uint8Array.of(0xa1, 0x22, 0x08, 0x70, 1, 2, 3, 4);
const TRIPS = 200;
const ROUNDS = 40;
/** A fifth longer than a bare echo. */
const AT_LEAST = 1 / 1.2;

/** One end of an echo: says when so many bytes have come back. */
type Echo = { readonly trips: (count: number) => Promise<number>; readonly close: () => Promise<void> };

const tripping = (
  write: (bytes: Uint8Array) => void,
  listen: (take: (bytes: Uint8Array) => void) => void,
): Echo['trips'] => {
  let missing = 0;
  let arrived = (): void => {};
  listen(bytes => {
    missing -= bytes.length;
    if (missing === 0) arrived();
  });
  return async count => {
    for (let trip = 0; trip < count; trip += 1) {
      await new Promise<void>(done => {
        missing = FRAME.length;
        arrived = done;
        write(FRAME);
      });
    }
    return count;
  };
};

/** `serialport` and a stream, and nothing of ours. */
const bareEcho = async (open: OpenPty): Promise<Echo> => {
  const { master, slave, pty: path } = open();
  const far = new ReadStream(master);
  // The end of a pseudo-terminal whose other end is closed.
  far.on('error', () => {});
  far.on('data', bytes => far.write(bytes));
  const port = new SerialPort({ path, baudRate: BAUD, autoOpen: false });
  await new Promise<void>((done, fail) => port.open(error => (error ? fail(error) : done())));
  closeSync(slave);
  return {
    trips: tripping(
      bytes => void port.write(bytes),
      take => void port.on('data', take),
    ),
    close: async () => {
      await new Promise<void>(done => port.close(() => done()));
      far.destroy();
    },
  };
};

/** The cable of a simulated device as the adapters have it: inbox, counted traffic, a line that can be made bad. */
const ourEcho = async (open: OpenPty): Promise<Echo> => {
  const pair = await ptyPair(open, BAUD);
  const clock = lockStepClock();
  const host = faultyLink(pair.host, clock);
  pair.device.onBytes(pair.device.write);
  return {
    trips: tripping(host.write, host.onBytes),
    close: async () => {
      await pair.close();
      clock.close();
    },
  };
};

const withoutPty = (what: string, atLeast: string, aim: string): Row => ({
  what,
  measured: 'not measured',
  atLeast,
  aim,
  isMet: null,
  notes: ['this platform has no binding for pseudo-terminals'],
});

/** Whatever else the machine does only makes a round longer: the fastest one has least of it. In ms a trip. */
const fastest = (echo: Echo) => {
  let best = Number.POSITIVE_INFINITY;
  return {
    round: async (): Promise<void> => {
      const began = performance.now();
      const trips = await echo.trips(TRIPS);
      best = Math.min(best, (performance.now() - began) / trips);
    },
    ms: (): number => best,
  };
};

/** Both take turns. */
export const roundTrip = async (): Promise<Row> => {
  const what = 'round trips over a pty beside a bare serialport echo';
  const open = await loadPty();
  if (open === undefined) return withoutPty(what, `${AT_LEAST.toFixed(2)}×`, '1×');
  const [ours, bare] = [await ourEcho(open), await bareEcho(open)];
  try {
    const [our, their] = [fastest(ours), fastest(bare)];
    for (let round = 0; round < ROUNDS; round += 1) {
      await our.round();
      await their.round();
    }
    const share = their.ms() / our.ms();
    return {
      what,
      measured: `${share.toFixed(2)}×`,
      atLeast: `${AT_LEAST.toFixed(2)}×`,
      aim: '1×',
      isMet: share >= AT_LEAST,
      notes: [
        `${FRAME.length} bytes there and back: ours ${our.ms().toFixed(3)} ms, bare ${their.ms().toFixed(3)} ms by the wall (${(1 / share).toFixed(2)} times as long; 1.2 is asked for), the fastest of ${ROUNDS} rounds of ${TRIPS}`,
      ],
    };
  } finally {
    await ours.close();
    await bare.close();
  }
};

const STEPS = 10_000;
const FASTER = { atLeast: 100, aim: 1_000 } as const;
/** Over a pty the kernel carries each byte: so many steps for a note. */
const STEPS_OVER_PTY = 500;

/** Paths of the generator for each pair of transitions, again from the first until they have so many steps. */
const pathsOf = (steps: number): readonly PumpPath[] => {
  const all = pathsIn(benchSuite('pairs'));
  const paths: PumpPath[] = [];
  for (let have = 0; have < steps; ) {
    const path = all[paths.length % all.length];
    if (path === undefined) throw new Error('there are no paths');
    paths.push(path);
    have += path.steps.length;
  }
  return paths;
};

const driven = async (steps: number, transport: Transport) => {
  const paths = pathsOf(steps);
  const from = process.cpuUsage();
  const began = performance.now();
  const suite = await driveAll(paths, { transport });
  const { user, system } = process.cpuUsage(from);
  const defect = suite.results.find(({ outcome }) => outcome === 'error');
  if (defect) throw new Error(`${defect.name}: ${defect.firstDivergence}`);
  const simulatedMs = suite.results.reduce((sum, each) => sum + each.simulatedMs, 0);
  return {
    steps: suite.steps.driven,
    /** Those that the bench cannot bring about; the tests know each and why. */
    unsolved: suite.results.filter(({ outcome }) => outcome !== 'pass').length,
    paths: suite.results.length,
    simulatedMs,
    cpuMs: (user + system) / 1_000,
    wallMs: performance.now() - began,
  };
};

/** The whole pump on simulated devices, its adapters' bytes and all, in lock-step time. */
export const generatedSteps = async (): Promise<Row> => {
  const inMemory = await driven(STEPS, 'memory');
  const overPty = (await loadPty()) === undefined ? null : await driven(STEPS_OVER_PTY, 'pty');
  const faster = inMemory.simulatedMs / inMemory.cpuMs;
  return {
    what: `${inMemory.steps} generated steps on simulators, beside real time`,
    measured: `${faster.toFixed(0)}×`,
    atLeast: `${FASTER.atLeast}×`,
    aim: `${FASTER.aim}×`,
    isMet: faster >= FASTER.atLeast,
    notes: [
      `${(inMemory.simulatedMs / 3_600_000).toFixed(1)} h of the pump in ${(inMemory.cpuMs / 1_000).toFixed(1)} s of the processor, ${(inMemory.wallMs / 1_000).toFixed(1)} s by the wall; bytes in memory; ${inMemory.paths - inMemory.unsolved} of ${inMemory.paths} paths to their end`,
      ...(overPty === null
        ? []
        : [
            `over pseudo-terminals ${(overPty.simulatedMs / overPty.wallMs).toFixed(0)}× by the wall, ${overPty.steps} steps`,
          ]),
    ],
  };
};
