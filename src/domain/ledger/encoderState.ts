/** What the encoder said, in counts. */
export type Encoder = {
  /** Where the plunger rested when the last pulse concluded; null until the first reading. */
  readonly reference: number | null;
  readonly last: number | null;
  /** Where the plunger was when its position was learnt, and how many pulses were counted since. */
  readonly origin: number | null;
  readonly counted: number;
  /** How many of those the plunger need not have followed: nobody saw as much as half of them. */
  readonly doubted: number;
  /** Movement that pulses in doubt may still explain. It is counted as delivered already. */
  readonly slack: number;
  /** All movement seen since the journal began, over boots and cartridges. */
  readonly travelled: number | null;
};
