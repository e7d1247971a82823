import { match } from 'ts-pattern';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink } from '../../src/ports.ts';
import { ascii, lineSplitter } from '../link/lines.ts';
import { type Pan, type PanFault, type PanOptions, type Shown, simulatedPan } from './pan.ts';

/** What can be wrong with a balance: at its pan, or in what it says. */
export type BalanceSimulatorFault =
  | PanFault
  | { readonly kind: 'silent' }
  /** Each line has a character that belongs to nothing. */
  | { readonly kind: 'garbage' }
  /** Each answer comes so much later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Somebody has switched its display to mg. */
  | { readonly kind: 'unit' }
  /** Another balance of the same make hangs on the cable. */
  | { readonly kind: 'otherSerial'; readonly serial: string }
  /** It refuses every order. */
  | { readonly kind: 'refusing' }
  /** It reports an error of its own instead of a weight. */
  | { readonly kind: 'broken' }
  /** It sends weights without being asked, as a program before us has left it. */
  | { readonly kind: 'streaming' }
  /** It restarts: orders that wait are forgotten, and so is the tare. */
  | { readonly kind: 'restart' };

export type BalanceSimulator = {
  readonly fault: (fault: BalanceSimulatorFault) => void;
  readonly heal: () => void;
};

export type BalanceSimulatorOptions = PanOptions & { readonly link: ByteLink; readonly serial?: string };

/** What an order can do with the balance that it is given to. */
export type Stand = {
  readonly pan: Pan;
  readonly serial: () => string;
  readonly unit: () => 'g' | 'mg';
  readonly refuses: () => boolean;
  readonly isBroken: () => boolean;
  readonly say: (text: string) => void;
  /** Waits for rest as long as a balance does; `then` is given what it shows, or null when it gave up. */
  readonly whenStill: (then: (shown: Shown | null) => void) => void;
  /** Repeats until `cancel`. */
  readonly repeat: (say: () => void) => void;
  /** Ends waiting and repeating. */
  readonly cancel: () => void;
};

/** How one make obeys a line. */
export type Make = {
  readonly serial: string;
  readonly obey: (line: string, stand: Stand) => void;
  /** Begins to send weights by itself. */
  readonly stream: (stand: Stand) => void;
  /** Said at power-on. */
  readonly greet?: (stand: Stand) => void;
};

/** From an order to the first byte of its answer, between two looks at the pan, and until it gives up. */
const THINKING = milliseconds(40);
const LOOK = milliseconds(250);
const GIVES_UP_AFTER_MS = 30_000;
const REPEAT = milliseconds(100);

/** A balance of any make on the shared pump; the make has the words. */
export const balanceSimulator = (
  { link, clock, serial: given, ...panOptions }: BalanceSimulatorOptions,
  { obey, stream, greet, serial: usual }: Make,
): BalanceSimulator => {
  const pan = simulatedPan({ clock, ...panOptions });
  let fault: Exclude<BalanceSimulatorFault, PanFault> | undefined;
  /** Counts cancellations: what waited before the last one is void. */
  let epoch = 0;
  let damaged = 0;

  const later = (ms: number, then: () => void): void => {
    const mine = epoch;
    clock.wakeAt(after(clock.now(), milliseconds(ms)), () => {
      if (mine === epoch) then();
    });
  };
  const written = (text: string): void => {
    if (fault?.kind === 'silent') return;
    damaged += 1;
    const at = damaged % Math.max(1, text.length - 2);
    link.write(ascii(fault?.kind === 'garbage' ? `${text.slice(0, at)}~${text.slice(at + 1)}` : text));
  };
  const stand: Stand = {
    pan,
    serial: () => (fault?.kind === 'otherSerial' ? fault.serial : (given ?? usual)),
    unit: () => (fault?.kind === 'unit' ? 'mg' : 'g'),
    refuses: () => fault?.kind === 'refusing',
    isBroken: () => fault?.kind === 'broken',
    // What is said stays said: a cancellation does not take it back.
    say: text => {
      const ms = THINKING + (fault?.kind === 'late' ? fault.ms : 0);
      clock.wakeAt(after(clock.now(), milliseconds(ms)), () => written(text));
    },
    whenStill: then => {
      const began = clock.now();
      const look = (): void => {
        const shown = pan.shown();
        if (typeof shown === 'string' || shown.isStable) then(shown);
        else if (clock.now() - began >= GIVES_UP_AFTER_MS) then(null);
        else later(LOOK, look);
      };
      look();
    },
    repeat: say => {
      const again = (): void => {
        say();
        later(REPEAT, again);
      };
      again();
    },
    cancel: () => {
      epoch += 1;
    },
  };

  link.onBytes(lineSplitter(line => obey(line, stand)));

  return {
    fault: next =>
      match(next)
        .with({ kind: 'streaming' }, () => stream(stand))
        .with({ kind: 'restart' }, () => {
          stand.cancel();
          pan.forgetTare();
          greet?.(stand);
        })
        .with(
          { kind: 'vibration' },
          { kind: 'overload' },
          { kind: 'underload' },
          { kind: 'stuck' },
          { kind: 'evaporation' },
          pan.fault,
        )
        .otherwise(other => {
          fault = other;
        }),
    heal: () => {
      fault = undefined;
      stand.cancel();
      pan.heal();
    },
  };
};
