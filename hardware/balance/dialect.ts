import type { Figure } from './mass.ts';

/** What one line of a balance says, whatever it speaks. */
export type BalanceLine =
  | ({ readonly kind: 'weight'; readonly isStable: boolean } & Figure)
  /** A weight in a unit that this rig does not use. */
  | { readonly kind: 'unit'; readonly unit: string }
  | { readonly kind: 'identity'; readonly serial: string }
  /** An order was carried out. */
  | { readonly kind: 'done' }
  | { readonly kind: 'overload' | 'underload' }
  /** Not now, or never heard of it. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'broken'; readonly code: string };

/** How one make of balance is spoken to. Orders have their line ends. */
export type Dialect = {
  readonly name: string;
  readonly baudRate: number;
  /** Weigh at once. */
  readonly weigh: string;
  /** Weigh when stable; null where there is no such order, and the balance is asked again and again. */
  readonly weighStable: string | null;
  readonly tare: string;
  /** Whether it says that it has tared. */
  readonly answersTare: boolean;
  /** Says who it is, whatever else it was doing. */
  readonly identify: string;
  /** Undefined for noise, damage and what nobody asks for. */
  readonly decode: (line: string) => BalanceLine | undefined;
};
