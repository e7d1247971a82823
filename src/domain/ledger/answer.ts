import type { ControllerName } from '../controllers.ts';
import { type Admitted, admit } from '../envelope/admit.ts';
import { rateCaps } from '../envelope/caps.ts';
import type { Evidence } from '../envelope/evidence.ts';
import { spellReduction } from '../envelope/spell.ts';
import type { FactOf } from '../facts.ts';
import { HARD, LIMITS_OF_AUTOMATION as LIMITS } from '../limits.ts';
import type { Instant } from '../profile.ts';
import { after, type Microunits, microunits, microunitsPerHour, milliseconds } from '../units.ts';
import { chosen, obstaclesOf, withAutomation } from './automation.ts';
import type { Automation } from './automationState.ts';
import { withBolus } from './bolus.ts';
import { evidenceOf } from './evidence.ts';
import { isHeld } from './lowSuspendState.ts';
import { isMuch, objectionsTo } from './request.ts';
import { andThen, type BolusRecord, type Ledger, type Step, step } from './state.ts';
import { withRate } from './steering.ts';

/** A controller is asked: only an answer by this number counts. */
export const openQuestion = (ledger: Ledger, number: number, { monoMs }: Instant): Ledger =>
  withAutomation(ledger, { question: { number, askedAt: monoMs } });

export const closeQuestion = (ledger: Ledger): Ledger => withAutomation(ledger, { question: null });

/** Who is asked, and by which number; throws where nobody is. */
export const openQuestionOf = ({
  automation: { question },
  settings,
}: Ledger): { readonly question: number; readonly controller: ControllerName } => {
  const controller = chosen(settings);
  if (question === null || controller === null) throw new Error('no question is open, or nobody to be asked');
  return { question: question.number, controller };
};

/** A controller has failed: as good as no answer, and told. */
export const takeFailure = (
  ledger: Ledger,
  { question, how, reason }: FactOf<'controller.failed'>,
  at: Instant,
): Step => {
  if (ledger.automation.question?.number !== question) return stray(ledger, question);
  const reasons = [`The controller ${FAILED[how]}: ${reason}`];
  return andThen(holdToCaps(closeQuestion(ledger), at), before =>
    step(before, { type: 'automation.refused', reasons }),
  );
};

const FAILED = {
  threw: 'has failed',
  hung: 'has not answered',
  nonsense: 'has answered nonsense',
  absent: 'is not there',
} as const;

const stray = (ledger: Ledger, question: number): Step => step(ledger, { type: 'answer.strayed', question });

/**
 * A controller has answered the open question: refused with every reason, or held against every cap and in force for a
 * while (SR-093 to SR-098). Its word on itself is not asked for.
 */
export const takeAnswer = (ledger: Ledger, answer: FactOf<'controller.answered'>, at: Instant): Step => {
  const { question } = ledger.automation;
  if (question?.number !== answer.question) return stray(ledger, answer.question);
  const heard = closeQuestion(ledger);
  const passed = at.monoMs - question.askedAt;
  const validMs = answer.validMs - passed;
  const lengthMs = (answer.basal?.lengthMs ?? 0) - passed;
  const reasons = [
    ...obstaclesOf(heard, at.monoMs),
    ...(validMs <= 0 ? ['The answer has run out before it came.'] : []),
    ...(answer.basal !== null && lengthMs <= 0 ? ['The rate has run out before it came.'] : []),
  ];
  const evidence = evidenceOf(heard, at, reasons);
  if (evidence === null || reasons.length > 0)
    return andThen(holdToCaps(heard, at), before => step(before, { type: 'automation.refused', reasons }));
  const asked = {
    basal:
      answer.basal === null
        ? null
        : { rate: microunitsPerHour(answer.basal.rateUuPerHour), lengthMs: milliseconds(lengthMs) },
    bolusUu: answer.bolusUu,
    validMs: milliseconds(validMs),
  };
  return accept(
    heard,
    { question: question.number, validMs },
    admit({ kind: 'asked', asked }, evidence),
    evidence,
    at,
  );
};

const accept = (
  ledger: Ledger,
  { question, validMs }: { readonly question: number; readonly validMs: number },
  admitted: Admitted,
  evidence: Evidence,
  at: Instant,
): Step => {
  const commanded = withCommand(ledger, admitted, evidence, at);
  const heardUntil = after(at.monoMs, milliseconds(Math.min(validMs, LIMITS.silenceMs)));
  const taken = withAutomation(commanded, { heardUntil });
  const given = giveMicrobolus(taken, `auto-${question}`, admitted.bolus, at);
  return step(
    given.ledger,
    {
      type: 'automation.accepted',
      rateUuPerHour: admitted.basal?.rate ?? null,
      bolusUu: given.amountUu,
      reductions: [...admitted.reductions.map(spellReduction), ...given.reasons],
    },
    ...given.derived,
  );
};

