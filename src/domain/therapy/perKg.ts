/** The kinds of diabetes that a therapy can be for. */
export const DIABETES = ['type1', 'type2'] as const;
export type Diabetes = (typeof DIABETES)[number];

/** What is believable for a body of a weight: U/kg a day, U/kg at once, U/kg an hour, in µU. */
export type PerKg = {
  readonly dailyLeastUu: number;
  readonly dailyMostUu: number;
  readonly bolusMostUu: number;
  readonly basalMostUuPerHour: number;
};

/**
 * Hard limits by weight, beside those of the pump and of the kind of person. A daily dose below the least is a slip of units, one above the
 * most is another insulin's (more than 2 U/kg a day is where U-500 is spoken of) or a slip. Type 1: up to 1.5 U/kg a day in
 * puberty. Single doses: half a day's at most of a usual 1 U/kg; type 2 twice that. The bounds are ours, chosen
 * wide around those of the American Diabetes Association's Standards of Care (section 9).
 */
export const PER_KG: Readonly<Record<Diabetes, PerKg>> = {
  type1: { dailyLeastUu: 200_000, dailyMostUu: 1_500_000, bolusMostUu: 500_000, basalMostUuPerHour: 100_000 },
  type2: {
    dailyLeastUu: 100_000,
    dailyMostUu: 3_000_000,
    bolusMostUu: 1_000_000,
    basalMostUuPerHour: 200_000,
  },
};
