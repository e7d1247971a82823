import { SETTING } from '../../../hardware/motor/tic/protocol.ts';
import type { KINDS, KindName } from './kinds.ts';
import type { Stand } from './stands.ts';

/** What can go wrong with a device and its line, as every simulator must be able to show it. */
export const FAULTS = [
  'dropped',
  'doubled',
  'flipped',
  'split',
  'late',
  'unsolicited',
  'reboot',
  'echoing',
  'garbled',
  'unplugged',
  'otherSerial',
  'stuck',
  'neverSettles',
] as const;
export type FaultName = (typeof FAULTS)[number];

type FaultOf<Name extends KindName> = Parameters<
  ReturnType<(typeof KINDS)[Name]['build']>['sim']['fault']
>[0];

/** What must come of one fault of one device. */
export type Entry<Fault> =
  /** It is named, in words that fit; then, without it, the device is used as before, unless `forGood` says why not. */
  | {
      readonly ends: 'named';
      readonly as: RegExp;
      readonly arrange?: Arrange<Fault>;
      readonly forGood?: string;
    }
  /** It makes no difference: the answer is right. What it did may be named by the next answer. */
  | { readonly ends: 'borne'; readonly arrange?: Arrange<Fault>; readonly namedLater?: RegExp }
  /** The device cannot have it, or its adapter cannot see it. */
  | { readonly ends: 'none'; readonly why: string };

export type Arrange<Fault> = {
  readonly when: 'before' | 'meanwhile';
  readonly act: (on: Stand<Fault>) => void;
  /** Seen when the device is attested, not when it is used. */
  readonly attested?: true;
};

const named = (as: RegExp): { readonly ends: 'named'; readonly as: RegExp } => ({ ends: 'named', as });
const borne = { ends: 'borne' } as const;
const none = (why: string): { readonly ends: 'none'; readonly why: string } => ({ ends: 'none', why });
const before = <Fault>(fault: Fault): Arrange<Fault> => ({ when: 'before', act: on => on.sim.fault(fault) });
const meanwhile = <Fault>(fault: Fault): Arrange<Fault> => ({
  when: 'meanwhile',
  act: on => on.sim.fault(fault),
});
const attested = <Fault>(fault: Fault): Arrange<Fault> => ({ ...before(fault), attested: true });

const PULLED = { when: 'meanwhile', act: (on: Stand<never>) => on.unplug() } as const;
const PULLED_BEFORE = { when: 'before', act: (on: Stand<never>) => on.unplug() } as const;
const NEW_LINK = 'a link that was lost is opened and attested anew';
const BY_PORT = 'it says no serial number on its line: its port has a name with one, and that is refused';
const NO_MEASURE = 'it measures nothing';
const NO_REST = 'it waits for no rest';

type Row<Name extends KindName> = Readonly<Record<FaultName, Entry<FaultOf<Name>>>>;

const SILENT_OR_GARBLED = /^balance: .*(is no answer|no answer within)/;
const BALANCE = {
  dropped: named(SILENT_OR_GARBLED),
  doubled: named(SILENT_OR_GARBLED),
  flipped: named(SILENT_OR_GARBLED),
  split: borne,
  unsolicited: borne,
  reboot: {
    ...named(/^balance: it shows \d+ µg since it was tared/),
    arrange: before({ kind: 'restart' }),
  },
  echoing: named(SILENT_OR_GARBLED),
  garbled: named(SILENT_OR_GARBLED),
  unplugged: { ...named(/^balance: the link is lost/), arrange: PULLED_BEFORE, forGood: NEW_LINK },
  otherSerial: {
    ...named(/^balance: its serial number is "77700077", expected/),
    arrange: attested({ kind: 'otherSerial', serial: '77700077' }),
  },
  neverSettles: { ...named(/^balance: not at rest within 10000 ms/), arrange: before({ kind: 'vibration' }) },
} as const satisfies Omit<Row<'mettler'>, 'late' | 'stuck'>;
const STUCK_BALANCE = none(
  'at rest it shows the same mass as a live one: the rig sees it by what was given meanwhile, see test/rig/stuckBalance.test.ts',
);

