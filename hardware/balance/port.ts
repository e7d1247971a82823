import type { Milliseconds, MonoMs } from '../../src/domain/units.ts';
import type { Figure } from './mass.ts';

/** One weighing: what was shown, when its answer was complete, and whether the balance calls it stable. */
export type Weighing = Figure & { readonly isStable: boolean; readonly at: MonoMs };

/** What can be wrong with a weighing. Each is the rig's trouble, never the pump's. */
export type BalanceFault =
  /** The link is gone: it must be opened and attested anew. */
  | 'lost'
  /** Nothing came in time. */
  | 'silent'
  /** Something came, and nothing in it was an answer. */
  | 'garbled'
  | 'overload'
  | 'underload'
  /** It did not come to rest within the time given. */
  | 'neverSettled'
  /** It shows another unit than the profile of the rig says: somebody has changed its menu. */
  | 'wrongUnit'
  /** It was tared, and shows more than a pump can have delivered since: it has restarted, or somebody has touched the pan. */
  | 'tareLost'
  /** It is doing something else, or does not know the command. */
  | 'refused'
  /** It reports an error of its own. */
  | 'broken'
  /** Another balance than the profile of the rig names. */
  | 'otherBalance';

/** `message` names the field, the value and the remedy. */
export type BalanceTrouble = { readonly fault: BalanceFault; readonly message: string };

export type Weighed =
  | { readonly ok: true; readonly weighing: Weighing }
  | { readonly ok: false; readonly trouble: BalanceTrouble };

/**
 * A balance on the rig. Questions are put one at a time, in the order of the calls; none throws for what a balance or
 * a cable does. No answer is taken for that of another question: after a bad one the balance is asked who it is,
 * and what came before it says so is forgotten.
 */
export type BalancePort = {
  /** What it shows now, stable or not. */
  readonly read: () => Promise<Weighed>;
  /** What it shows when it has come to rest: two stable readings in a row that agree. */
  readonly settled: (within: Milliseconds) => Promise<Weighed>;
  /** What lies on it becomes zero, once it has come to rest; answers what it shows then. */
  readonly tare: (within: Milliseconds) => Promise<Weighed>;
  /** Ends what it was doing, compares its serial number with the profile, and weighs once. */
  readonly attest: () => Promise<Attested>;
  readonly close: () => Promise<void>;
};

/** Which balance it is, as far as it said, and all that is wrong with it. */
export type Attested = { readonly serial: string | null; readonly troubles: readonly BalanceTrouble[] };

/** What the profile of the rig says of its balance. */
export type BalanceProfile = {
  /** As the balance tells it; null: any, and the rig records which. */
  readonly serial: string | null;
};
