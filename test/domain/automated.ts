import { readings } from '../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { type Bench, flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const U = 1_000_000;

/** 1 U/h, and a controller that may give up to 3 U/h and 20 U on board. */
export const AUTOMATED: Settings = flat(U, {
  maxBasalUuPerHour: 3 * U,
  automation: 'islet',
  maxOnBoardUu: 20 * U,
  sensitivityMgDl: 50,
  carbRatioG: 10,
});

/** A pump that delivers by these settings, with a sensor that works and automation wanted. */
export const wanted = (settings = AUTOMATED): Bench => {
  const pump = running(settings);
  pump.take({ type: 'cgm.reported', session: 'active' });
  pump.take({ type: 'automation.enabled' });
  return pump;
};

let sequence = 0;
const read = (pump: Bench, mgPerDl: number): readonly string[] => {
  sequence += 1;
  return types(pump.take({ type: 'cgm.measured', mgPerDl, sequence }));
};

export const see = (pump: Bench, values: readonly number[]): readonly string[] =>
  values.flatMap(value => {
    pump.run(5 * MINUTE);
    return read(pump, value);
  });

let questions = 0;
/** A number that no question had yet. */
export const nextQuestion = (): number => {
  questions += 1;
  return questions;
};

/** Asks, and answers at once. */
export const command = (pump: Bench, rateUuPerHour: number, validMs = 30 * MINUTE, bolusUu = 0) => {
  const question = nextQuestion();
  pump.give({ type: 'openQuestion', question });
  return pump.take({
    type: 'controller.answered',
    question,
    basal: { rateUuPerHour, lengthMs: validMs },
    bolusUu,
    validMs,
    terms: [],
  });
};

/** The rate that basal is given at, as a person reads it. */
export const rateOf = (pump: Bench): number => readings(pump.ledger, pump.at()).basalRateUuPerHour;
