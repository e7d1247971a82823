import type { Controller } from '../automation/controller.ts';
import { LOOP_STRATEGY, loopController } from '../automation/loop/controller.ts';
import { OREF_DEFAULTS, orefController } from '../automation/oref/controller.ts';
import { predictiveController } from '../automation/predictive/controller.ts';
import type { ControllerName } from '../domain/controllers.ts';
import type { ControllerPort, FactSink, Question } from '../ports.ts';
import { answerTo } from './controllerAnswer.ts';

/** Each controller as a pump runs it; whether it asks for boluses follows from what it is allowed. */
const CONTROLLERS: Readonly<Record<ControllerName, (question: Question) => Controller>> = {
  islet: ({ weightKg }) => predictiveController({ weightKg }),
  oref: ({ therapy: { maxBolus } }) =>
    orefController({ ...OREF_DEFAULTS, acts: maxBolus > 0 ? 'microboluses' : OREF_DEFAULTS.acts }),
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
