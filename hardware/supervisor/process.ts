import { followTime } from '../clock/follow.ts';
import { realClock } from '../clock/real.ts';
import { QSB_BAUD } from '../encoder/qsb/codec.ts';
import { NUMATO_BAUD } from '../io/numato/codec.ts';
import { openNamed } from '../link/named.ts';
import { pipeLink } from '../link/stdio.ts';
import { configurationOf } from './configuration.ts';
import { RELAY_BAUD } from './relay/codec.ts';
import { station } from './station.ts';

/** Serial ports of the second channel by what is at their other end, and the journal that it reads settings from. */
export type SupervisorPorts = {
  readonly encoder: string;
  readonly bay: string;
  readonly relay: string;
  /** The main channel. */
  readonly line: string;
  readonly journal: string;
  /** Whether time is told on standard input, instead of passing by itself. */
  readonly told: boolean;
};

/**
 * The second channel as a process: opens its ports, works until the main channel leaves (`left`) or is gone
 * (`lost`), and says which. The relays stay as they were set last: the motor cut, after a loss the buzzer on.
 * `asked` resolves when this process is told to end (`told`). Rejects with a PortError.
 */
export const runSupervisor = async (
  { encoder, bay, relay, line, journal, told }: SupervisorPorts,
  asked: Promise<'told'>,
): Promise<'left' | 'lost' | 'told'> => {
  const opened = [
    await openNamed({ path: encoder, baudRate: QSB_BAUD }),
    await openNamed({ path: bay, baudRate: NUMATO_BAUD }),
    await openNamed({ path: relay, baudRate: RELAY_BAUD }),
    await openNamed({ path: line, baudRate: QSB_BAUD }),
  ];
  // Held by the main channel as long as it lives; what hangs up a pseudo-terminal others may hold, too.
  const held = pipeLink(process.stdin, process.stdout);
  const { clock, cables, close } = told
    ? await followTime(held, opened)
    : { clock: realClock(), cables: opened, close: () => {} };
  const [atEncoder, atBay, atRelay, atMain] = cables;
  if (!atEncoder || !atBay || !atRelay || !atMain)
    throw new Error('a cable of the second channel is missing');
  let over = (_how: 'left' | 'lost'): void => {};
  const ended = new Promise<'left' | 'lost'>(resolve => {
    over = resolve;
  });
  const working = await station({
    clock,
    encoder: atEncoder,
    bay: atBay,
    relay: atRelay,
    main: {
      ...atMain,
      onLost: tell => {
        atMain.onLost(tell);
        held.onLost(tell);
      },
    },
    configuration: () => configurationOf(journal),
    over: how => over(how),
  });
  const how = await Promise.race([ended, asked]);
  if (how === 'told') await working.close();
  close();
  return how;
};
