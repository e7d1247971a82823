import type { ByteLink } from '../../../src/ports.ts';
import { ascii } from '../../link/lines.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import { inputsWith, NOTIFY_ENABLED, NOTIFY_ON, READ_ALL } from './codec.ts';

export type NumatoFault = { readonly kind: 'noReply' };

export type NumatoSimulator = {
  readonly fault: (fault: NumatoFault) => void;
  readonly heal: () => void;
  /** A contact between another input and ground is closed, or open. */
  readonly contact: (input: number, isClosed: boolean) => void;
  /** The wire of the bay's switch is cut, or whole. */
  readonly bayWire: (isWhole: boolean) => void;
};

export type NumatoSimulatorOptions = { readonly link: ByteLink; readonly mechanism: Mechanism };

/** A GPIO module whose first input is the switch of the shared bay. */
export const numatoSimulator = ({ link, mechanism }: NumatoSimulatorOptions): NumatoSimulator => {
  let notifies = false;
  let fault: NumatoFault | undefined;
  let typed = '';
  const heldDown = new Set<number>();
  let isWhole = true;
  const inputs = (): string => inputsWith(!isWhole || mechanism.bay() === 'open', [...heldDown]);
  let before = inputs();

  const write = (text: string): void => {
    if (fault === undefined) link.write(ascii(text));
  };
  const answer = (command: string): string => {
    if (command === READ_ALL) return `${inputs()}\n\r`;
    if (command !== NOTIFY_ON) return '';
    notifies = true;
    return `${NOTIFY_ENABLED}\n\r`;
  };

  link.onBytes(bytes => {
    for (const byte of bytes) {
      if (byte !== 0x0d) {
        typed += String.fromCharCode(byte);
        continue;
      }
      write(`${typed}\n\r${answer(typed.trim())}>`);
      typed = '';
    }
  });
  const changed = (): void => {
    const now = inputs();
    if (notifies && now !== before) write(`${now} ${before} FFFFFFFF\n\r`);
    before = now;
  };
  mechanism.onBay(changed);

  return {
    fault: next => {
      fault = next;
    },
    heal: () => {
      fault = undefined;
    },
    contact: (input, isClosed) => {
      if (isClosed) heldDown.add(input);
      else heldDown.delete(input);
      changed();
    },
    bayWire: whole => {
      isWhole = whole;
      changed();
    },
  };
};
