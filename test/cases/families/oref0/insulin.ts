import { z } from 'zod';
import { minuteTable, orefModel } from '../../../../src/automation/oref/curve.ts';
import type { PumpEvent } from '../../../../src/automation/oref/history.ts';
import { type IobRules, type IobStep, iobAhead, type Total } from '../../../../src/automation/oref/iob.ts';
import type { Splitting } from '../../../../src/automation/oref/pieces.ts';
import type { Check } from '../../check.ts';

const FAULTS =
  'oref0 0.7.1 (lib/iob/history.js) loses pieces of a temporary basal: where a boundary of the schedule or midnight falls into a piece of at most half an hour, what follows it is not counted; and while a suspension has no end, temporary basals after its beginning are counted beside it. Compared is our sum with these two faults, which gives the number of oref0; the controller uses the sum without them.';

const CURVES = ['bilinear', 'rapid-acting', 'ultra-rapid'] as const;

/** The part of oref0's profile that insulin on board needs; a curve that is not one of its names is the bilinear one. */
export const insulinProfileJson = z.object({
  dia: z.number(),
  curve: z.string().optional(),
  current_basal: z.number(),
  basalprofile: z.array(z.object({ minutes: z.number(), rate: z.number() })).optional(),
  useCustomPeakTime: z.boolean().optional(),
  insulinPeakTime: z.number().optional(),
  suspend_zeros_iob: z.boolean().optional(),
});

const rulesOf = (
  profile: z.infer<typeof insulinProfileJson>,
  ratio: number,
  splitting: Splitting,
): IobRules => ({
  basal: {
    schedule: profile.basalprofile?.map(({ minutes, rate }) => ({ fromMinute: minutes, rate })) ?? [
      { fromMinute: 0, rate: profile.current_basal },
    ],
    utcOffsetMinutes: 0,
    ratio,
  },
  table: minuteTable(
    orefModel(
      CURVES.find(name => name === profile.curve?.toLowerCase()) ?? 'bilinear',
      profile.dia,
      profile.useCustomPeakTime === true ? (profile.insulinPeakTime ?? null) : null,
    ),
  ),
  suspensionsCount: profile.suspend_zeros_iob === true,
  splitting,
});

const differs = (a: Total, b: Total | undefined): boolean => a.iob !== b?.iob || a.activity !== b.activity;

/** What may be compared with oref0: our insulin on board, or where its faults act, and the check says so, ours with them. */
export const comparable = (
  check: Pick<Check<never>, 'dispute'>,
  events: readonly PumpEvent[],
  nowMs: number,
  profile: z.infer<typeof insulinProfileJson>,
  ratio: number,
  stop: number,
): readonly IobStep[] => {
  const steps = (splitting: Splitting): readonly IobStep[] =>
    iobAhead(events, nowMs, rulesOf(profile, ratio, splitting), stop);
  const corrected = steps('corrected');
  const published = steps('asPublished');
  const isFault = corrected.some(
    ({ total, zeroTemp }, index) =>
      differs(total, published[index]?.total) || differs(zeroTemp, published[index]?.zeroTemp),
  );
  if (isFault) check.dispute(FAULTS);
  return isFault ? published : corrected;
};
