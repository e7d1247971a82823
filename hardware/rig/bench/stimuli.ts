import type { RelayNumber } from '../../supervisor/relay/codec.ts';

/** What can be done to a pump on a rig from outside. */
export const STIMULI = {
  pinch: { what: 'the pinch valve closes the line', by: 'relays' },
  openBay: { what: 'the switch of the cartridge bay opens', by: 'relays' },
  cutSupply: { what: 'the supply of the motor driver is cut', by: 'relays' },
  press: { what: 'the button of the pump is pressed', by: 'relays' },
  glucose: { what: 'a glucose value is sent', by: 'cgm' },
  turn: { what: 'the motor is turned without an order of the pump', by: 'motor' },
  stall: { what: 'the motor does not turn', by: 'hands' },
  slip: { what: 'the coupling slips', by: 'hands' },
  loosen: { what: 'the plunger comes off its stopper', by: 'hands' },
  creep: { what: 'the screw turns without an order', by: 'hands' },
  eStop: { what: 'somebody presses the e-stop', by: 'hands' },
  swap: { what: 'somebody takes the cartridge out and puts a full one in', by: 'hands' },
} as const satisfies Readonly<
  Record<string, { readonly what: string; readonly by: 'relays' | 'hands' | 'cgm' | 'motor' }>
>;
export type Stimulus = keyof typeof STIMULI;

/** What the relays of the board are wired to. Every one of them lets go when the board loses its power. */
export const WIRED = { cutSupply: 1, pinch: 2, openBay: 3, press: 4 } as const satisfies Partial<
  Record<Stimulus, RelayNumber>
>;

/** What those who have simulated hands can do, as words of their line: a person with tools, in the real world. */
export type Order =
  | { readonly order: 'stall'; readonly on: boolean }
  | { readonly order: 'slip'; readonly percent: number }
  | { readonly order: 'loosen' }
  | { readonly order: 'creep'; readonly counts: number }
  /** A new cartridge, primed and connected. */
  | { readonly order: 'renew' }
  /** The cartridge is taken out; one with so many units is put in. */
  | { readonly order: 'remove' }
  | { readonly order: 'insert'; readonly units: number }
  | { readonly order: 'eStop'; readonly pressed: boolean };

/** Lines of ASCII that end with LF, both ways; an answer is `ok`, or `no` and why. */
export const HANDS_BAUD = 115_200;
export const encodeOrder = (order: Order): string => {
  switch (order.order) {
    case 'stall':
      return `stall ${order.on ? 1 : 0}\n`;
    case 'slip':
      return `slip ${order.percent}\n`;
    case 'creep':
      return `creep ${order.counts}\n`;
    case 'insert':
      return `insert ${order.units}\n`;
    case 'eStop':
      return `estop ${order.pressed ? 1 : 0}\n`;
    case 'loosen':
    case 'remove':
    case 'renew':
      return `${order.order}\n`;
  }
};

/** The inverse, of a line without its end; undefined when it is no order. */
export const decodeOrder = (line: string): Order | undefined => {
  const [, word, figure = ''] = /^([a-z]+)(?: (-?\d{1,6}))?$/.exec(line) ?? [];
  const number = figure === '' ? undefined : Number(figure);
  if (number === undefined && (word === 'loosen' || word === 'renew' || word === 'remove'))
    return { order: word };
  if (number === undefined) return undefined;
  if (word === 'creep') return { order: 'creep', counts: number };
  if (word === 'insert' && number > 0 && number <= 300) return { order: 'insert', units: number };
  if (word === 'slip' && number >= 0 && number <= 100) return { order: 'slip', percent: number };
  if (number !== 0 && number !== 1) return undefined;
  if (word === 'stall') return { order: 'stall', on: number === 1 };
  return word === 'estop' ? { order: 'eStop', pressed: number === 1 } : undefined;
};