/** What the envelope has left of a rate is at work from now on, as far as a controller steers at all. */
const withCommand = (ledger: Ledger, { basal }: Admitted, evidence: Evidence, at: Instant): Ledger => {
  const { automation } = ledger;
  const command =
    basal === null ? automation.command : { rate: basal.rate, endsAt: after(at.monoMs, basal.lengthMs) };
  const extreme = command === null ? null : extremeOf(automation, command.rate, evidence, at);
  return withRate(withAutomation(ledger, { command, extreme }));
};

/** A rate of a tenth of the profile is as good as none; the share is ours. */
const LEAST_SHARE = 10;

/** SR-100: at next to nothing, or at the most that a person's settings allow, and since when. */
const extremeOf = (
  { extreme }: Automation,
  rate: number,
  evidence: Evidence,
  at: Instant,
): Automation['extreme'] => {
  const most = Math.min(...rateCaps(evidence).flatMap(cap => (cap.req === 'SR-095' ? [cap.most] : [])));
  const isLeast = rate * LEAST_SHARE <= evidence.usual || rate <= HARD.leastBasalUuPerHour;
  const which = isLeast ? 'least' : rate >= most ? 'most' : null;
  if (which === null) return null;
  return extreme?.which === which ? extreme : { which, since: at.monoMs };
};

/**
 * What is at work is held against the caps again, on every reading: what was admitted on good readings is no right to go on
 * when they are gone (SR-097).
 */
export const holdToCaps = (ledger: Ledger, at: Instant): Step => {
  const { command, steering } = ledger.automation;
  if (command === null || steering === 'profile') return step(ledger);
  const evidence = evidenceOf(ledger, at, ['Nothing is asked for.']);
  if (evidence === null) return step(ledger);
  const admitted = admit({ kind: 'nonsense', reasons: evidence.obstacles }, evidence);
  if (admitted.basal === null || admitted.basal.rate === command.rate) return step(ledger);
  return step(withCommand(ledger, admitted, evidence, at), {
    type: 'automation.lowered',
    rateUuPerHour: admitted.basal.rate,
    reductions: admitted.reductions.map(spellReduction),
  });
};

/** SR-097: with glucose as low as this a bolus of automation ends, mg/dL. */
const LOW_MG_PER_DL = 70;

/** A reading was believed, or is so no more, or was refused: what automation has at work must bear what is known now. */
export const heedReading = (ledger: Ledger, at: Instant): Step => {
  const { latest: newest, doubts } = ledger.glucose;
  const isLow = newest !== null && newest.mgPerDl < LOW_MG_PER_DL;
  // It was reckoned from a glucose that may never have been.
  const isGroundless = doubts.includes('contradicted');
  return andThen(holdToCaps(ledger, at), before =>
    isLow || isGroundless ? endMicrobolus(before) : step(before),
  );
};

type Given = Step & { readonly amountUu: number; readonly reasons: readonly string[] };

/**
 * A bolus that the envelope has left goes the way of any other, confirmed by the settings of a person instead of by their hand.
 * Anything that would make a person's own bolus wait or be asked twice forbids it.
 */
const giveMicrobolus = (ledger: Ledger, bolus: string, amountUu: Microunits, at: Instant): Given => {
  const none = (...reasons: readonly string[]): Given => ({ ...step(ledger), amountUu: 0, reasons });
  if (amountUu === 0) return none();
  const refuse = (...reasons: readonly string[]): Given =>
    none(...reasons.map(reason => `bolus ${amountUu / 1_000_000} U not given: ${reason}`));
  if (ledger.automation.steering !== 'controller') return refuse('automation is not active.');
  if (isHeld(ledger)) return refuse('basal is off because of low glucose.');
  const current: BolusRecord = {
    bolus,
    requestedUu: amountUu,
    deliveredUu: microunits(0),
    phase: 'pending',
    spread: null,
    createdMonoMs: null,
    automatic: true,
  };
  const reasons = objectionsTo(ledger, current, at);
  if (reasons.length > 0) return refuse(...reasons);
  const admitted = withBolus(ledger, { current, used: new Set(ledger.bolus.used).add(bolus) });
  if (isMuch(admitted, at)) return refuse('with it, much was requested within an hour.');
  return {
    ...step(admitted, { type: 'bolus.admitted', bolus, amountUu }, { type: 'bolus.confirmed', bolus }),
    amountUu,
    reasons: [],
  };
};

/** SR-090: a bolus of automation ends when it is not meant any more; one of a person does not. */
export const endMicrobolus = (ledger: Ledger): Step =>
  ledger.bolus.current?.automatic === true
    ? step(ledger, { type: 'bolus.cancelled', part: 'normal' })
    : step(ledger);
