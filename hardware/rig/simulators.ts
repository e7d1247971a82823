import type { ByteLink, Clock } from '../../src/ports.ts';
import { BALANCES } from '../balance/makes.ts';
import type { BalanceSimulatorFault } from '../balance/simulator.ts';
import { QSB_BAUD } from '../encoder/qsb/codec.ts';
import { type QsbFault, qsbSimulator } from '../encoder/qsb/simulator.ts';
import { OPENSCALE_BAUD } from '../force/openscale/codec.ts';
import { type OpenScaleFault, openScaleSimulator } from '../force/openscale/simulator.ts';
import { NUMATO_BAUD } from '../io/numato/codec.ts';
import { type NumatoFault, numatoSimulator } from '../io/numato/simulator.ts';
import { badLine, isLineFault, LINE_FAULTS, throttled } from '../link/line.ts';
import { ascii } from '../link/lines.ts';
import { mechanism } from '../mechanics/model.ts';
import { newMechanics } from '../mechanics/state.ts';
import { encodeFrame } from '../motor/ne1000/frame.ts';
import { NE_BAUD } from '../motor/ne1000/protocol.ts';
import { type NeFault, neSimulator } from '../motor/ne1000/simulator.ts';
import { sealReply } from '../motor/tic/codec.ts';
import { TIC_BAUD } from '../motor/tic/profile.ts';
import { SETTING } from '../motor/tic/protocol.ts';
import { type TicFault, ticSimulator } from '../motor/tic/simulator.ts';

/** One simulated device that stands alone, on a plunger of its own. */
export type StandingSimulator = {
  readonly what: string;
  readonly baudRate: number;
  /** The names of the faults that it can have from its start, those of its line among them. */
  readonly faults: readonly string[];
  /** What it may say by itself. */
  readonly unasked: Uint8Array;
  /** Throws a RangeError for a fault that it does not have. With `paceBaud`, bytes take the time of that rate. */
  readonly start: (options: {
    readonly link: ByteLink;
    readonly clock: Clock;
    readonly fault?: string;
    readonly paceBaud?: number;
  }) => void;
};

type Started<Fault> = { readonly fault: (fault: Fault) => void };
type Parts = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly mechanism: ReturnType<typeof mechanism>;
};

const CARTRIDGE_UU = 200_000_000;
const SEED = 1;

const standing = <Fault>(
  what: string,
  baudRate: number,
  unasked: Uint8Array,
  simulate: (parts: Parts) => Started<Fault>,
  faults: Readonly<Record<string, Fault>>,
): StandingSimulator => ({
  what,
  baudRate,
  faults: [...new Set([...Object.keys(faults), ...Object.keys(LINE_FAULTS)])],
  unasked,
  start: ({ link, clock, fault, paceBaud }) => {
    const line = badLine(paceBaud === undefined ? link : throttled(link, clock, paceBaud), clock, unasked);
    const simulator = simulate({
      link: line,
      clock,
      mechanism: mechanism({ clock, start: newMechanics(CARTRIDGE_UU) }),
    });
    if (fault === undefined) return;
    const found = Object.entries(faults).find(([name]) => name === fault)?.[1];
    if (found !== undefined) simulator.fault(found);
    else if (isLineFault(fault)) line.set(fault);
    else
      throw new RangeError(
        `${fault} is no fault of this device. It has: ${[...Object.keys(faults), ...Object.keys(LINE_FAULTS)].join(', ')}.`,
      );
  },
});

const ALWAYS = Number.MAX_SAFE_INTEGER;

const BALANCE_FAULTS: Readonly<Record<string, BalanceSimulatorFault>> = {
  silent: { kind: 'silent' },
  garbage: { kind: 'garbage' },
  late: { kind: 'late', ms: 700 },
  neverSettles: { kind: 'vibration' },
  overload: { kind: 'overload' },
  underload: { kind: 'underload' },
  stuck: { kind: 'stuck' },
  unit: { kind: 'unit' },
  refusing: { kind: 'refusing' },
  broken: { kind: 'broken' },
  streaming: { kind: 'streaming' },
  restart: { kind: 'restart' },
  otherSerial: { kind: 'otherSerial', serial: '77700077' },
};
const balance = (
  what: string,
  { dialect, simulate }: (typeof BALANCES)[keyof typeof BALANCES],
  unasked: string,
): StandingSimulator =>
  standing(
    what,
    dialect.baudRate,
    ascii(unasked),
    parts => simulate({ seed: SEED, ...parts }),
    BALANCE_FAULTS,
  );

