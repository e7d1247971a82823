import { dailyMost, hardHourly, loadAhead } from '../admission.ts';
import { calculate } from '../calculator/calculator.ts';
import type { Milligrams } from '../calculator/request.ts';
import { calculatorSettings } from '../calculator/settings.ts';
import type { Evidence } from '../envelope/evidence.ts';
import { type Bounds, sightOf } from '../envelope/evidence.ts';
import { type Instant, later, profileAt } from '../profile.ts';
import { dailyBasal } from '../profiles.ts';
import { insulinIn } from '../pulses.ts';
import { countAfter, type Dose, type History } from '../rolling.ts';
import type { Settings } from '../settings.ts';
import {
  type Microunits,
  type MicrounitsPerHour,
  microunits,
  microunitsPerHour,
  milliseconds,
  pulses,
} from '../units.ts';
import { countedOnBoardOf, takenOffOf } from './onBoardCounted.ts';
import { inputOf, sensedIn } from './sensed.ts';
import { standingOf } from './standing.ts';
import type { Ledger } from './state.ts';
import { aimNow, basisNow, correctedTo } from './target.ts';

const MINUTE_MS = 60_000;
/** A command lasts so long at most: what the profile gives meanwhile is what is usual. */
const AHEAD_MS = 30 * MINUTE_MS;
const AUTOMATIC_MS = 120 * MINUTE_MS;
const boundsOf = (ledger: Ledger & { readonly settings: Settings }, at: Instant): Bounds => {
  const { settings } = ledger;
  const { threshold, mayBolus } = aimNow(ledger, settings, at);
  return {
    kind: settings.person,
    maxBasal: microunitsPerHour(settings.maxBasalUuPerHour),
    maxBolus: microunits(settings.maxBolusUu),
    maxOnBoard: microunits(settings.maxOnBoardUu),
    // Where a clinic has not said it: half of what a person needs in a day is basal, and the profile is a clinic's.
    dailyInsulin: microunits(
      settings.dailyInsulinUu === 0 ? 2 * dailyBasal(settings.basalProfile) : settings.dailyInsulinUu,
    ),
    threshold,
    bolusPolicy: mayBolus ? settings.automaticBolus : 'none',
  };
};

/** The lowest rate of the profile from now until a command that begins now has ended. */
const usualAt = (settings: Settings, at: Instant): MicrounitsPerHour => {
  let lowest = profileAt(settings, at.wallMs).rate;
  for (let passed = 0; passed < AHEAD_MS; ) {
    const { rate, leftMs } = profileAt(settings, later(at, passed).wallMs);
    if (rate < lowest) lowest = rate;
    passed += leftMs;
  }
  return lowest;
};

/** What the bolus calculator would give now without a meal; nothing where it gives no answer. */
const correctionOf = (
  ledger: Ledger & { readonly settings: Settings },
  toCome: number,
  at: Instant,
): Microunits => {
  const { settings } = ledger;
  const sensed = sensedIn(ledger);
  const basis = basisNow(ledger, settings, at);
  const onBoard = takenOffOf(ledger, at);
  if (sensed === null || onBoard === 'unknown' || basis.sensitivityMgDl === 0) return microunits(0);
  const aim = correctedTo(ledger, settings, at);
  const glucose = inputOf(sensed, at.monoMs);
  const answer = calculate(
    {
      carbs: 0 as Milligrams,
      glucose,
      onBoard: { mealUu: microunits(onBoard + toCome), correctionUu: microunits(0) },
    },
    calculatorSettings(settings, { ...basis, carbRatioG: Math.max(1, basis.carbRatioG) }, aim, glucose),
  );
  return answer.kind === 'dose' ? answer.doseUu : microunits(0);
};

/** What is still to come of a bolus that runs. */
const toComeOf = ({ bolus: { current } }: Ledger): number =>
  current === null || current.phase === 'pending'
    ? 0
    : Math.max(0, current.requestedUu - current.deliveredUu);

/** All pulses that automation has given in the last two hours. */
const automaticOf = ({ doses: { history } }: Ledger, at: Instant): Microunits =>
  insulinIn(pulses(countAfter(history, at.monoMs - AUTOMATIC_MS, ({ automatic }) => automatic === true)));

const lastOfBolus = (history: History): Dose | null => {
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const dose = history.at(index);
    if (dose?.channel === 'bolus' || dose?.channel === 'extended') return dose;
  }
  return null;
};

const sinceBolusOf = ({ bolus, doses }: Ledger, at: Instant): Evidence['sinceBolusMs'] => {
  if (bolus.current !== null || bolus.extended !== null) return milliseconds(0);
  const last = lastOfBolus(doses.history);
  return last === null ? null : milliseconds(at.monoMs - last.atMonoMs);
};

/** What a request is held against, all of it counted here; null before settings are known. */
export const evidenceOf = (ledger: Ledger, at: Instant, obstacles: readonly string[]): Evidence | null => {
  const { settings, automation } = ledger;
  const standing = standingOf(ledger, at);
  if (settings === null || standing === null) return null;
  const known = { ...ledger, settings };
  const toCome = toComeOf(ledger);
  const onBoard = countedOnBoardOf(known, at);
  const usual = usualAt(settings, at);
  const load = loadAhead({ ...standing, temp: null }, null, { amountUu: 0, inHourUu: 0 });
  const { command, steering } = automation;
  return {
    bounds: boundsOf(known, at),
    obstacles,
    mode: steering === 'controller' || steering === 'profile' ? 'full' : 'limited',
    sight: sightOf(ledger.glucose, at.monoMs),
    usual,
    highest: microunitsPerHour(Math.max(...settings.basalProfile.map(({ rateUuPerHour }) => rateUuPerHour))),
    running:
      command === null || command.endsAt <= at.monoMs
        ? null
        : { rate: command.rate, leftMs: milliseconds(command.endsAt - at.monoMs) },
    onBoardUu: onBoard === 'unknown' ? onBoard : onBoard + toCome,
    automatic: automaticOf(ledger, at),
    hourRoom: microunits(Math.max(0, hardHourly(settings) - load.hour - toCome)),
    dayRoom: microunits(Math.max(0, dailyMost(settings) - load.day - toCome)),
    sinceBolusMs: sinceBolusOf(ledger, at),
    correction: correctionOf(known, toCome, at),
  };
};
