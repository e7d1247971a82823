import { useSignal } from '@preact/signals';
import { toMgPerDl } from '../../domain/glucoseUnits.ts';
import { HARD } from '../../domain/limits.ts';
import type { Activity } from '../../domain/therapy/activity.ts';
import { Ask, EntryForm, NumberField } from './forms.tsx';
import { GlucoseUnitChoice, glucoseField } from './glucose-unit.tsx';
import { clock, glucoseUnit } from './preferences.ts';
import { type Range, refusal, within } from './ranges.ts';
import { latest, offsetMinutes, request, wallOf } from './store.ts';
import { glucoseRange, glucoseRefusal, glucoseText, type TypedGlucose } from './typed-glucose.ts';
import { glucoseWords, mmol } from './words.ts';

const AIMED = { least: HARD.targetLeastMgDl, most: HARD.targetMostMgDl };
const NOTHING: TypedGlucose = { text: '', unit: 'mg/dL' };
const LASTS: Range = { least: 1, most: HARD.temporaryTargetMostMs / 60_000, step: 1, unit: 'min' };

const band = ({ lowMgPerDl, highMgPerDl }: { readonly lowMgPerDl: number; readonly highMgPerDl: number }) =>
  `${lowMgPerDl} to ${highMgPerDl} mg/dL (${mmol(lowMgPerDl)} to ${mmol(highMgPerDl)} mmol/L)`;
const until = (monoMs: number): string => clock(wallOf(monoMs), offsetMinutes.value, 'minutes');

/** What automation aims at for a while, what the person is doing, and what they eat. */
export const TargetsDrawer = () => (
  <>
    <TemporaryTarget />
    <DoingNow />
    <Meal />
  </>
);

/** A name for a target that people know, mg/dL. */
const PRESETS = [
  { name: 'Eating soon', low: 80, high: 90, minutes: 60 },
  { name: 'Before exercise', low: 140, high: 160, minutes: 60 },
] as const;

const TemporaryTarget = () => {
  const unit = glucoseUnit.value;
  const low = glucoseField(useSignal(NOTHING), AIMED);
  const high = glucoseField(useSignal(NOTHING), AIMED);
  const minutes = useSignal('60');
  const running = latest.value?.dosing?.temporary ?? null;
  const range = glucoseRange(AIMED, unit);
  const given = [low, high].map(each => within(each.value, range));
  const [from, to] = given.map(each => (each == null ? null : Math.round(toMgPerDl(each, unit))));
  const lasts = within(minutes.value, LASTS);
  const untouched = low.value === '' && high.value === '';
  const wrong =
    glucoseRefusal('Lower end', low.value, unit, AIMED) ??
    glucoseRefusal('Upper end', high.value, unit, AIMED) ??
    (from != null && to != null && from > to ? 'The upper end is below the lower one.' : null) ??
    refusal('Its length', minutes.value, LASTS);
  const send = (): void => {
    if (wrong === null && from != null && to != null && lasts !== null)
      void request({ type: 'target.started', lowMgPerDl: from, highMgPerDl: to, minutes: lasts });
  };
  return (
    <fieldset>
      <legend data-testid="target-now">
        Temporary target:{' '}
        {running === null ? 'none' : `${band(running)} until ${until(running.endsAtMonoMs)}`}
      </legend>
      <EntryForm send={send}>
        <div class="line">
          <NumberField label="Lower end" text={low} range={range} isUnitApart testid="target-low" />
          to
          <NumberField label="Upper end" text={high} range={range} isUnitApart testid="target-high" />
          <GlucoseUnitChoice testid="target-unit" />
          <NumberField label="For how long" text={minutes} range={LASTS} testid="target-minutes" />
        </div>
        <div class="line">
          <button type="submit" class="strong" data-testid="target-start" disabled={wrong !== null}>
            {running === null ? 'Start' : 'Start instead'}
          </button>
          {running !== null && (
            <Ask asks={{ type: 'target.cancelled' }} testid="target-cancel">
              Cancel target
            </Ask>
          )}
          {PRESETS.map(({ name, low: from, high: to, minutes: lasts }) => (
            <button
              key={name}
              type="button"
              onClick={() => {
                low.value = glucoseText(from, unit, AIMED);
                high.value = glucoseText(to, unit, AIMED);
                minutes.value = String(lasts);
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <p class={wrong === null || untouched ? 'hint' : 'hint wrong'} data-testid="target-hint">
          {wrong === null || untouched
            ? 'Automation aims at it; a bolus corrects to it only where it is higher than usual. It ends by itself.'
            : wrong}
        </p>
      </EntryForm>
    </fieldset>
  );
};

const NAMES = { sleep: 'Sleep', exercise: 'Exercise' } as const satisfies Readonly<Record<Activity, string>>;

const DoingNow = () => {
  const minutes = useSignal('');
  const isAutomated = latest.value?.active.therapy?.includes('therapy.mode.closedLoop') === true;
  const doing = latest.value?.dosing?.doing ?? null;
  const lasts = within(minutes.value, LASTS);
  const isWrong = minutes.value !== '' && lasts === null;
  const length = lasts === null ? {} : { minutes: lasts };
  return (
    <fieldset>
      <legend data-testid="activity-now">
        Activity:{' '}
        {doing === null
          ? 'none'
          : `${NAMES[doing.activity].toLowerCase()} until ${until(doing.endsAtMonoMs)}`}
      </legend>
      <div class="line">
        {(['exercise', 'sleep'] as const).map(activity => (
          <Ask
            key={activity}
            asks={{ type: `${activity}.started`, ...length }}
            testid={activity}
            disabled={!isAutomated || isWrong}
          >
            {NAMES[activity]}
          </Ask>
        ))}
        <label class="field">
          <input
            type="number"
            min={LASTS.least}
            max={LASTS.most}
            value={minutes.value}
            placeholder="usual"
            aria-label="For how many minutes; without a number as long as usual"
            aria-invalid={isWrong}
            data-testid="activity-minutes"
            onInput={({ currentTarget }) => {
              minutes.value = currentTarget.value;
            }}
          />{' '}
          min
        </label>
        {doing !== null && (
          <Ask asks={{ type: 'activity.ended' }} testid="activity-ended">
            End {NAMES[doing.activity].toLowerCase()}
          </Ask>
        )}
      </div>
      <p class="hint">
        {isAutomated
          ? glucoseWords(
              'Sleep aims at 113 to 120 mg/dL without boluses, for 8 h; exercise at 140 to 160 mg/dL, for 2 h.',
              glucoseUnit.value,
            )
          : 'Activities are for automation: switch it on first.'}
      </p>
    </fieldset>
  );
};

const CARBS: Range = { least: 1, most: 250, step: 1, unit: 'g' };

/** A meal is told to the controller; insulin for it is asked for as any bolus is. */
const Meal = () => {
  const grams = useSignal('');
  const wanted = within(grams.value, CARBS);
  const send = (): void => {
    if (wanted !== null) void request({ type: 'carbs.entered', grams: wanted });
    grams.value = '';
  };
  return (
    <fieldset>
      <legend>Meal</legend>
      <EntryForm send={send}>
        <div class="line">
          <NumberField label="Carbohydrates" text={grams} range={CARBS} testid="carbs" />
          <button type="submit" data-testid="carbs-enter" disabled={wanted === null}>
            Announce the meal
          </button>
        </div>
        <p class="hint">The controller takes it into account; insulin for it is requested as a bolus.</p>
      </EntryForm>
    </fieldset>
  );
};
