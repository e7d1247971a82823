import type { CalculatorAnswer } from '../../domain/calculator/calculator.ts';
import type { CalculatorSettings } from '../../domain/calculator/request.ts';
import { after, type Milliseconds, type MonoMs, milliseconds } from '../../domain/units.ts';
import type { Clock, FactSink } from '../../ports.ts';
import { once } from '../../runtime/once.ts';
import type { Observed } from '../../runtime/run.ts';
import type { PumpState } from '../../runtime/state.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { changer, type Hands } from './change.ts';
import { doseFor } from './dose.ts';

/** Carbohydrate against a low, not told to the pump. */
export type Rescue = {
  readonly belowMgPerDl: number;
  readonly carbsG: number;
  /** From one to the next at least. */
  readonly everyMin: number;
};

/** Whoever wears a pump: tells it of meals, confirms what it asks, eats against lows, answers its alarms. */
export type Person = {
  readonly start: () => void;
  /** Asks the pump for a bolus, and confirms it when the pump asks back. */
  readonly request: (amountUu: number) => void;
  /** To be told of every step of the pump. */
  readonly observe: (step: Observed) => void;
  readonly stop: () => void;
};

/** What a person has done, for whoever watches. */
export type Doing =
  | { readonly kind: 'dose'; readonly carbsG: number; readonly answer: CalculatorAnswer }
  | { readonly kind: 'rescue'; readonly carbsG: number }
  | { readonly kind: 'change' };

export type PersonOptions = {
  readonly clock: Clock;
  readonly submit: FactSink;
  readonly state: () => PumpState;
  readonly scenario: Scenario;
  /** Where in the scenario it begins, in minutes. */
  readonly fromMin?: number;
  /** What the bolus calculator is set to. */
  readonly calculator: CalculatorSettings;
  /** Null for somebody who does not notice. */
  readonly rescue: Rescue | null;
  readonly eat: (carbsG: number) => void;
  readonly hands: Hands;
  /** In each new cartridge, µU; null for somebody who leaves alarms and cartridges to others. */
  readonly cartridgeUu: number | null;
  readonly did?: (doing: Doing) => void;
  /** A meter, for automation that asks for a value; null for somebody who has none. */
  readonly meter?: (() => number) | null;
};

const MINUTE_MS = 60_000;
const DAY_MIN = 1_440;
/** From what the pump shows to a finger on the button, and from an alarm to somebody who looks. Ours. */
const READS = milliseconds(5_000);
const ANSWERS = milliseconds(5 * MINUTE_MS);
/** What can be told of one meal. */
const MOST_CARBS_G = 250;
/** With low glucose one eats first, and boluses later. Ours. */
const EATS_FIRST = milliseconds(15 * MINUTE_MS);

