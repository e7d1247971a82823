import { describe, expect, test } from 'vitest';
import type { Controller } from '../../src/automation/controller.ts';
import { LOOP_STRATEGY, loopController } from '../../src/automation/loop/controller.ts';
import { loopForecast } from '../../src/automation/loop/forecast.ts';
import { OREF_DEFAULTS, type OrefOptions, orefController } from '../../src/automation/oref/controller.ts';
import { orefForecaster } from '../../src/automation/oref/courses.ts';
import { predictiveController } from '../../src/automation/predictive/controller.ts';
import { predictiveForecaster } from '../../src/automation/predictive/forecast.ts';
import { controllerNames } from '../../src/domain/controllers.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { mgPerDl, microunits, wallMs } from '../../src/domain/units.ts';
import type { Question } from '../../src/ports.ts';
import { answerTo } from '../../src/runtime/controllerAnswer.ts';
import { answer, controllersHere, forecastFor } from '../../src/runtime/controllers.ts';
import { exampleTherapy } from '../automation/exampleTherapy.ts';

const MINUTE = 60_000;
const NOW = wallMs(Date.UTC(2026, 0, 15, 12));

/** Glucose that climbs steeply, so that each controller that may give a bolus asks for one. */
const asked = (controller: Question['controller'], maxBolusUu: number): Question => ({
  number: 3,
  controller,
  history: {
    readings: Array.from({ length: 24 }, (_, index) => ({
      atMs: wallMs(NOW - (23 - index) * 5 * MINUTE),
      mgPerDl: mgPerDl(130 + 6 * index),
    })),
    delivered: [
      {
        kind: 'basal',
        startMs: wallMs(NOW - 480 * MINUTE),
        endMs: NOW,
        amountUu: microunits(8_800_000),
      },
    ],
    carbs: [{ atMs: wallMs(NOW - 30 * MINUTE), grams: 40 }],
  },
  therapy: { ...exampleTherapy, maxBolus: microunits(maxBolusUu) },
  weightKg: 70,
  nowMs: NOW,
});

const MICROBOLUSES: OrefOptions = {
  ...OREF_DEFAULTS,
  acts: 'microboluses',
  smb: { ...OREF_DEFAULTS.smb, always: true },
};

/** Each as its own algorithm is written, in the two ways that it may act. */
const MEANT: Readonly<Record<Question['controller'], (mayBolus: boolean) => Controller>> = {
  islet: () => predictiveController({ weightKg: 70 }),
  oref: mayBolus => orefController(mayBolus ? MICROBOLUSES : OREF_DEFAULTS),
  loop: mayBolus => loopController(mayBolus ? { ...LOOP_STRATEGY, dosing: 'automaticBolus' } : LOOP_STRATEGY),
};

describe.each(controllerNames)('the controller %s', name => {
  test.each([0, 3_000_000])('is asked itself, with boluses of at most %i µU', maxBolusUu => {
    const question = asked(name, maxBolusUu);
    const told = answer(question);
    expect(told).toEqual(answerTo(MEANT[name](maxBolusUu > 0), question));
    if (told.type !== 'controller.answered') throw new Error(told.reason);
    expect(told.question).toBe(3);
    expect(told.bolusUu > 0, 'a bolus where it may be given, and nowhere else').toBe(maxBolusUu > 0);
    const facts: Fact[] = [];
    controllersHere(fact => facts.push(fact)).ask(question);
    expect(facts).toEqual([told]);
  });

  test.each([0, 3_000_000])('is the one whose forecast is shown, with at most %i µU', maxBolusUu => {
    const question = asked(name, maxBolusUu);
    const { history, therapy, nowMs } = question;
    const forecasters = {
      islet: predictiveForecaster({ weightKg: 70 }),
      oref: orefForecaster(maxBolusUu > 0 ? MICROBOLUSES : OREF_DEFAULTS),
      loop: loopForecast,
    };
    const forecast = forecastFor(question);
    expect(forecast?.glucose.length).toBeGreaterThan(10);
    expect(forecast).toEqual(forecasters[name](history, therapy, nowMs));
  });
});

test('Islet’s own controller reckons with the weight that was said', () => {
  const light = { ...asked('islet', 3_000_000), weightKg: 20 };
  expect(answer(light)).toEqual(answerTo(predictiveController({ weightKg: 20 }), light));
  expect(forecastFor(light)).toEqual(
    predictiveForecaster({ weightKg: 20 })(light.history, light.therapy, light.nowMs),
  );
});