/** Every device of `islet sim`, by every fault. */
export const TABLE: { readonly [Name in KindName]: Row<Name> } = {
  tic: {
    dropped: named(/^motor: no complete reply/),
    doubled: named(/^motor: a reply with a wrong CRC or length/),
    flipped: named(/^motor: a reply with a wrong CRC or length/),
    split: borne,
    late: named(/^motor: no complete reply/),
    unsolicited: named(/^motor: a reply with a wrong CRC or length/),
    reboot: {
      ...named(/^motor: the driver has restarted because its supply sagged/),
      arrange: meanwhile({ kind: 'brownOut' }),
    },
    echoing: named(/^motor: no complete reply/),
    garbled: named(/^motor: (no complete reply|a reply with a wrong CRC)/),
    unplugged: { ...named(/^motor: the link is lost/), arrange: PULLED, forGood: NEW_LINK },
    otherSerial: {
      ...named(/^motor: device number is 15, expected 14/),
      arrange: attested({ kind: 'setting', offset: SETTING.deviceNumber, value: 15 }),
    },
    stuck: none(NO_MEASURE),
    neverSettles: {
      ...named(/^motor: startingUp/),
      arrange: before({ kind: 'conditions', stuckStarting: true }),
    },
  },
  ne1000: {
    dropped: named(/^motor: no complete answer/),
    doubled: named(/^motor: a frame with a wrong CRC or length/),
    flipped: named(/^motor: no complete answer/),
    split: borne,
    late: named(/^motor: no complete answer/),
    unsolicited: named(/^motor: alarm E/),
    reboot: { ...named(/^motor: alarm R/), arrange: meanwhile({ kind: 'reset' }) },
    echoing: named(/^motor: an answer "" that is none/),
    garbled: named(/^motor: (no complete answer|a frame with a wrong CRC)/),
    unplugged: { ...named(/^motor: the link is lost/), arrange: PULLED, forGood: NEW_LINK },
    otherSerial: {
      // It has no number to say; another one is set otherwise.
      ...named(/^motor: inside diameter/),
      arrange: attested({ kind: 'memory', diameter: '4.61' }),
    },
    stuck: { ...named(/^motor: .* instead of 250/), arrange: before({ kind: 'stuckVolume' }) },
    neverSettles: none(NO_REST),
  },
  qsb: {
    dropped: named(/^encoder: no valid reply/),
    doubled: named(/^encoder: no valid reply/),
    flipped: named(/^encoder: no valid reply/),
    split: borne,
    late: named(/^encoder: no valid reply/),
    unsolicited: borne,
    reboot: none(
      'a count is as good as any other to its adapter: the pump compares it with its pulses, see below',
    ),
    echoing: named(/^encoder: no valid reply/),
    garbled: named(/^encoder: no valid reply/),
    unplugged: { ...named(/^encoder: the link is lost/), arrange: PULLED_BEFORE, forGood: NEW_LINK },
    otherSerial: none(BY_PORT),
    stuck: none('a screw that stands still looks the same to its adapter: the pump knows better, see below'),
    neverSettles: none(NO_REST),
  },
  openscale: {
    dropped: named(/^force: no line after 2 triggers/),
    // A time stamp with a digit too many.
    doubled: { ends: 'borne', namedLater: /^force: the board's (time|clock)/ },
    flipped: named(/^force: .* is not "millis,kg,unit,raw,"/),
    split: borne,
    late: named(/^force: no line after 2 triggers/),
    unsolicited: borne,
    reboot: { ...named(/^force: .*(restarted|no line)/), arrange: before({ kind: 'restart' }) },
    echoing: named(/^force: no line after 2 triggers/),
    garbled: named(/^force: /),
    unplugged: { ...named(/^force: the link is lost/), arrange: PULLED_BEFORE, forGood: NEW_LINK },
    otherSerial: none(BY_PORT),
    stuck: { ...named(/^force: raw reading -?\d+ 8 times in a row/), arrange: before({ kind: 'stuck' }) },
    neverSettles: none(NO_REST),
  },
  numato: {
    dropped: borne,
    doubled: borne,
    flipped: borne,
    split: borne,
    late: named(/^bay: no valid reply/),
    unsolicited: borne,
    reboot: none('it keeps nothing but whether it notifies, which each self-test asks for anew'),
    echoing: named(/^bay: no valid reply/),
    garbled: named(/^bay: no valid reply/),
    unplugged: { ...named(/^bay: the link is lost/), arrange: PULLED_BEFORE, forGood: NEW_LINK },
    otherSerial: none(BY_PORT),
    stuck: none('a switch has no noise: one that does not change is one that nobody opens'),
    neverSettles: none(NO_REST),
  },
  mettler: {
    ...BALANCE,
    late: borne,
    stuck: { ...named(/^balance: it is busy or did not come to rest/), arrange: attested({ kind: 'stuck' }) },
  },
  sartorius: { ...BALANCE, late: named(SILENT_OR_GARBLED), stuck: STUCK_BALANCE },
  // Its first byte is a blank, or a letter of its number.
  ohaus: { ...BALANCE, doubled: borne, late: borne, stuck: STUCK_BALANCE },
};
