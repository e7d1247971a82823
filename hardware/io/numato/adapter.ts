import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { watchedButton } from './button.ts';
import {
  decodeLine,
  encodeCommand,
  isBayOpen,
  isEcho,
  isHigh,
  NOTIFY_ON,
  type NumatoLine,
  READ_ALL,
} from './codec.ts';

const REPLY_TIMEOUT = milliseconds(80);
const ATTEMPTS = 3;

export type NumatoBay = {
  /** Turns notifications on and says how the bay is. Undefined when all is well, else what is not. */
  readonly attest: () => Promise<string | undefined>;
  readonly close: () => Promise<void>;
};

export type NumatoOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly sink: FactSink;
  /** Number of the input that the button of the pump holds down while it is pressed; none when nobody says. */
  readonly button?: number;
};

/**
 * The switch of the cartridge bay. It says `cartridge.removed` or `cartridge.inserted` at each self-test
 * and whenever it changes. A switch that cannot be seen any more counts as open. The button of the pump, where it
 * has one, is watched while it is down: one that cannot be seen any more counts as let go, for holding it confirms a dose.
 */
export const numatoBay = ({ link, clock, sink, button }: NumatoOptions): NumatoBay => {
  let lost: string | undefined;
  let waiting: ((line: NumatoLine | undefined) => void) | undefined;
  let wanted: NumatoLine['kind'] | undefined;
  let told: boolean | undefined;
  const pressed =
    button === undefined
      ? null
      : watchedButton({ clock, sink, ask: () => link.write(ascii(encodeCommand(READ_ALL))) });

  const say = (isOpen: boolean): void => {
    told = isOpen;
    sink({ type: isOpen ? 'cartridge.removed' : 'cartridge.inserted' });
  };

  link.onBytes(
    lineSplitter(text => {
      const line = decodeLine(text);
      // Whoever has asked: another voice on this line asks, too. Before the self-test nobody hears a button.
      if (told !== undefined && button !== undefined) {
        if (line?.kind === 'inputs') pressed?.read(!isHigh(line.bits, button), !line.unasked);
        if (line === undefined && !isEcho(text)) pressed?.damaged();
      }
      if (line?.kind === 'inputs' && line.unasked) {
        // Other inputs change, too; before the first answer nobody has asked yet.
        const isOpen = isBayOpen(line.bits);
        if (told !== undefined && isOpen !== told) say(isOpen);
      } else if (line !== undefined && line.kind === wanted) waiting?.(line);
    }),
  );
  link.onLost(reason => {
    lost = reason;
    waiting?.(undefined);
    if (told === false) say(true);
    pressed?.unseen();
    pressed?.end();
  });

  const ask = (command: string, kind: NumatoLine['kind']): Promise<NumatoLine | undefined> =>
    new Promise(resolve => {
      const finish = (line: NumatoLine | undefined): void => {
        cancel();
        waiting = undefined;
        resolve(line);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => finish(undefined));
      waiting = finish;
      wanted = kind;
      link.write(ascii(encodeCommand(command)));
    });

  const exchange = async (command: string, kind: NumatoLine['kind']): Promise<NumatoLine | undefined> => {
    for (let attempt = 0; attempt < ATTEMPTS && lost === undefined; attempt += 1) {
      const line = await ask(command, kind);
      if (line !== undefined) return line;
    }
    return undefined;
  };

  const look = async (): Promise<string | undefined> => {
    const notifying = await exchange(NOTIFY_ON, 'notifying');
    const inputs = notifying && (await exchange(READ_ALL, 'inputs'));
    if (lost !== undefined) return `bay: the link is lost (${lost}). Check the cable of the I/O module.`;
    if (inputs?.kind !== 'inputs') {
      return `bay: no valid reply to ${ATTEMPTS} requests. Check cable and type of the I/O module.`;
    }
    say(isBayOpen(inputs.bits));
    if (button !== undefined) pressed?.read(!isHigh(inputs.bits, button), true);
    return undefined;
  };

  return {
    attest: async () => {
      const wrong = await look();
      if (wrong !== undefined) pressed?.unseen();
      await pressed?.settled();
      return wrong;
    },
    close: async () => {
      pressed?.end();
      await link.close();
    },
  };
};
