import { chosen } from '../domain/ledger/ledger.ts';
import type { Question } from '../ports.ts';
import { forecastFor } from '../runtime/controllers.ts';
import { questionFor } from '../runtime/question.ts';
import type { Observed } from '../runtime/run.ts';
import type { Frame } from './protocol.ts';

/** What a controller would be asked at this step to forecast from: at a reading that was believed, whether or not automation is on; else null. */
export const questionAt = ({
  envelope: { seq, monoMs, wallMs },
  derived,
  state: { ledger },
}: Observed): Question | null => {
  const name = chosen(ledger.settings);
  if (name === null || !derived.some(({ type }) => type === 'glucose.accepted')) return null;
  return questionFor(ledger, name, seq, { monoMs, wallMs });
};

/** What is expected from a step on, reckoned here and now: for a replay, that holds up no pump. */
export const expectedHere = (observed: Observed): Pick<Frame, 'forecast'> => {
  const question = questionAt(observed);
  const forecast = question === null ? null : forecastFor(question);
  return forecast === null ? {} : { forecast };
};
