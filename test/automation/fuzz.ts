import { askController } from '../../src/automation/answer.ts';
import type { Controller, Delivered, History, Therapy } from '../../src/automation/controller.ts';
import { evidenceOf } from '../../src/automation/evidence.ts';
import { NOISES, nearest } from '../../src/domain/detect/reading.ts';
import { hear, type Stream, silence, toldOf } from '../../src/domain/detect/stream.ts';
import { admit } from '../../src/domain/envelope/admit.ts';
import type { Evidence } from '../../src/domain/envelope/evidence.ts';
import { KIND_LIMITS } from '../../src/domain/envelope/people.ts';
import { effectDuration, shareRemaining } from '../../src/domain/insulinModel.ts';
import { hourlyMostUu } from '../../src/domain/limits.ts';
import { PULSE } from '../../src/domain/pulses.ts';
import { microunits, milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import { randomFrom } from '../../src/simulate/random.ts';
import { anyBounds, anyTherapy, drawFrom } from './fuzzSettings.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;
const BEGINNING = Date.UTC(2026, 0, 1);
/** The pump was worn before: journals begin at zero. */
const WORN = 48 * HOUR;

/** What a life came to. `raised`: minutes in which more than the profile was given automatically. */
export type Life = {
  readonly decisions: number;
  readonly refusedReadings: number;
  readonly doubtedReadings: number;
  readonly failures: number;
  readonly reduced: number;
  readonly raised: number;
  readonly boluses: number;
  readonly breaches: readonly string[];
};

/** Rates that hold at a moment of the wall clock, by the plainest reading of a profile. */
const rateAt = ({ basalProfile, utcOffsetMinutes }: Therapy, wall: number): number => {
  const minute = (((Math.floor(wall / MINUTE) + utcOffsetMinutes) % 1_440) + 1_440) % 1_440;
  return basalProfile.findLast(({ fromMinute }) => fromMinute <= minute)?.rateUuPerHour ?? 0;
};

type Given = {
  readonly at: number;
  readonly basal: number;
  /** What the profile gave in that minute as it was then. */
  readonly profile: number;
  readonly bolus: number;
  readonly automatic: number;
  /** A bolus of a person, known before anything is asked in its minute. */
  readonly byHand: boolean;
};

/**
 * Hours of a pump that is fed whatever a sensor, a clock and a person may come up with, and gives what the envelope leaves of
 * a controller's requests. Minute by minute its own plain count is held against every cap; what is broken is told in words.
 */
export const live = (controller: Controller, seed: number, minutes: number): Life => {
  const draw = drawFrom(randomFrom(seed, 'automation fuzz'));
  const { below, pick, oneIn } = draw;
  let therapy = anyTherapy(draw);
  let bounds = anyBounds(draw, therapy);
  const maxDaily = microunits(40 * U + below(200 * U));
  let ahead = BEGINNING + below(24 * 60) * MINUTE - WORN;
  let stream: Stream = silence;
  let glucose = 60 + below(250);
  let [sequence, said] = [0, 0];
  let running: Evidence['running'] = null;
  const given: Given[] = [];
  const carbs: { at: number; grams: number }[] = [];
  const breaches: string[] = [];
  const counts = { decisions: 0, refused: 0, doubted: 0, failures: 0, reduced: 0, raised: 0, boluses: 0 };
  let lastBolusAt: number | null = null;

  /** A reading as good or as bad as it comes. */
  const sense = (now: number): void => {
    glucose = Math.min(450, Math.max(20, glucose + below(17) - 8 + (oneIn(25) ? below(200) - 100 : 0)));
    const isFlat = oneIn(3) && below(100) < 50;
    if (!isFlat) said = glucose;
    sequence += 1;
    const value = oneIn(10)
      ? pick([0, 5, 10, 38, 39, 401, 402, 1_000, Number.NaN, -1, 7.4, Number.POSITIVE_INFINITY])
      : said;
    const ageMs = oneIn(6) ? pick([below(60) * MINUTE, -below(20) * MINUTE, Number.NaN]) : 0;
    const noise = oneIn(8) ? pick(NOISES) : 'clean';
    const heard = hear(
      stream,
      { mgPerDl: value, sequence: sequence + (oneIn(8) ? pick([-1, -3, 2]) : 0), ageMs, noise },
      monoMs(now),
    );
    if (heard.refused.length > 0) {
      counts.refused += 1;
      // A second word on an instant leaves a doubt, which raises nothing.
      if (heard.stream !== stream && !heard.stream.doubts.includes('contradicted'))
        breaches.push(`a refused reading of ${value} left a trace`);
    } else if (heard.stream.doubts.length > 0) counts.doubted += 1;
    stream = heard.stream;
  };

  const historyAt = (now: number): History => {
    const at = (mono: number) => wallMs(mono + ahead);
    const delivered: Delivered[] = given
      .filter(each => now - each.at <= 24 * HOUR)
      .flatMap(each => [
        ...(each.byHand
          ? []
          : [
              {
                kind: 'basal' as const,
                startMs: at(each.at),
                endMs: at(each.at + MINUTE),
                amountUu: microunits(each.basal),
              },
            ]),
        ...(each.bolus > 0
          ? [
              {
                kind: 'bolus' as const,
                startMs: at(each.at),
                endMs: at(each.at),
                amountUu: microunits(each.bolus),
              },
            ]
          : []),
      ]);
    return {
      readings: toldOf(stream).map(({ glucose: value, measuredAt }) => ({
        atMs: at(measuredAt),
        mgPerDl: nearest(value),
      })),
      delivered,
      carbs: carbs.map(each => ({ atMs: at(each.at), grams: each.grams })),
    };
  };

  const sum = (now: number, ms: number, of: (each: Given) => number): number =>
    given.filter(each => now - each.at < ms).reduce((total, each) => total + of(each), 0);

  /** The plain count of this minute against every cap. */
  const audit = (now: number, rate: number, automatic: number): void => {
    const wall = now + ahead;
    const usual = rateAt(therapy, wall);
    const broken = (what: string): void => {
      breaches.push(`minute ${(now - WORN) / MINUTE}: ${what}`);
    };
    const isRaise = rate > usual || automatic > 0;
    const newest = stream.trail.at(-1);
    const age = newest === undefined ? Number.POSITIVE_INFINITY : now - newest.measuredAt;
    if (
      running !== null &&
      newest !== undefined &&
      nearest(newest.glucose) < 60 &&
      age <= 20 * MINUTE &&
      rate > 0
    )
      broken(`${rate} µU/h at ${newest.glucose} mg/dL`);
    if (!isRaise) return;
    counts.raised += 1;
    if (age > 12 * MINUTE) broken(`more than the profile on a reading of ${age / MINUTE} min`);
    if (stream.doubts.length > 0)
      broken(`more than the profile on a reading in doubt: ${stream.doubts.join(', ')}`);
    const highest = Math.max(...therapy.basalProfile.map(each => each.rateUuPerHour));
    const most = Math.min(
      bounds.maxBasal,
      3 * highest,
      4 * usual,
      KIND_LIMITS[bounds.kind].maxBasalUuPerHour,
    );
    if (rate > usual && rate > most) broken(`${rate} µU/h above ${most}`);
    const total = (each: Given): number => each.basal + each.bolus;
    const hour = sum(now, HOUR, total);
    const hourly = hourlyMostUu({ maxBasalUuPerHour: therapy.maxBasal, maxBolusUu: therapy.maxBolus });
    if (hour > hourly) broken(`${hour} µU in an hour, above ${hourly}`);
    if (sum(now, 24 * HOUR, total) > maxDaily) broken('more than the limit of a day');
    const byAutomation = sum(now, 2 * HOUR, each => each.basal + each.automatic);
    if (2 * byAutomation > bounds.dailyInsulin) broken(`${byAutomation} µU by automation in two hours`);
    // As it is when it is given: a bolus acts from the beginning of its minute, basal from the middle of it. What of the profile was withheld
    // is taken off nothing but the pulse that may be owed.
    let [acting, owed] = [0, 0];
    for (const { at, bolus, basal, profile } of given.filter(
      each => now - each.at <= effectDuration(therapy.insulin),
    )) {
      const beyond = basal - profile - owed;
      owed = Math.min(PULSE, Math.max(0, -beyond));
      acting +=
        bolus * shareRemaining(therapy.insulin, now - at) +
        Math.max(0, beyond) * shareRemaining(therapy.insulin, Math.max(0, now - at - MINUTE / 2));
    }
    const mostOnBoard = Math.min(bounds.maxOnBoard, KIND_LIMITS[bounds.kind].maxOnBoardUu);
    // Middles of minutes are near the even rate that the envelope counts, and not quite it.
    if (!profileChanged && acting > mostOnBoard + 2_000)
      broken(`${Math.round(acting)} µU on board, above ${mostOnBoard}`);
  };

  let profileChanged = false;
  for (let minute = 0; minute < minutes; minute += 1) {
    const now = WORN + minute * MINUTE;
    if (oneIn(90)) {
      const leap = pick([HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 365 * 24 * HOUR]);
      ahead += leap;
      // By the new time of day another profile was in force: what is beyond it is reckoned anew.
      if (leap % (24 * HOUR) !== 0) profileChanged = true;
    }
    if (oneIn(400)) {
      therapy = anyTherapy(draw);
      bounds = anyBounds(draw, therapy);
      profileChanged = true;
    }
    if (oneIn(100)) carbs.push({ at: now, grams: 5 + below(100) });
    const byHand = oneIn(150) ? below(40) * 50_000 : 0;
    if (byHand > 0) {
      given.push({ at: now, basal: 0, profile: 0, bolus: byHand, automatic: 0, byHand: true });
      lastBolusAt = now;
    }
    const came = minute % 5 === 0 && !oneIn(6);
    if (came) for (let times = oneIn(10) ? 2 : 1; times > 0; times -= 1) sense(now);
    const history = historyAt(now);
    const heard =
      came || oneIn(30)
        ? askController(controller, history, therapy, wallMs(now + ahead))
        : // Nothing is asked; what runs is held against what is known now.
          ({ kind: 'nonsense', reasons: ['nobody was asked'] } as const);
    if (came) counts.decisions += 1;
    if (heard.kind === 'nonsense' && heard.reasons.some(each => each.startsWith('the controller failed')))
      counts.failures += 1;
    const evidence = evidenceOf(
      history,
      therapy,
      {
        bounds,
        readings: stream,
        at: monoMs(now),
        running,
        automaticBoluses: microunits(sum(now, 2 * HOUR, each => each.automatic)),
        maxDaily,
        correction: microunits(below(5 * U)),
      },
      wallMs(now + ahead),
    );
    const admitted = admit(heard, evidence);
    if (admitted.reductions.length > 0) counts.reduced += 1;
    if (admitted.basal !== null) running = { rate: admitted.basal.rate, leftMs: admitted.basal.lengthMs };
    const usual = rateAt(therapy, now + ahead);
    const rate = running === null || running.leftMs === 0 ? usual : running.rate;
    const automatic = admitted.bolus;
    if (automatic > 0) {
      counts.boluses += 1;
      if (lastBolusAt !== null && now - lastBolusAt < (bounds.bolusPolicy === 'hourly' ? 60 : 3) * MINUTE)
        breaches.push(`a bolus ${(now - lastBolusAt) / MINUTE} min after another`);
      if (automatic > Math.min(6 * U, bounds.maxBolus)) breaches.push(`a bolus of ${automatic} µU`);
    }
    given.push({
      at: now,
      basal: Math.floor(rate / 60),
      profile: usual / 60,
      bolus: automatic,
      automatic,
      byHand: false,
    });
    audit(now, rate, automatic);
    if (automatic > 0) lastBolusAt = now;
    if (running !== null) {
      const leftMs = Math.max(0, running.leftMs - MINUTE);
      running = leftMs === 0 ? null : { rate: running.rate, leftMs: milliseconds(leftMs) };
    }
  }
  return {
    decisions: counts.decisions,
    refusedReadings: counts.refused,
    doubtedReadings: counts.doubted,
    failures: counts.failures,
    reduced: counts.reduced,
    raised: counts.raised,
    boluses: counts.boluses,
    breaches,
  };
};

/** Lives of one controller, added up; the seed of each breach is told with it. */
export const lives = (
  name: string,
  controller: Controller,
  seeds: readonly number[],
  minutes: number,
): Life => {
  const all = seeds.map(seed => {
    const life = live(controller, seed, minutes);
    return { ...life, breaches: life.breaches.map(each => `${name}, seed ${seed}, ${each}`) };
  });
  const total = (key: Exclude<keyof Life, 'breaches'>): number =>
    all.reduce((sum, each) => sum + each[key], 0);
  return {
    decisions: total('decisions'),
    refusedReadings: total('refusedReadings'),
    doubtedReadings: total('doubtedReadings'),
    failures: total('failures'),
    reduced: total('reduced'),
    raised: total('raised'),
    boluses: total('boluses'),
    breaches: all.flatMap(({ breaches }) => breaches),
  };
};
