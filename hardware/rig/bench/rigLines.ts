import { type WallMs, wallMs } from '../../../src/domain/units.ts';
import type { ByteLink } from '../../../src/ports.ts';
import { BALANCES } from '../../balance/makes.ts';
import type { ByRole } from '../../devices.ts';
import { QSB_BAUD } from '../../encoder/qsb/codec.ts';
import { OPENSCALE_BAUD } from '../../force/openscale/codec.ts';
import { NUMATO_BAUD } from '../../io/numato/codec.ts';
import { RELAY_BAUD } from '../../supervisor/relay/codec.ts';
import { MOTORS } from '../profile/motors.ts';
import type { DeviceName, RigProfile } from '../profile/schema.ts';
import { HANDS_BAUD } from './stimuli.ts';

/** The lines of a rig, open. */
export type RigLinks = ByRole<ByteLink> & {
  readonly balance: ByteLink;
  readonly relays?: ByteLink;
  readonly hands?: ByteLink;
};

/** Midnight, so that the first segment of a basal profile is in force. */
export const MIDNIGHT: WallMs = wallMs(Date.UTC(2026, 0, 2));

/** In the order in which both ends of a led bench count them. */
export const DEVICE_NAMES = [
  'motor',
  'encoder',
  'force',
  'bay',
  'balance',
  'relays',
  'hands',
] as const satisfies readonly DeviceName[];

/** The baud rate of each line. */
export const baudsOf = ({ devices }: RigProfile): Record<DeviceName, number> => ({
  motor: MOTORS[devices.motor.kind].baudRate,
  encoder: QSB_BAUD,
  force: OPENSCALE_BAUD,
  bay: NUMATO_BAUD,
  balance: BALANCES[devices.balance.kind].dialect.baudRate,
  relays: RELAY_BAUD,
  hands: HANDS_BAUD,
});

/** The lines by name. Throws where one is missing that every rig has. */
export const linksOf = (link: (name: DeviceName) => ByteLink | undefined): RigLinks => {
  const must = (name: DeviceName): ByteLink => {
    const found = link(name);
    if (found === undefined) throw new Error(`the line of ${name} is not open`);
    return found;
  };
  const [motor, encoder, force, bay] = [must('motor'), must('encoder'), must('force'), must('bay')];
  const balance = must('balance');
  const relays = link('relays');
  const hands = link('hands');
  return {
    motor,
    encoder,
    force,
    bay,
    balance,
    ...(relays === undefined ? {} : { relays }),
    ...(hands === undefined ? {} : { hands }),
  };
};
