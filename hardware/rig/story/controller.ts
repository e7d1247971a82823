import type { Controller } from '../../../src/automation/controller.ts';
import { microunits, microunitsPerHour, milliseconds, wallMs } from '../../../src/domain/units.ts';
import type { ControllerPort, FactSink } from '../../../src/ports.ts';
import { answerTo } from '../../../src/runtime/controllerAnswer.ts';

/** What a controller of a story does whenever it is asked, until the story says otherwise. */
export type Behaviour =
  | 'silent'
  | 'throws'
  | 'nonsense'
  | { readonly rateUuPerHour: number; readonly bolusUu: number };

export type StoryController = ControllerPort & { readonly behave: (behaviour: Behaviour) => void };

const VALID_MS = 30 * 60_000;

const acting = (behaviour: Exclude<Behaviour, 'silent'>): Controller => {
  if (behaviour === 'throws')
    return () => {
      throw new Error('an error that a story has planted');
    };
  return (_history, _therapy, nowMs) => {
    // What is no rate has to come through the same door as what is one.
    const rate =
      behaviour === 'nonsense' ? (Number.NaN as never) : microunitsPerHour(behaviour.rateUuPerHour);
    return {
      basal: { rate, lengthMs: milliseconds(VALID_MS) },
      microbolus: behaviour === 'nonsense' || behaviour.bolusUu === 0 ? null : microunits(behaviour.bolusUu),
      reasons: [],
      validUntilMs: wallMs(nowMs + VALID_MS),
    };
  };
};

/** A controller that does as a story says. At first it says nothing at all. */
export const storyController = (sink: FactSink): StoryController => {
  let behaviour: Behaviour = 'silent';
  return {
    ask: question => {
      if (behaviour !== 'silent') sink(answerTo(acting(behaviour), question));
    },
    behave: next => {
      behaviour = next;
    },
  };
};

/** `0.5 U/h`, `0.5 U/h and 0.3 U`, `throws`, `nonsense`, `silent`. */
export const behaviourOf = (said: string): Behaviour => {
  if (said === 'silent' || said === 'throws' || said === 'nonsense') return said;
  const [, rate, bolus = '0'] = /^(\d+(?:\.\d+)?) U\/h(?: and (\d+(?:\.\d+)?) U)?$/.exec(said) ?? [];
  if (rate === undefined)
    throw new Error(
      `"${said}" is nothing a controller does; write "! controller 0.5 U/h", "! controller 1 U/h and 0.3 U", "! controller throws", "! controller nonsense" or "! controller silent"`,
    );
  return {
    rateUuPerHour: Math.round(Number(rate) * 1_000_000),
    bolusUu: Math.round(Number(bolus) * 1_000_000),
  };
};
