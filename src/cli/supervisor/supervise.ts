import { PortError } from '../../../hardware/link/serial.ts';
import { runSupervisor, type SupervisorPorts } from '../../../hardware/supervisor/process.ts';
import { EXIT, type ExitCode, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

const WORDS = {
  left: null,
  lost: 'Supervisor: the main channel is gone without a word. The motor is cut, and the buzzer sounds.',
  told: 'Supervisor: told to end. The motor is cut.',
} as const;

const CODE = { left: EXIT.ok, lost: EXIT.failed, told: EXIT.interrupted } as const;

/** `islet supervisor`: works until the main channel leaves or is lost, or until it is told to end. */
export const supervise = async (ports: SupervisorPorts, io: Io): Promise<ExitCode> => {
  const asked = new Promise<'told'>(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => resolve('told'));
  });
  try {
    const how = await runSupervisor(ports, asked);
    const words = WORDS[how];
    if (words !== null) io.say(words);
    return CODE[how];
  } catch (failure) {
    if (failure instanceof PortError) throw new Refusal(EXIT.device, failure.message);
    throw failure;
  }
};
