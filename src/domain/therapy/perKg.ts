import { KIND_LIMITS, type Kind } from '../envelope/people.ts';

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

/** What settings say of a body, and what depends on it; a weight or a daily need of zero is not known. */
export type BodySettings = {
  readonly automation: string;
  readonly diabetes: Diabetes;
  readonly person: Kind;
  readonly weightKg: number;
  readonly dailyInsulinUu: number;
  readonly maxBasalUuPerHour: number;
  readonly maxBolusUu: number;
  readonly maxOnBoardUu: number;
};

/** What is wrong with a setting, with its bound and the remedy. */
export type BodyIssue = { readonly field: keyof BodySettings; readonly message: string };

/** What no body of this weight needs; nothing while the weight is not known. */
export const perKgIssues = (settings: BodySettings): readonly BodyIssue[] => {
  const { diabetes, weightKg, dailyInsulinUu, maxBolusUu, maxBasalUuPerHour } = settings;
  if (weightKg === 0) return [];
  const bounds = PER_KG[diabetes];
  const least = bounds.dailyLeastUu * weightKg;
  const above = (
    field: keyof BodySettings,
    value: number,
    mostPerKg: number,
    unit: string,
  ): readonly BodyIssue[] =>
    value <= mostPerKg * weightKg
      ? []
      : [
          {
            field,
            message: `is above ${mostPerKg} ${unit} per kg, ${mostPerKg * weightKg} ${unit} at ${weightKg} kg; lower it, or check the weight`,
          },
        ];
  return [
    ...(dailyInsulinUu > 0 && dailyInsulinUu < least
      ? [
          {
            field: 'dailyInsulinUu' as const,
            message: `is below ${bounds.dailyLeastUu} µU per kg, ${least} µU at ${weightKg} kg; raise it, or check the weight`,
          },
        ]
      : []),
    ...above('dailyInsulinUu', dailyInsulinUu, bounds.dailyMostUu, 'µU'),
    ...above('maxBolusUu', maxBolusUu, bounds.bolusMostUu, 'µU'),
    ...above('maxBasalUuPerHour', maxBasalUuPerHour, bounds.basalMostUuPerHour, 'µU/h'),
  ];
};

/** What is above the hard limits of the kind of person; nothing while there is no automation. */
const kindIssues = (settings: BodySettings): readonly BodyIssue[] => {
  if (settings.automation === 'off') return [];
  const most = KIND_LIMITS[settings.person];
  return (['maxBasalUuPerHour', 'maxBolusUu', 'maxOnBoardUu'] as const).flatMap(field =>
    settings[field] <= most[field]
      ? []
      : [
          {
            field,
            message: `is above ${most[field]} ${field === 'maxBasalUuPerHour' ? 'µU/h' : 'µU'}, the most of automation for this kind of person; lower it, or correct the kind of person`,
          },
        ],
  );
};

/** What this person and weight make of the settings; nothing where they may be used (SR-105). */
export const bodyIssues = (settings: BodySettings): readonly BodyIssue[] => [
  ...perKgIssues(settings),
  ...kindIssues(settings),
];
