import { BLUETOOTH_FAULTS } from '../../../hardware/cgm/bluetooth/simulatedFaults.ts';
import { simulatedBluetoothCgm } from '../../../hardware/cgm/bluetooth/simulatedSensor.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { simulatedController } from '../../../hardware/link/bluetooth/hci/controller.ts';
import { CONTROLLER_FAULTS, isControllerFault } from '../../../hardware/link/bluetooth/hci/faults.ts';
import { badLine, isLineFault, LINE_FAULTS, throttled } from '../../../hardware/link/line.ts';
import { keptPty, loadPty } from '../../../hardware/link/pty.ts';
import { spokenTo } from '../../../hardware/rig/bench/standingBench.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

const BAUD = 1_000_000;
/** A measurement each minute: offsets are whole minutes, so none can come sooner. */
const SENSOR = {
  crc: true,
  order: 'specification',
  intervalMin: 1,
  runHours: 240,
  wantsTime: false,
} as const;
/** 90 to 150 mg/dL and back in an hour. */
const calm = (index: number): number => Math.round(120 + 30 * Math.sin((index / 60) * 2 * Math.PI));

const FAULTS: readonly string[] = [
  ...Object.keys(CONTROLLER_FAULTS),
  ...BLUETOOTH_FAULTS,
  ...Object.keys(LINE_FAULTS),
];

export const bluetoothLine = `bluetooth  Bluetooth controller on a serial line (HCI), with a glucose sensor in reach, ${BAUD} baud; faults: ${FAULTS.join(', ')}`;

/** Runs a controller with a sensor in reach on a pseudo-terminal whose path it prints, for one host after the other, until it is interrupted. */
export const simulateBluetooth = async (
  { fault, paceBaud }: { readonly fault: string | undefined; readonly paceBaud: number | undefined },
  io: Io,
): Promise<ExitCode> => {
  if (fault !== undefined && !FAULTS.includes(fault))
    throw new Refusal(EXIT.badInput, `${fault} is no fault of bluetooth. It has: ${FAULTS.join(', ')}.`);
  const open = await loadPty();
  if (open === undefined)
    throw new Refusal(EXIT.environment, 'This platform has no binding for pseudo-terminals.');
  const clock = realClock();
  const { link, path } = keptPty(open);
  const spoken = spokenTo(link);
  const line = badLine(
    paceBaud === undefined ? spoken : throttled(spoken, clock, paceBaud),
    clock,
    // An event that no host waits for: nothing of nothing is complete.
    Uint8Array.of(0x04, 0x13, 0x01, 0x00),
  );
  const sensor = simulatedBluetoothCgm(clock, calm, SENSOR);
  const controller = simulatedController({ link: line, clock, peripheral: sensor.peripheral });
  if (fault !== undefined) {
    const ofSensor = BLUETOOTH_FAULTS.find(name => name === fault);
    if (isControllerFault(fault)) controller.setFault(fault);
    else if (isLineFault(fault)) line.set(fault);
    else sensor.setFault(ofSensor ?? null);
  }
  sensor.start();
  io.out(path);
  io.say(`Simulated Bluetooth controller. To read from it: npx islet start --cgm bluetooth://${path}`);
  io.say('Ctrl-C ends it.');
  await new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  sensor.stop();
  await link.close();
  clock.close();
  return EXIT.interrupted;
};
