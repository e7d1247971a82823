import { match } from 'ts-pattern';
import type { ByteLink } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import { decodeRequest, encodeReply, type QsbReply, type QsbRequest, REGISTER } from './codec.ts';

/** Version and serial number as register 14 reads. */
const VERSION = 0x00_04_00_2a;

export type QsbFault =
  | { readonly kind: 'noReply' }
  | { readonly kind: 'errorReply' }
  /** The disc has come loose: the count stays what it is. */
  | { readonly kind: 'frozen' }
  /** It restarts: it counts from zero, and what it was told is forgotten. */
  | { readonly kind: 'restart' };

export type QsbSimulator = { readonly fault: (fault: QsbFault) => void; readonly heal: () => void };

/** A QSB that counts the shared screw. */
export const qsbSimulator = ({
  link,
  mechanism,
}: {
  readonly link: ByteLink;
  readonly mechanism: Mechanism;
}): QsbSimulator => {
  const registers = new Map<number, number>([[REGISTER.version, VERSION]]);
  let fault: QsbFault['kind'] | undefined;
  let frozenAt = 0;
  /** The count of the screw at its last start. */
  let zero = 0;
  /** Count at the last streamed report; undefined while nothing is streamed. */
  let reported: number | undefined;

  const count = (): number => (fault === 'frozen' ? frozenAt : mechanism.counts() - zero);
  const say = (reply: QsbReply): void => {
    if (fault !== 'noReply')
      link.write(ascii(encodeReply(fault === 'errorReply' ? { ...reply, kind: 'e' } : reply)));
  };

  const obey = (request: QsbRequest): void =>
    match(request)
      .with({ kind: 'read' }, ({ register }) =>
        say({
          kind: 'r',
          register,
          value: register === REGISTER.count ? count() : (registers.get(register) ?? 0),
        }),
      )
      .with({ kind: 'write' }, ({ register, value }) => {
        registers.set(register, value);
        say({ kind: 'w', register, value });
      })
      .with({ kind: 'stream' }, () => {
        reported = count();
      })
      .exhaustive();

  link.onBytes(
    lineSplitter(line => {
      const request = decodeRequest(line);
      if (request) obey(request);
      else say({ kind: 'e', register: 0, value: 0 });
    }),
  );

  mechanism.onMoved(() => {
    const threshold = registers.get(REGISTER.threshold) ?? 0;
    const value = count();
    if (reported === undefined || threshold === 0 || Math.abs(value - reported) < threshold) return;
    reported = value;
    say({ kind: 's', register: REGISTER.count, value });
  });

  return {
    fault: ({ kind }) => {
      frozenAt = count();
      if (kind !== 'restart') {
        fault = kind;
        return;
      }
      zero = mechanism.counts();
      reported = undefined;
      registers.clear();
      registers.set(REGISTER.version, VERSION);
    },
    heal: () => {
      fault = undefined;
    },
  };
};
