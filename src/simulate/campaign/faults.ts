import { z } from 'zod';
import type { Meal } from '../meals.ts';
import type { Member } from '../open/protocol.ts';
import type { Treated } from '../open/treated.ts';
import { type Random, randomFrom } from '../random.ts';
import { lateBoluses, miscounted, missedBoluses } from '../scenario/habits.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { NOISES } from '../sensor/sensor.ts';

const DAY_MIN = 1_440;

const share = z.number().min(0).max(1);
const factor = z.number().min(0.3).max(3);
const length = z.int().min(5).max(DAY_MIN);

/** What people call a scenario, a fault, a campaign. */
export const nameSchema = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[^/\n]+$/, 'holds no slash: it is a part of the names of cells');

/** What goes wrong in a campaign, each part as often and as much as it says; nothing does where a part is absent. */
export const faultSchema = z.strictObject({
  name: nameSchema,
  /** Of all meals that are told, so many are never told, and so many are told late. */
  missedShare: share.default(0),
  lateShare: share.default(0),
  lateMin: z.int().min(1).max(240).default(60),
  /** Standard deviation of how wrongly carbohydrate is counted, as a share of it. */
  countingError: share.default(0),
  /** Settings of the pump as multiples of what is right for the patient. */
  basalTimes: factor.default(1),
  sensitivityTimes: factor.default(1),
  carbRatioTimes: factor.default(1),
  /** An infusion set that lets only a share through, once in so many days. */
  setFailures: z
    .strictObject({ everyDays: z.number().min(0.5).max(100), lengthMin: length, reaching: share })
    .nullable()
    .default(null),
  /** Somebody lies on the sensor in a share of the nights. */
  compressions: z
    .strictObject({ nights: share, lengthMin: length, depthMgPerDl: z.number().min(5).max(150) })
    .nullable()
    .default(null),
  /** The sensor errs in another way than the scenario says; null: as it says. */
  noise: z.enum(NOISES).nullable().default(null),
  /** The sensor is silent, so many times a day. */
  gaps: z
    .strictObject({ aDay: z.number().min(0.01).max(20), lengthMin: length })
    .nullable()
    .default(null),
});

export type Fault = z.infer<typeof faultSchema>;

export const NO_FAULT: Fault = faultSchema.parse({ name: 'none' });

/** Numbers of one kind of fault in one patient's life: the same whatever else goes wrong and whoever treats. */
const randomOf = (seed: number, patient: string, kind: string): Random =>
  randomFrom(seed, `${patient} ${kind}`);

/** What is told of the meals. */
export const toldWith = (meals: readonly Meal[], fault: Fault, seed: number, patient: string) =>
  missedBoluses(
    lateBoluses(
      miscounted(meals, fault.countingError, randomOf(seed, patient, 'counted')),
      fault.lateShare,
      fault.lateMin,
      randomOf(seed, patient, 'late'),
    ),
    fault.missedShare,
    randomOf(seed, patient, 'missed'),
  );

type Span = { readonly fromMin: number; readonly toMin: number };

/** Spans that begin anywhere, so many a day on the average; each waits for the last to be over. */
const spans = (days: number, aDay: number, lengthMin: number, { uniform }: Random): readonly Span[] => {
  const out: Span[] = [];
  const waiting = (): number => Math.ceil((-Math.log(1 - uniform()) * DAY_MIN) / aDay);
  for (let from = waiting(); from < days * DAY_MIN; from += lengthMin + waiting())
    out.push({ fromMin: from, toMin: from + lengthMin });
  return out;
};

/** Begins between eleven in the evening and five in the morning. */
const NIGHT = { fromMin: 23 * 60, lengthMin: 6 * 60 } as const;

const nightly = (days: number, nights: number, lengthMin: number, { uniform }: Random): readonly Span[] =>
  Array.from({ length: days }, (_, day) => {
    const [happens, when] = [uniform() < nights, uniform()];
    const fromMin = (day - 1) * DAY_MIN + NIGHT.fromMin + Math.floor(when * NIGHT.lengthMin);
    return happens && fromMin >= 0 ? [{ fromMin, toMin: fromMin + lengthMin }] : [];
  }).flat();

/** What fails around the patient. */
export const failuresOf = (
  { setFailures, compressions, gaps }: Fault,
  days: number,
  seed: number,
  patient: string,
): Pick<Scenario, 'setFailures' | 'compressions' | 'gaps'> => ({
  setFailures:
    setFailures === null
      ? []
      : spans(
          days,
          1 / setFailures.everyDays,
          setFailures.lengthMin,
          randomOf(seed, patient, 'set failures'),
        ).map(span => ({ ...span, reaching: setFailures.reaching })),
  compressions:
    compressions === null
      ? []
      : nightly(
          days,
          compressions.nights,
          compressions.lengthMin,
          randomOf(seed, patient, 'compressions'),
        ).map(span => ({ ...span, depthMgPerDl: compressions.depthMgPerDl })),
  gaps: gaps === null ? [] : [...spans(days, gaps.aDay, gaps.lengthMin, randomOf(seed, patient, 'gaps'))],
});

/** The patient with the settings that the fault leaves in the pump. */
export const misset = (
  member: Member,
  treated: Treated,
  { basalTimes, sensitivityTimes, carbRatioTimes }: Fault,
): { readonly member: Member; readonly treated: Treated } => ({
  member: {
    ...member,
    carbRatioGPerU: member.carbRatioGPerU * carbRatioTimes,
    questSensitivity: member.questSensitivity * sensitivityTimes,
    tunedSensitivity: member.tunedSensitivity * sensitivityTimes,
  },
  treated: { ...treated, basalTimes: treated.basalTimes * basalTimes },
});
