import type { Controller } from '../automation/controller.ts';
import type { Forecast, Forecaster } from '../automation/forecast.ts';
import { LOOP_STRATEGY, loopController } from '../automation/loop/controller.ts';
import { loopForecast } from '../automation/loop/forecast.ts';
import { OREF_DEFAULTS, type OrefOptions, orefController } from '../automation/oref/controller.ts';
import { orefForecaster } from '../automation/oref/courses.ts';
import { predictiveController } from '../automation/predictive/controller.ts';
import { predictiveForecaster } from '../automation/predictive/forecast.ts';
import type { ControllerName } from '../domain/controllers.ts';
import type { ControllerPort, FactSink, Question } from '../ports.ts';
import { answerTo } from './controllerAnswer.ts';

/** oref0 asks for no microbolus before a preference of its own names an occasion: whoever lets automation give boluses names all. */
const MICROBOLUSES: OrefOptions = {
  ...OREF_DEFAULTS,
  acts: 'microboluses',
  smb: { ...OREF_DEFAULTS.smb, always: true },
};

const orefAs = ({ therapy: { maxBolus } }: Question): OrefOptions =>
  maxBolus > 0 ? MICROBOLUSES : OREF_DEFAULTS;

/** Each controller as a pump runs it; whether it asks for boluses follows from what it is allowed. */
const CONTROLLERS: Readonly<Record<ControllerName, (question: Question) => Controller>> = {
  islet: ({ weightKg }) => predictiveController({ weightKg }),
  oref: question => orefController(orefAs(question)),
  loop: ({ therapy: { maxBolus } }) =>
    loopController({ ...LOOP_STRATEGY, dosing: maxBolus > 0 ? 'automaticBolus' : LOOP_STRATEGY.dosing }),
};

/** Asks the controller that is meant, here and now. One that never ends never ends here: others run it apart. */
export const answer = (question: Question): ReturnType<typeof answerTo> =>
  answerTo(CONTROLLERS[question.controller](question), question);

/** Controllers that are asked where the pump runs, in the step that asks: for simulation, where all of them are known to end. */
export const controllersHere = (sink: FactSink): ControllerPort => ({
  ask: question => sink(answer(question)),
});

const FORECASTERS: Readonly<Record<ControllerName, (question: Question) => Forecaster>> = {
  islet: ({ weightKg }) => predictiveForecaster({ weightKg }),
  oref: question => orefForecaster(orefAs(question)),
  loop: () => loopForecast,
};

/** What the controller that is meant expects of glucose; null where it says nothing of it. Throws what it throws, and ends only if it does. */
export const forecastFor = (question: Question): Forecast | null => {
  const { controller, history, therapy, nowMs } = question;
  return FORECASTERS[controller](question)(history, therapy, nowMs);
};
