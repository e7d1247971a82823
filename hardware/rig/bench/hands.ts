import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { bitOf, encodeRelay, type RelayNumber } from '../../supervisor/relay/codec.ts';
import { MOTORS } from '../profile/motors.ts';
import { RigTrouble } from '../run/phases.ts';
import { encodeOrder, type Order, STIMULI, type Stimulus, WIRED } from './stimuli.ts';

/** What acts on a pump from outside. Each promise resolves when the device has said that it has done it. */
export type Hands = {
  /** Throws RigTrouble when no device of this rig can do that, and when the one that can does not. */
  readonly set: (what: keyof typeof WIRED, on: boolean) => Promise<void>;
  /** As `set`, of what only simulated hands can do. */
  readonly order: (order: Order) => Promise<void>;
};

const ANSWER = milliseconds(500);

/** What of a profile says what can be done to a pump. */
type Equipped = {
  readonly devices: {
    readonly motor: { readonly kind: keyof typeof MOTORS };
    readonly relays?: unknown;
    readonly hands?: unknown;
    readonly bay?: { readonly buttonInput?: number | undefined };
  };
  readonly cgm?: unknown;
};

/** Why a rig of this profile cannot do that; null when it can. */
export const lackOf = ({ devices, cgm }: Equipped, stimulus: Stimulus): string | null => {
  const { what, by } = STIMULI[stimulus];
  const missing = (field: string): string =>
    `no device of this rig does this: ${what} (${field} is missing in its profile)`;
  if (by === 'cgm') return cgm === undefined ? missing('cgm') : null;
  if (by === 'motor')
    return MOTORS[devices.motor.kind].turn === null
      ? `no orders of this rig do this: ${what} (devices.motor.kind = ${devices.motor.kind} answers each, and its pump would hear that)`
      : null;
  if (devices[by] === undefined)
    return by === 'relays' ? missing('devices.relays') : `no device of a real rig does this: ${what}`;
  return stimulus === 'press' && devices.bay?.buttonInput === undefined
    ? missing('devices.bay.buttonInput')
    : null;
};

/** Sends, and resolves with what `take` makes of the answer; rejects when none comes in time. */
const asking = <Heard, Answer>(
  name: string,
  clock: Clock,
  listen: (heard: (what: Heard) => void) => void,
) => {
  let waiting: ((what: Heard) => void) | undefined;
  listen(what => waiting?.(what));
  return (send: () => void, take: (what: Heard) => Answer | undefined): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const cancel = clock.wakeAt(after(clock.now(), ANSWER), () => {
        // Whoever was interrupted may have left its question, and the next one asks already.
        if (waiting === mine) waiting = undefined;
        reject(new RigTrouble(`${name}: no answer within ${ANSWER} ms. Check its cable and supply.`));
      });
      const mine = (what: Heard): void => {
        const answer = take(what);
        if (answer === undefined) return;
        cancel();
        waiting = undefined;
        resolve(answer);
      };
      waiting = mine;
      send();
    });
};

/** The relays of a rig, each set and read back. */
const relaysOn = (link: ByteLink, clock: Clock) => {
  const ask = asking<number, number>('relays', clock, heard =>
    link.onBytes(bytes => {
      for (const states of bytes) heard(states);
    }),
  );
  return async (relay: RelayNumber, on: boolean): Promise<void> => {
    const states = await ask(
      () => {
        link.write(encodeRelay({ kind: 'set', relay, on }));
        link.write(encodeRelay({ kind: 'states' }));
      },
      said => said,
    );
    if (((states & bitOf(relay)) !== 0) !== on)
      throw new RigTrouble(
        `relays: relay ${relay} is ${on ? 'off' : 'on'} after it was switched ${on ? 'on' : 'off'}. Replace the board.`,
      );
  };
};

/** The hands of a rig over its lines; what has no line cannot be done. */
export const handsOn = (
  links: { readonly relays?: ByteLink; readonly hands?: ByteLink },
  clock: Clock,
): Hands => {
  const relay = links.relays && relaysOn(links.relays, clock);
  const { hands } = links;
  const ask = hands && asking<string, string>('hands', clock, heard => hands.onBytes(lineSplitter(heard)));
  return {
    set: (what, on) => {
      if (relay === undefined)
        return Promise.reject(new RigTrouble(`no device of this rig does this: ${STIMULI[what].what}`));
      return relay(WIRED[what], on);
    },
    order: async order => {
      if (ask === undefined || hands === undefined)
        throw new RigTrouble(`no device of a real rig does this: ${order.order}`);
      const answer = await ask(
        () => hands.write(ascii(encodeOrder(order))),
        line => (line === 'ok' || line.startsWith('no ') ? line : undefined),
      );
      if (answer !== 'ok') throw new RigTrouble(`hands: ${answer}`);
    },
  };
};