/** Every simulated device that can stand alone, by the name that `islet sim` takes. */
export const SIMULATORS: Readonly<Record<string, StandingSimulator>> = {
  tic: standing<TicFault>(
    'motor driver, Pololu Tic with CRC',
    TIC_BAUD,
    sealReply(Uint8Array.of(0, 0), true),
    ticSimulator,
    {
      silent: { kind: 'noReply', replies: ALWAYS },
      truncated: { kind: 'truncatedReply', replies: ALWAYS },
      flipped: { kind: 'flippedReply', replies: ALWAYS },
      extraByte: { kind: 'extraByte', replies: ALWAYS },
      brownOut: { kind: 'brownOut' },
      frozen: { kind: 'frozen' },
      otherSerial: { kind: 'setting', offset: SETTING.deviceNumber, value: 15 },
      runaway: { kind: 'runaway' },
      lowVin: { kind: 'conditions', lowVin: true },
      killSwitch: { kind: 'conditions', killSwitch: true },
      driverError: { kind: 'conditions', driverError: true },
      stuckStarting: { kind: 'conditions', stuckStarting: true },
    },
  ),
  ne1000: standing<NeFault>(
    'syringe pump, New Era NE-1000',
    NE_BAUD,
    encodeFrame(ascii('00A?E')),
    neSimulator,
    {
      silent: { kind: 'noReply', replies: ALWAYS },
      truncated: { kind: 'truncatedReply', replies: ALWAYS },
      flipped: { kind: 'flippedReply', replies: ALWAYS },
      wrongAddress: { kind: 'wrongAddress', replies: ALWAYS },
      unsolicitedAlarm: { kind: 'unsolicitedAlarm', replies: ALWAYS },
      reset: { kind: 'reset' },
      stalled: { kind: 'alarm', letter: 'S' },
      otherDiameter: { kind: 'memory', diameter: '4.61' },
      stuckVolume: { kind: 'stuckVolume' },
      frozen: { kind: 'frozen' },
    },
  ),
  qsb: standing<QsbFault>('encoder, US Digital QSB', QSB_BAUD, ascii('w0B00000000!\r\n'), qsbSimulator, {
    silent: { kind: 'noReply' },
    errorReply: { kind: 'errorReply' },
    frozen: { kind: 'frozen' },
    restart: { kind: 'restart' },
  }),
  openscale: standing<OpenScaleFault>(
    'load cell, SparkFun OpenScale',
    OPENSCALE_BAUD,
    ascii('Serial Load Cell Converter version 1.2\r\n'),
    parts => openScaleSimulator({ seed: SEED, ...parts }),
    {
      silent: { kind: 'noReply' },
      stuck: { kind: 'stuck' },
      unit: { kind: 'pounds' },
      restart: { kind: 'restart' },
    },
  ),
  numato: standing<NumatoFault>(
    'digital I/O, Numato GPIO',
    NUMATO_BAUD,
    ascii('FFFFFFFE FFFFFFFE 00000000\n\r'),
    numatoSimulator,
    {
      silent: { kind: 'noReply' },
    },
  ),
  mettler: balance(
    'balance, Mettler Toledo MT-SICS',
    BALANCES.mettler,
    `I4 A "${BALANCES.mettler.serial}"\r\n`,
  ),
  sartorius: balance('balance, Sartorius SBI', BALANCES.sartorius, `${BALANCES.sartorius.serial}\r\n`),
  ohaus: balance('balance, Ohaus', BALANCES.ohaus, `${BALANCES.ohaus.serial}\r\n`),
};
