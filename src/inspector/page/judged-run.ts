import { signal } from '@preact/signals';
import type { Verdicts } from '../judged.ts';
import type { Frame } from '../protocol.ts';
import type { OpenedRun } from './run-source.ts';
import { pageVerdicts, type Violation } from './verdicts.ts';

/** What the run that is seen shows of properties, as signals. */

export const verdicts = pageVerdicts();
/** Every property that was broken in this run, as far as it is known, in order of time. */
export const broken = signal<readonly Violation[]>([]);
/** Why not everything is judged; null while it is. */
export const judgingTrouble = signal<string | null>(null);

export const beginJudged = ({ properties, verdicts: known }: OpenedRun): void => {
  verdicts.begin(properties, known);
  broken.value = [...verdicts.violations()];
  judgingTrouble.value = known.trouble;
};

/** Of steps that the page is not told one by one. */
export const learnJudged = (known: Verdicts): void => {
  verdicts.learn(known);
  broken.value = [...verdicts.violations()];
  judgingTrouble.value ??= known.trouble;
};

export const takeJudged = (frame: Frame): void => {
  if (verdicts.take(frame)) broken.value = [...verdicts.violations()];
  judgingTrouble.value ??= frame.judged?.trouble ?? null;
};