/** A person of habit: the same pump in the same scenario is treated alike, to the millisecond. */
export const person = ({
  clock,
  submit,
  state,
  scenario,
  fromMin = 0,
  calculator,
  rescue,
  eat,
  hands,
  cartridgeUu,
  did = () => {},
  meter = null,
}: PersonOptions): Person => {
  const length = scenario.days * DAY_MIN;
  const told = scenario.meals
    .flatMap(meal => (meal.told === null ? [] : [meal.told]))
    .sort((a, b) => a.atMin - b.atMin);
  /** A journal that goes on admits no name twice. */
  const startedMs = clock.now();
  let boluses = 0;
  let rescuedMs = Number.NEGATIVE_INFINITY;
  const change = cartridgeUu === null ? null : changer(submit, hands, cartridgeUu);
  /** The bolus that waits for this person's word. */
  let asked: string | null = null;
  /** What was judged last: while chart and alarms stay, nothing calls that did not call before. */
  let seen: Pick<PumpState, 'pump' | 'annunciation'> | null = null;
  let coming: { readonly at: MonoMs; readonly cancel: () => void } | null = null;
  let isOver = false;

  const later = (delay: Milliseconds, then: () => void): void =>
    void clock.wakeAt(after(clock.now(), delay), () => {
      if (!isOver) then();
    });

  const request = (amountUu: number): void => {
    boluses += 1;
    asked = `meal-${startedMs}-${boluses}`;
    submit({ type: 'bolus.requested', bolus: asked, amountUu });
  };

  const bolusFor = (carbsG: number): void => {
    const answer = doseFor(carbsG, state().ledger, clock.now(), calculator);
    did({ kind: 'dose', carbsG, answer });
    if (answer.kind === 'refused') {
      if (answer.refusal.reason === 'glucoseTooLow') later(EATS_FIRST, () => bolusFor(carbsG));
      return;
    }
    if (answer.doseUu === 0) return;
    request(answer.doseUu);
  };

  /** Whoever lets a controller steer tells it what they eat. */
  const tellController = (carbsG: number): void => {
    const grams = Math.min(MOST_CARBS_G, Math.round(carbsG));
    if (grams > 0 && state().ledger.automation.isEnabled) submit({ type: 'carbs.entered', grams });
  };

  /** Waits for what is told next, and then for the one after it, round by round. */
  const awaitMeal = (index: number, reached: number): void => {
    const next = told[index % told.length];
    if (next === undefined) return;
    const atMin = next.atMin + Math.floor(index / told.length) * length;
    later(milliseconds((atMin - reached) * MINUTE_MS), () => {
      tellController(next.carbsG);
      bolusFor(next.carbsG);
      awaitMeal(index + 1, atMin);
    });
  };

  const needsChange = ({ ledger, annunciation, pump }: PumpState): boolean =>
    pump.matches({ supply: 'ready' }) &&
    (ledger.reservoir.volumeUu <= (ledger.settings?.lowReservoirUu ?? 0) ||
      annunciation.some(({ alarm, condition }) => alarm === 'occlusion' && condition === 'present'));

  /** Somebody looks at the pump: quiets what sounds, does what it waits for, and wants insulin again. */
  const look = (): void => {
    coming = null;
    seen = null;
    const now = state();
    for (const { alarm, signal } of now.annunciation)
      if (signal !== 'acknowledged') submit({ type: 'alarm.acknowledged', alarm });
    if (meter !== null && now.annunciation.some(({ alarm }) => alarm === 'automationAtLimit'))
      submit({ type: 'glucose.entered', mgPerDl: Math.min(600, Math.max(20, Math.round(meter()))) });
    if (change === null) return;
    if (change.wants(now)) change.go(now);
    else if (needsChange(now)) {
      did({ kind: 'change' });
      change.begin();
    } else if (isStopped(now)) submit({ type: 'resume.requested' });
  };

  /** A pump that sounds, or gives nothing, is looked at some minutes later; a step of a change at once. */
  const attend = (now: PumpState): void => {
    if (now.pump === seen?.pump && now.annunciation === seen.annunciation) return;
    seen = now;
    if (change === null) return;
    const waits = change.wants(now);
    const calls = waits || isStopped(now) || now.annunciation.some(({ signal }) => signal !== 'acknowledged');
    const at = after(clock.now(), waits ? READS : ANSWERS);
    if (!calls || (coming !== null && coming.at <= at)) return;
    coming?.cancel();
    coming = { at, cancel: clock.wakeAt(at, look) };
  };

  const treat = (mgPerDl: number): void => {
    if (rescue === null || mgPerDl >= rescue.belowMgPerDl) return;
    if (clock.now() - rescuedMs < rescue.everyMin * MINUTE_MS) return;
    rescuedMs = clock.now();
    eat(rescue.carbsG);
    did({ kind: 'rescue', carbsG: rescue.carbsG });
  };

  return {
    request,
    start: () => {
      const first = told.findIndex(({ atMin }) => atMin >= fromMin);
      awaitMeal(first < 0 ? told.length : first, fromMin);
    },
    observe: ({ envelope: { fact }, commands, state: now }) => {
      if (fact.type === 'cgm.measured') treat(fact.mgPerDl);
      for (const command of commands) {
        // Somebody else's bolus is somebody else's to confirm.
        if ('bolus' in command && command.bolus !== asked) continue;
        if (command.type === 'askConfirmation')
          later(READS, () => submit({ type: 'bolus.confirmed', bolus: command.bolus }));
        if (command.type === 'askAgain')
          later(READS, () => submit({ type: 'bolus.confirmedAgain', bolus: command.bolus }));
      }
      attend(now);
    },
    stop: () => {
      isOver = true;
      coming?.cancel();
    },
  };
};

/** Asked once of each state of the chart. */
const isIdle = once(
  (pump: PumpState['pump']): boolean =>
    pump.matches({ life: 'operating' }) &&
    pump.matches({ supply: 'ready' }) &&
    !pump.matches({ permission: 'delivering' }),
);
const isStopped = ({ pump }: PumpState): boolean => isIdle(pump);
