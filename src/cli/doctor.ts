import {
  accessSync,
  closeSync,
  constants,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { realClock } from '../../hardware/clock/real.ts';
import { GattTrouble } from '../../hardware/link/bluetooth/gatt.ts';
import { NOBLE } from '../../hardware/link/bluetooth/noble.ts';
import { radioLoads } from '../../hardware/link/bluetooth/radioSpawned.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import { EXIT, type ExitCode } from './exits.ts';
import type { Io } from './io.ts';

/** What was found about one thing. `limited`: Islet runs, and something is missing. */
export type Finding = {
  readonly what: string;
  readonly verdict: 'good' | 'limited' | 'bad';
  readonly found: string;
  /** What to do; null when nothing need be done. */
  readonly remedy: string | null;
};

const good = (what: string, found: string): Finding => ({ what, verdict: 'good', found, remedy: null });

/** `islet doctor`: looks, changes nothing. Exit code 3 when Islet cannot run here. */
export const doctor = async (json: boolean, io: Io): Promise<ExitCode> => {
  const findings = [
    node(),
    await pty(),
    serial(),
    await radio(),
    program('chromium', 'the tests of the page', io),
    program('socat', 'the tests of serial lines that another program holds', io),
    ...['spin', 'rumur', 'gcc', 'yosys', 'berkeley-abc'].map(name =>
      program(name, 'islet verify --independent', io),
    ),
    program('redis-server', 'campaigns on several machines', io),
    disk(),
  ];
  if (json) io.out(JSON.stringify({ version: 1, findings }));
  else for (const finding of findings) io.out(lineOf(finding));
  return findings.some(({ verdict }) => verdict === 'bad') ? EXIT.environment : EXIT.ok;
};

const MARK = { good: 'ok ', limited: '-- ', bad: 'BAD' } as const;

const lineOf = ({ what, verdict, found, remedy }: Finding): string =>
  `${MARK[verdict]} ${what.padEnd(16)} ${found}${remedy === null ? '' : ` ${remedy}`}`;

const node = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = `${process.versions.node}, ${process.platform} ${process.arch}`;
  if (major > 22 || (major === 22 && minor >= 14)) return good('Node', found);
  return {
    what: 'Node',
    verdict: 'bad',
    found,
    remedy: 'Run npm ci, which brings Node 24, or install 22.14 or newer.',
  };
};

const pty = async (): Promise<Finding> =>
  (await loadPty()) === undefined
    ? {
        what: 'pseudo-terminals',
        verdict: 'limited',
        found: 'no binding for this platform.',
        remedy: 'Simulated devices then talk through memory: the same bytes, no terminal.',
      }
    : good('pseudo-terminals', 'the binding loads');

/** The driver, in a process of its own; whether the radio is on shows only when it is used. */
const radio = async (): Promise<Finding> => {
  const what = 'Bluetooth driver';
  try {
    await radioLoads();
    return good(what, `${NOBLE.name} loads`);
  } catch (failure) {
    if (!(failure instanceof GattTrouble)) throw failure;
    return {
      what,
      verdict: 'limited',
      found: `${NOBLE.name} does not load; needed for --cgm bluetooth.`,
      remedy: `Run: ${NOBLE.command}`,
    };
  }
};

const SERIAL = /^(ttyACM|ttyUSB|cu\.usb)/;

const serial = (): Finding => {
  const what = 'serial ports';
  const ports =
    process.platform === 'win32'
      ? []
      : readdirSync('/dev')
          .filter(name => SERIAL.test(name))
          .map(name => join('/dev', name));
  if (ports.length === 0) return good(what, 'none attached');
  const closed = ports.filter(port => !isAccessible(port, constants.R_OK | constants.W_OK));
  if (closed.length === 0) return good(what, ports.join(', '));
  return {
    what,
    verdict: 'limited',
    found: `${closed.join(', ')} may not be opened by this user.`,
    remedy: 'On Debian: sudo usermod -aG dialout $USER, then log in again.',
  };
};

const isAccessible = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
};

const program = (name: string, use: string, { env }: Io): Finding => {
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '');
  const path = folders.map(folder => join(folder, name)).find(file => isAccessible(file, constants.X_OK));
  if (path !== undefined) return good(name, path);
  return {
    what: name,
    verdict: 'limited',
    found: `not found; needed for ${use}.`,
    remedy: 'On Debian: .ci/debian-packages.sh',
  };
};

const SYNCS = 20;
/** A pulse writes two durable records, and a bolus gives a pulse each second. */
const SLOW_MS = 50;

/** How long a record takes to become durable, in the folder where journals are written. */
const disk = (): Finding => {
  const what = 'disk sync';
  const clock = realClock();
  try {
    const folder = mkdtempSync(join(process.cwd(), '.islet-doctor-'));
    const file = openSync(join(folder, 'probe'), 'a');
    const start = clock.now();
    for (let n = 0; n < SYNCS; n += 1) {
      writeSync(file, `${'x'.repeat(300)}\n`);
      fdatasyncSync(file);
    }
    const each = (clock.now() - start) / SYNCS;
    closeSync(file);
    rmSync(folder, { recursive: true });
    if (each <= SLOW_MS) return good(what, `${each.toFixed(1)} ms a record`);
    return {
      what,
      verdict: 'limited',
      found: `${each.toFixed(1)} ms a record: slow.`,
      remedy: 'Keep journals on a local disk.',
    };
  } catch (failure) {
    const found = `cannot write in ${process.cwd()} (${failure instanceof Error ? failure.message : String(failure)}).`;
    return { what, verdict: 'bad', found, remedy: 'Run Islet in a folder that this user may write.' };
  } finally {
    clock.close();
  }
};
