import type { Pump } from '../../simulate/campaign/campaign.ts';
import { openRunner, type Runner } from '../../simulate/campaign/run.ts';
import { EXIT, Refusal } from '../exits.ts';

/** What lives the cells of a campaign. Throws a Refusal where there is none of this kind. */
export const runnerOf = (pump: Pump): Runner => {
  if (pump === 'open') return openRunner;
  throw new Refusal(
    EXIT.badInput,
    'pump = "whole": no campaign drives the whole pump so far: its person and its controllers live by the pump’s settings, not by those of a cell. Write "open"; islet start --patient has one patient wear it.',
  );
};
