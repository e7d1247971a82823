import { le16, u16 } from '../bytes.ts';
import { aclToHost } from './packets.ts';

/** Channels of one link that are always there. Core, Vol 3, Part A, 2.1. */
export const CHANNEL = { attributes: 0x0004, signalling: 0x0005, security: 0x0006 } as const;

const HEAD = 4;

/** A message as the data packets that carry it, none longer than `most` octets. */
export const fragments = (
  handle: number,
  channel: number,
  message: readonly number[],
  most: number,
): readonly Uint8Array[] => {
  const whole = Uint8Array.of(...le16(message.length), ...le16(channel), ...message);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += most)
    packets.push(aclToHost(handle, at === 0, whole.subarray(at, at + most)));
  return packets;
};

/** Puts the fragments of one link together. One that belongs to nothing is passed over, as is what a new beginning cuts off. */
export const reassembly = (take: (channel: number, message: Uint8Array) => void) => {
  let held: Uint8Array | null = null;
  return (isFirst: boolean, data: Uint8Array): void => {
    if (!isFirst && held === null) return;
    held = isFirst || held === null ? data.slice() : Uint8Array.of(...held, ...data);
    if (held.length < HEAD) return;
    const length = u16(held, 0);
    if (held.length < HEAD + length) return;
    const message = held.subarray(HEAD, HEAD + length);
    const channel = u16(held, 2);
    held = null;
    take(channel, message);
  };
};
