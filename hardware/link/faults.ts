import { match } from 'ts-pattern';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../src/ports.ts';

/** What a bad cable does to the bytes of one direction. `offset` counts bytes from the moment of injection. */
export type LinkFault =
  | { readonly kind: 'drop'; readonly offset: number; readonly bytes: number }
  | { readonly kind: 'duplicate'; readonly offset: number }
  | { readonly kind: 'corrupt'; readonly offset: number; readonly mask: number }
  | { readonly kind: 'insert'; readonly offset: number; readonly byte: number }
  /** Every byte arrives alone. */
  | { readonly kind: 'split' }
  /** So many chunks arrive as one, or what there is after `afterMs`. */
  | { readonly kind: 'merge'; readonly chunks: number; readonly afterMs: number }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'silent' };

export type Direction = 'toDevice' | 'toHost';

export type FaultyLink = ByteLink & {
  readonly fault: (direction: Direction, fault: LinkFault) => void;
  /** A whole cable again, both ways; what was held back to be merged is lost, what was delayed still comes. */
  readonly heal: () => void;
};

/** The same link with a cable that can be made bad. Without a fault the bytes pass untouched. */
export const faultyLink = (link: ByteLink, clock: Clock): FaultyLink => {
  const takers: ((bytes: Uint8Array) => void)[] = [];
  const lanes = {
    toDevice: lane(clock, bytes => link.write(bytes)),
    toHost: lane(clock, bytes => {
      for (const take of takers) take(bytes);
    }),
  };
  let listening = false;
  return {
    write: lanes.toDevice.pass,
    onBytes: take => {
      takers.push(take);
      if (!listening) link.onBytes(lanes.toHost.pass);
      listening = true;
    },
    onLost: link.onLost,
    close: link.close,
    fault: (direction, fault) => lanes[direction].set(fault),
    heal: () => {
      lanes.toDevice.set(undefined);
      lanes.toHost.set(undefined);
    },
  };
};

type Lane = {
  readonly pass: (bytes: Uint8Array) => void;
  readonly set: (fault: LinkFault | undefined) => void;
};

const lane = (clock: Clock, deliver: (bytes: Uint8Array) => void): Lane => {
  let fault: LinkFault | undefined;
  /** Bytes seen since the fault was set. */
  let seen = 0;
  let held: Uint8Array[] = [];
  let cancelFlush = (): void => {};

  const flush = (): void => {
    cancelFlush();
    cancelFlush = () => {};
    const bytes = Buffer.concat(held);
    held = [];
    if (bytes.length > 0) deliver(bytes);
  };
  const later = (ms: number, then: () => void): (() => void) =>
    clock.wakeAt(after(clock.now(), milliseconds(ms)), then);

  /** Replaces the byte at `offset` by these; more than one byte from there on when `span` says so. */
  const edited = (
    bytes: Uint8Array,
    offset: number,
    edit: (byte: number) => readonly number[],
    span = 1,
  ): Uint8Array => {
    const from = offset - seen;
    const result = [...bytes].flatMap((byte, i) => (i >= from && i < from + span ? edit(byte) : [byte]));
    seen += bytes.length;
    return Uint8Array.from(result);
  };
  const send = (bytes: Uint8Array): void => {
    if (bytes.length > 0) deliver(bytes);
  };

  const pass = (bytes: Uint8Array): void => {
    if (!fault) {
      deliver(bytes);
      return;
    }
    match(fault)
      .with({ kind: 'drop' }, ({ offset, bytes: span }) => send(edited(bytes, offset, () => [], span)))
      .with({ kind: 'duplicate' }, ({ offset }) => send(edited(bytes, offset, byte => [byte, byte])))
      .with({ kind: 'corrupt' }, ({ offset, mask }) =>
        send(edited(bytes, offset, byte => [(byte ^ mask) & 0xff])),
      )
      .with({ kind: 'insert' }, ({ offset, byte: extra }) =>
        send(edited(bytes, offset, byte => [extra, byte])),
      )
      .with({ kind: 'split' }, () => {
        for (const byte of bytes) deliver(Uint8Array.of(byte));
      })
      .with({ kind: 'merge' }, ({ chunks, afterMs }) => {
        held.push(bytes);
        if (held.length >= chunks) flush();
        else if (held.length === 1) cancelFlush = later(afterMs, flush);
      })
      .with({ kind: 'delay' }, ({ ms }) => void later(ms, () => deliver(bytes)))
      .with({ kind: 'silent' }, () => {})
      .exhaustive();
  };

  return {
    pass,
    set: next => {
      cancelFlush();
      held = [];
      seen = 0;
      fault = next;
    },
  };
};
