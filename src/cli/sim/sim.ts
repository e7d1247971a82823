import { SERVICE_MAKES } from '../../../hardware/cgm/network/simulated/makes.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { farPty, loadPty } from '../../../hardware/link/pty.ts';
import { spokenTo } from '../../../hardware/rig/bench/standingBench.ts';
import { SIMULATORS } from '../../../hardware/rig/simulators.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { bluetoothLine, simulateBluetooth } from './bluetooth.ts';
import { serviceLines, simulateService } from './service.ts';

/** The names of the devices with their faults. */
export const simulatorLines = (): readonly string[] => [
  ...Object.entries(SIMULATORS).map(
    ([name, { what, baudRate, faults }]) =>
      `${name.padEnd(10)} ${what}, ${baudRate} baud; faults: ${faults.join(', ')}`,
  ),
  bluetoothLine,
  ...serviceLines(),
];

/** Runs one simulated device on a pseudo-terminal whose path it prints, or a service on a port, until it is interrupted or the host closes the port. */
export const simulate = async (
  name: string,
  {
    fault,
    port,
    paceBaud,
  }: { readonly fault: string | undefined; readonly port: number; readonly paceBaud: number | undefined },
  io: Io,
): Promise<ExitCode> => {
  const service = Object.entries(SERVICE_MAKES).find(([known]) => known === name)?.[1];
  if (service !== undefined) return simulateService(service, { port, fault }, io);
  if (name === 'bluetooth') return simulateBluetooth({ fault, paceBaud }, io);
  const simulator = Object.entries(SIMULATORS).find(([known]) => known === name)?.[1];
  if (simulator === undefined) {
    throw new Refusal(
      EXIT.badInput,
      `${name} is no simulated device. There are: ${[...Object.keys(SIMULATORS), 'bluetooth', ...Object.keys(SERVICE_MAKES)].join(', ')}.`,
    );
  }
  if (fault !== undefined && !simulator.faults.includes(fault)) {
    throw new Refusal(
      EXIT.badInput,
      `${fault} is no fault of ${name}. It has: ${simulator.faults.join(', ')}.`,
    );
  }
  const open = await loadPty();
  if (open === undefined) {
    throw new Refusal(
      EXIT.environment,
      'This platform has no binding for pseudo-terminals: use the simulators in memory (islet rig --transport memory).',
    );
  }
  const { link, path } = farPty(open);
  const clock = realClock();
  simulator.start({
    link: spokenTo(link),
    clock,
    ...(fault === undefined ? {} : { fault }),
    ...(paceBaud === undefined ? {} : { paceBaud }),
  });
  io.out(path);
  io.say(`${simulator.what}, ${paceBaud ?? simulator.baudRate} baud. Ctrl-C ends it.`);
  const ended = await new Promise<ExitCode>(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done(EXIT.interrupted));
    link.onLost(() => done(EXIT.ok));
  });
  await link.close();
  clock.close();
  return ended;
};
