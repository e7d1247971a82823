/**
 * The quick bolus: how many steps were counted, what each was worth when counting began, the request that came of
 * them, and whether the button is believed.
 */
export type Quick = {
  readonly steps: number;
  readonly eachUu: number;
  readonly bolus: string | null;
  readonly isTrusted: boolean;
};

/** Nothing counted, by a button that nobody has a reason to doubt. */
export const noQuick: Quick = { steps: 0, eachUu: 0, bolus: null, isTrusted: true };
