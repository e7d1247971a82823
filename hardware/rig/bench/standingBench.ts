import type { ByteLink } from '../../../src/ports.ts';
import { followTime } from '../../clock/follow.ts';
import { realClock } from '../../clock/real.ts';
import { keptPty, type OpenPty } from '../../link/pty.ts';
import { listen } from '../../link/socket.ts';
import type { Mechanism } from '../../mechanics/model.ts';
import type { DeviceName, RigProfile } from '../profile/schema.ts';
import { DEVICE_NAMES } from './rigLines.ts';
import { type Ends, simulate } from './simulators.ts';

/** Every simulator of a rig in a process of its own, on pseudo-terminals that stay while hosts come and go. */
export type StandingBench = {
  /** The profile by which a host finds it. */
  readonly profile: RigProfile;
  /** The plunger of whoever was here last; null before anybody was. */
  readonly model: () => Mechanism | null;
  readonly close: () => Promise<void>;
};

/**
 * A line that simulators are put on, one set after the other: only the last ones are on it. What comes from the moment of `attach` on is
 * theirs, though they listen later.
 */
export const exchangeable = (line: ByteLink): { readonly attach: () => ByteLink } => {
  let epoch = 0;
  let take: (bytes: Uint8Array) => void = () => {};
  line.onBytes(bytes => take(bytes));
  return {
    attach: () => {
      epoch += 1;
      const mine = epoch;
      const early: Uint8Array[] = [];
      take = bytes => void early.push(bytes);
      return {
        write: bytes => {
          if (mine === epoch) line.write(bytes);
        },
        onBytes: next => {
          if (mine !== epoch) return;
          take = next;
          for (const bytes of early.splice(0)) next(bytes);
        },
        onLost: () => {},
        close: async () => {},
      };
    },
  };
};

/** Nothing is said before the other end has spoken: only then is its terminal raw, and somebody listens. */
export const spokenTo = (link: ByteLink): ByteLink => {
  let isOpen = false;
  return {
    ...link,
    write: bytes => {
      if (isOpen) link.write(bytes);
    },
    onBytes: take =>
      link.onBytes(bytes => {
        isOpen = true;
        take(bytes);
      }),
  };
};

/**
 * Starts the bench of a profile. With `isLed` whoever connects to the TCP port in its profile leads its time and finds a new pump's
 * devices; without, time is real and the devices stay as they are left.
 */
export const standingBench = async (
  open: OpenPty,
  base: RigProfile,
  isLed: boolean,
): Promise<StandingBench> => {
  const ptys = DEVICE_NAMES.map(name => ({ name, ...keptPty(open) }));
  const lines = ptys.map(({ name, link }) => ({ name, ...exchangeable(link) }));
  const endsOf = (links: readonly ByteLink[]): Ends =>
    Object.fromEntries(lines.map(({ name }, i) => [name, spokenTo(links[i] ?? noLink)])) as Ends;
  const pathOf = (name: DeviceName): string => ptys.find(each => each.name === name)?.path ?? '';
  const { devices } = base;
  let model: Mechanism | null = null;
  const own = isLed ? null : realClock();
  if (own !== null) model = simulate(own, base, endsOf(lines.map(({ attach }) => attach()))).model;
  const listening = !isLed
    ? null
    : await listen(0, channel => {
        followTime(
          channel,
          lines.map(({ attach }) => attach()),
        ).then(({ clock, cables }) => {
          model = simulate(clock, base, endsOf(cables)).model;
        });
      });
  /** A pseudo-terminal has no serial number in its name. */
  const at = (name: DeviceName) => ({ port: pathOf(name), serial: undefined });
  return {
    profile: {
      ...base,
      devices: {
        motor: { ...devices.motor, ...at('motor') },
        encoder: { ...devices.encoder, ...at('encoder') },
        force: { ...devices.force, ...at('force') },
        bay: { ...devices.bay, ...at('bay') },
        balance: { ...devices.balance, ...at('balance') },
        relays: { kind: 'rly08', ...at('relays') },
        hands: { kind: 'simulated', ...at('hands') },
      },
      ...(listening === null ? {} : { time: { tcpPort: listening.port } }),
    },
    model: () => model,
    close: async () => {
      await listening?.close();
      own?.close();
      for (const { link } of ptys) await link.close();
    },
  };
};

const noLink: ByteLink = { write: () => {}, onBytes: () => {}, onLost: () => {}, close: async () => {} };
