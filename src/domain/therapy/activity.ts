import { match } from 'ts-pattern';
import { after, type MgPerDl, type Milliseconds, type MonoMs, mgPerDl, milliseconds } from '../units.ts';

/** A band of glucose to aim at, ends included. */
export type Band = { readonly lowMgPerDl: MgPerDl; readonly highMgPerDl: MgPerDl };

/** What a person is doing, beside what they always do. */
export const ACTIVITIES = ['sleep', 'exercise'] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** An activity under way. It ends by itself, always: one that is forgotten would go on for days. */
export type Doing = { readonly activity: Activity; readonly endsAt: MonoMs };

/** Another band to aim at for a while (eating soon, an illness); it ends by itself, too. */
export type TemporaryTarget = { readonly target: Band; readonly endsAt: MonoMs };

/** What an activity changes, and for how long; nothing else of a therapy. */
export type ActivityRule = {
  readonly target: Band;
  /** Predicted below this, nothing is given automatically. */
  readonly threshold: MgPerDl;
  readonly mayBolus: boolean;
  /** For so long where nobody says, and at most. */
  readonly usualMs: Milliseconds;
  readonly mostMs: Milliseconds;
};

const HOUR_MS = 3_600_000;

const band = (low: number, high: number): Band => ({ lowMgPerDl: mgPerDl(low), highMgPerDl: mgPerDl(high) });

/** Without an activity automation gives nothing where less than this is predicted. */
const THRESHOLD = mgPerDl(70);

/**
 * After Control-IQ (pump domain 6.4): sleep 112.5 to 120 mg/dL without a bolus by itself, exercise 140 to 160 with nothing below 80. Bands are
 * whole numbers, the half rounded up, to less insulin. Lengths are ours.
 */
export const ACTIVITY_RULES: Readonly<Record<Activity, ActivityRule>> = {
  sleep: {
    target: band(113, 120),
    threshold: THRESHOLD,
    mayBolus: false,
    usualMs: milliseconds(8 * HOUR_MS),
    mostMs: milliseconds(12 * HOUR_MS),
  },
  exercise: {
    target: band(140, 160),
    threshold: mgPerDl(80),
    mayBolus: true,
    usualMs: milliseconds(2 * HOUR_MS),
    mostMs: milliseconds(24 * HOUR_MS),
  },
};

/** An activity begins at `now`, for so long or for its usual length, and never for longer than its most. */
export const beginActivity = (activity: Activity, durationMs: number | undefined, now: MonoMs): Doing => {
  const { usualMs, mostMs } = ACTIVITY_RULES[activity];
  return { activity, endsAt: after(now, milliseconds(Math.min(durationMs ?? usualMs, mostMs))) };
};

/** What automation aims at and keeps to at a moment. `target` null: what the schedule says. */
export type Aim = { readonly target: Band | null; readonly threshold: MgPerDl; readonly mayBolus: boolean };

const higher = (a: Band, b: Band): Band =>
  band(Math.max(a.lowMgPerDl, b.lowMgPerDl), Math.max(a.highMgPerDl, b.highMgPerDl));

/**
 * A temporary target comes before an activity and before the schedule, whose target holds at this moment. An activity raises what is aimed at
 * and never lowers it: sleep is aimed at from no lower than the schedule, exercise from no lower than either. What has ended counts no more, whether
 * or not anybody has said so.
 */
export const aimAt = (
  doing: Doing | null,
  temporary: TemporaryTarget | null,
  scheduled: Band,
  now: MonoMs,
): Aim => {
  const activity = doing !== null && now < doing.endsAt ? doing.activity : null;
  const wanted = temporary !== null && now < temporary.endsAt ? temporary.target : null;
  return match(activity)
    .returnType<Aim>()
    .with(null, () => ({ target: wanted, threshold: THRESHOLD, mayBolus: true }))
    .with('sleep', () => {
      const { target, threshold, mayBolus } = ACTIVITY_RULES.sleep;
      return { target: wanted ?? higher(scheduled, target), threshold, mayBolus };
    })
    .with('exercise', () => {
      const { target, threshold, mayBolus } = ACTIVITY_RULES.exercise;
      return { target: higher(wanted ?? scheduled, target), threshold, mayBolus };
    })
    .exhaustive();
};
