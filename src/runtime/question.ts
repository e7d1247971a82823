import type { Delivered, History, Scheduled, Therapy } from '../automation/controller.ts';
import type { CommandOf } from '../domain/commands.ts';
import type { ControllerName } from '../domain/controllers.ts';
import { exponentialModel } from '../domain/insulinModel.ts';
import type { Ledger } from '../domain/ledger/ledger.ts';
import { aimNow } from '../domain/ledger/target.ts';
import type { Instant } from '../domain/profile.ts';
import { insulinIn, PULSE } from '../domain/pulses.ts';
import { type History as Doses, ROLLING_DAY_MS } from '../domain/rolling.ts';
import type { Settings } from '../domain/settings.ts';
import type { Aim } from '../domain/therapy/activity.ts';
import { type DayPart, dayPartsOf } from '../domain/therapy/dayParts.ts';
import {
  type MonoMs,
  mgPerDl,
  microunits,
  microunitsPerHour,
  pulses,
  type WallMs,
  wallMs,
} from '../domain/units.ts';
import type { Clock, ControllerPort, FactSink, Question } from '../ports.ts';

/** Basal is told in pieces of so long. */
const PIECE_MS = 5 * 60_000;
/** What a controller is told of this ledger, and asked; null before settings are known. */
export const questionFor = (
  ledger: Ledger,
  controller: ControllerName,
  number: number,
  at: Instant,
): Question | null => {
  const { settings } = ledger;
  if (settings === null) return null;
  return {
    number,
    controller,
    history: historyOf(ledger, at),
    therapy: therapyOf(settings, aimNow(ledger, settings, at)),
    weightKg: settings.weightKg === 0 ? null : settings.weightKg,
    nowMs: at.wallMs,
  };
};

type Asking = {
  readonly controller: ControllerPort | null;
  readonly ledger: Ledger;
  readonly clock: Pick<Clock, 'now' | 'wall'>;
  readonly submit: FactSink;
};

/** Asks whoever runs controllers, or says that nobody does. */
export const putQuestion = (
  { question, controller: name }: CommandOf<'askController'>,
  { controller, ledger, clock, submit }: Asking,
): void => {
  const asked = questionFor(ledger, name, question, { monoMs: clock.now(), wallMs: clock.wall() });
  if (controller !== null && asked !== null) controller.ask(asked);
  else submit({ type: 'controller.failed', question, how: 'absent', reason: 'no controller is connected.' });
};

/** The past by the wall clock of now, so that a clock that was set in between moves nothing. */
const historyOf = (ledger: Ledger, at: Instant): History => {
  const onWall = (mono: number): WallMs => wallMs(Math.max(0, at.wallMs - (at.monoMs - mono)));
  const isRecent = ({ at: moment }: { readonly at: MonoMs }): boolean => at.monoMs - moment < ROLLING_DAY_MS;
  return {
    readings: ledger.past.readings
      .filter(isRecent)
      .map(({ at: moment, mgPerDl: value }) => ({ atMs: onWall(moment), mgPerDl: value })),
    delivered: deliveredOf(ledger.doses.history, at.monoMs, onWall),
    carbs: ledger.past.carbs
      .filter(isRecent)
      .map(({ at: moment, grams }) => ({ atMs: onWall(moment), grams })),
  };
};

/**
 * Each pulse of a bolus by itself; basal by the pulses of each five minutes, from the first pulse known. In order of time,
 * basal first: both are in order already, and are only merged.
 */
const deliveredOf = (doses: Doses, now: MonoMs, onWall: (mono: number) => WallMs): readonly Delivered[] => {
  const first = doses.at(0);
  if (first === undefined) return [];
  const from = Math.floor(Math.max(first.atMonoMs, now - ROLLING_DAY_MS) / PIECE_MS) * PIECE_MS;
  const inPiece = new Uint16Array(Math.max(0, Math.ceil((now - from) / PIECE_MS)));
  const boluses: Delivered[] = [];
  for (const { atMonoMs, channel } of doses) {
    if (channel === 'basal') {
      const piece = Math.floor((atMonoMs - from) / PIECE_MS);
      inPiece[piece] = (inPiece[piece] ?? 0) + 1;
    } else {
      const moment = onWall(atMonoMs);
      boluses.push({ kind: 'bolus', startMs: moment, endMs: moment, amountUu: PULSE });
    }
  }
  const delivered: Delivered[] = [];
  let next = 0;
  const bolusesBefore = (startMs: number): void => {
    for (let each = boluses[next]; each !== undefined && each.startMs < startMs; each = boluses[next]) {
      delivered.push(each);
      next += 1;
    }
  };
  for (let piece = 0; piece < inPiece.length; piece += 1) {
    const start = from + piece * PIECE_MS;
    const startMs = onWall(start);
    bolusesBefore(startMs);
    delivered.push({
      kind: 'basal',
      startMs,
      endMs: onWall(Math.min(now, start + PIECE_MS)),
      amountUu: insulinIn(pulses(inPiece[piece] ?? 0)),
    });
  }
  bolusesBefore(Number.POSITIVE_INFINITY);
  return delivered;
};

const therapyOf = (settings: Settings, aim: Aim): Therapy => {
  const parts = dayPartsOf(settings);
  const scheduled = <Value>(of: (part: DayPart) => Value): Scheduled<Value> =>
    parts.map(part => ({ fromMinute: part.fromMinute, value: of(part) }));
  return {
    basalProfile: settings.basalProfile,
    utcOffsetMinutes: settings.utcOffsetMinutes,
    sensitivity: scheduled(({ sensitivityMgDl }) => sensitivityMgDl),
    carbRatio: scheduled(({ carbRatioG }) => carbRatioG),
    target: scheduled(({ targetMgDl }) => ({
      lowMgPerDl: mgPerDl(targetMgDl),
      highMgPerDl: mgPerDl(targetMgDl),
    })),
    temporaryTarget: aim.target,
    insulin: exponentialModel(settings.insulinDurationMinutes, settings.insulinPeakMinutes, 0),
    maxBasal: microunitsPerHour(settings.maxBasalUuPerHour),
    maxBolus: microunits(settings.automaticBolus === 'none' || !aim.mayBolus ? 0 : settings.maxBolusUu),
    maxOnBoard: microunits(settings.maxOnBoardUu),
  };
};
