import type { ByteLink } from '../../../src/ports.ts';
import { bitOf, MODULE, type RelayRequest, relayReader } from './codec.ts';

/** A whole board but for what its contacts switch: answers, and tells of its states when they change. */
export const relayBoard = (
  link: ByteLink,
  switched: (states: number) => void,
  isDead: () => boolean = () => false,
): void => {
  const read = relayReader();
  let states = 0;
  link.onBytes(bytes => {
    for (const byte of bytes) {
      const request = read(byte);
      if (request === undefined || isDead()) continue;
      if (request.kind === 'version') link.write(Uint8Array.of(MODULE, 1));
      else if (request.kind === 'states') link.write(Uint8Array.of(states));
      else {
        const before = states;
        states = statesAfter(states, request);
        if (states !== before) switched(states);
      }
    }
  });
};

const statesAfter = (states: number, request: Extract<RelayRequest, { kind: 'set' | 'all' }>): number => {
  if (request.kind === 'all') return request.states;
  return request.on ? states | bitOf(request.relay) : states & ~bitOf(request.relay);
};
