import type { ByteLink } from '../../../src/ports.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import { relayBoard } from './board.ts';
import { bitOf, RELAY } from './codec.ts';

export type RelaySimulator = {
  /** Whether the contact of each is closed. */
  readonly motor: () => boolean;
  readonly buzzer: () => boolean;
  /** The motor's contact is welded: closed whatever the board says. */
  readonly weld: () => void;
  /** The board hears, and does and says nothing. */
  readonly freeze: () => void;
};

/** A relay board whose first contact lies in the supply of the shared motor. */
export const relaySimulator = ({
  link,
  mechanism,
}: {
  readonly link: ByteLink;
  readonly mechanism: Mechanism;
}): RelaySimulator => {
  let states = 0;
  let welded = false;
  let frozen = false;
  const motor = (): boolean => welded || (states & bitOf(RELAY.motor)) !== 0;
  const wire = (): void => mechanism.inject({ cut: !motor() });

  relayBoard(
    link,
    next => {
      states = next;
      wire();
    },
    () => frozen,
  );
  wire();

  return {
    motor,
    buzzer: () => (states & bitOf(RELAY.buzzer)) !== 0,
    weld: () => {
      welded = true;
      wire();
    },
    freeze: () => {
      frozen = true;
    },
  };
};
