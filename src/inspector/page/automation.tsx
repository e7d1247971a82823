import { useSignal } from '@preact/signals';
import { Ask, EntryForm, NumberField, type Range, within } from './forms.tsx';
import { lastDecision, latest, offsetMinutes, request, status } from './store.ts';
import { clock } from './words.ts';

const CARBS: Range = { least: 1, most: 250, step: 1, unit: 'g' };

const isIn = (state: string): boolean => latest.value?.active.therapy?.includes(`therapy.${state}`) === true;

/** Automation on or off, what the person is doing, and what the controller said last. */
export const Automation = () => {
  const chosen = status.value?.programmed?.settings?.automation ?? 'off';
  const isOn = isIn('mode.closedLoop');
  if (chosen === 'off' && !isOn) return null;
  const isBusy = !isIn('activity.normal');
  return (
    <>
      <div class="line">
        <span>Automation</span>
        <Ask
          asks={{ type: isOn ? 'automation.disabled' : 'automation.enabled' }}
          testid="automation"
          isStrong={!isOn}
        >
          {isOn ? 'Switch off' : 'Switch on'}
        </Ask>
        {isOn && !isBusy && (
          <>
            <Ask asks={{ type: 'exercise.started' }} testid="exercise">
              Exercise
            </Ask>
            <Ask asks={{ type: 'sleep.started' }} testid="sleep">
              Sleep
            </Ask>
          </>
        )}
        {isOn && isBusy && (
          <Ask asks={{ type: 'activity.ended' }} testid="activity-ended">
            End {isIn('activity.sleep') ? 'sleep' : 'exercise'}
          </Ask>
        )}
      </div>
      <Meal />
      <LastDecision />
    </>
  );
};

/** A meal is told to the controller; insulin for it is asked for as any bolus is. */
const Meal = () => {
  const grams = useSignal('');
  const wanted = within(grams.value, CARBS);
  const send = (): void => {
    if (wanted !== null) void request({ type: 'carbs.entered', grams: wanted });
    grams.value = '';
  };
  return (
    <EntryForm send={send}>
      <div class="line">
        <NumberField label="Carbohydrates" text={grams} range={CARBS} testid="carbs" />
        <button type="submit" data-testid="carbs-enter" disabled={wanted === null}>
          Tell the controller
        </button>
      </div>
    </EntryForm>
  );
};

const LastDecision = () => {
  const said = lastDecision.value;
  if (said === null) return null;
  return (
    <details data-testid="decision">
      <summary>
        {clock(said.wallMs, offsetMinutes.value, false)}{' '}
        {said.asked === null ? '' : `asked for ${said.asked}: `}
        <strong>{said.outcome}</strong>
      </summary>
      {[...said.reasons, ...said.terms].map(each => (
        <p class="hint" key={each}>
          {each}
        </p>
      ))}
    </details>
  );
};
