import { NETWORK_FAULTS } from '../../../hardware/cgm/network/simulated/faults.ts';
import { SERVICE_MAKES, type ServiceMake } from '../../../hardware/cgm/network/simulated/makes.ts';
import { realClock } from '../../../hardware/clock/real.ts';
import { serveHttp } from '../../../hardware/link/http/served.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

/** Of a simulated service when the environment names none. */
const SIMULATED_SECRET = 'simulated';

/** A calm day: 90 to 150 mg/dL and back in three hours. */
const calm = (index: number): number => Math.round(120 + 30 * Math.sin((index / 36) * 2 * Math.PI));

/** The names of the services with their faults. */
export const serviceLines = (): readonly string[] => [
  ...Object.entries(SERVICE_MAKES).map(([name, { what }]) => `${name.padEnd(10)} ${what}, over HTTP`),
  `${' '.repeat(11)}faults of each: ${NETWORK_FAULTS.join(', ')}`,
];

/** Serves on this machine until it is interrupted; its readings are those of its own calm day. */
export const simulateService = async (
  { what, simulate, typed, besides }: ServiceMake,
  { port, fault }: { readonly port: number; readonly fault: string | undefined },
  io: Io,
): Promise<ExitCode> => {
  const found = NETWORK_FAULTS.find(name => name === fault);
  if (fault !== undefined && found === undefined)
    throw new Refusal(
      EXIT.badInput,
      `${fault} is no fault of a service. They have: ${NETWORK_FAULTS.join(', ')}.`,
    );
  const clock = realClock();
  const secret = io.env.ISLET_CGM_SECRET ?? SIMULATED_SECRET;
  const service = simulate({ clock, read: calm, secret });
  service.setFault(found ?? null);
  const server = await serveHttp(service.serve, port).catch((failure: unknown) => {
    throw new Refusal(
      EXIT.environment,
      `--port ${port}: ${failure instanceof Error ? failure.message : String(failure)}. Choose another.`,
    );
  });
  io.out(`http://127.0.0.1:${server.port}/`);
  const others = Object.entries(besides).map(([name, value]) => `${name}=${value} `);
  const words = io.env.ISLET_CGM_SECRET === undefined ? `ISLET_CGM_SECRET=${SIMULATED_SECRET} ` : '';
  io.say(`${what}. To read from it: ${words}${others.join('')}npx islet start ${typed(server.port)}`);
  io.say('Ctrl-C ends it.');
  await new Promise<void>(done => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  await server.close();
  clock.close();
  return EXIT.interrupted;
};
