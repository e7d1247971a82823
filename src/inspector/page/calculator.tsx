import { useSignal } from '@preact/signals';
import { REPORTED, toMgPerDl } from '../../domain/glucoseUnits.ts';
import { type Calculation, calculation, sensorGlucose } from './calculation.ts';
import { EntryForm, NumberField } from './forms.tsx';
import { GlucoseUnitChoice } from './glucose-unit.tsx';
import { glucoseUnit } from './preferences.ts';
import { type Range, refusal, within } from './ranges.ts';
import { latest, request, runningMonoMs, status } from './store.ts';
import { glucoseRange, glucoseRefusal, glucoseText, type TypedGlucose, typedIn } from './typed-glucose.ts';
import { duration, mmol } from './words.ts';

const CARBS: Range = { least: 0, most: 250, step: 1, unit: 'g' };

/** As a meter said it, and when it was typed: it ages like any reading. */
type ByMeter = TypedGlucose & { readonly atMonoMs: number };

/** A dose for food and glucose, each term told. It asks for a bolus as the card does: the pump asks back before it gives any. */
export const CalculatorDrawer = () => {
  const grams = useSignal('0');
  /** Null: what the sensor says. */
  const typed = useSignal<ByMeter | null>(null);
  const unit = glucoseUnit.value;
  const range = glucoseRange(REPORTED, unit);
  const sensor = sensorGlucose(latest.value, runningMonoMs.value);
  const byMeter = typed.value;
  const shownGlucose =
    byMeter !== null
      ? typedIn(byMeter, unit, REPORTED)
      : sensor === null
        ? ''
        : glucoseText(sensor.mgPerDl, unit, REPORTED);
  const measured = shownGlucose.trim() === '' ? null : within(shownGlucose, range);
  const carbsG = within(grams.value, CARBS);
  const wrong =
    refusal('Carbohydrates', grams.value, CARBS) ??
    (shownGlucose.trim() === '' ? null : glucoseRefusal('Glucose', shownGlucose, unit, REPORTED));
  const glucose =
    measured === null
      ? null
      : byMeter === null
        ? sensor
        : {
            mgPerDl: Math.round(toMgPerDl(measured, unit)),
            ageMs: runningMonoMs.value - byMeter.atMonoMs,
          };
  const found =
    wrong === null && carbsG !== null
      ? calculation({ carbsG, glucose }, latest.value?.dosing, status.value?.programmed?.settings ?? null)
      : null;
  const isBusy = latest.value?.active.pump?.includes('pump.bolus.idle') !== true;
  const send = (): void => {
    if (found?.kind === 'dose' && found.units > 0)
      void request({ type: 'bolus.requested', units: found.units, kind: 'normal' }).then(isTaken => {
        // The same food is not reckoned with twice.
        if (isTaken) grams.value = '0';
      });
  };
  return (
    <div class="whole calculator">
      <EntryForm send={send}>
        <div class="line">
          <span>Carbohydrates</span>
          <NumberField label="Carbohydrates eaten" text={grams} range={CARBS} testid="calc-carbs" />
          <label>
            Glucose{' '}
            <input
              type="number"
              step={range.step}
              value={shownGlucose}
              aria-label={`Glucose, ${unit}`}
              aria-invalid={shownGlucose.trim() !== '' && measured === null}
              data-testid="calc-glucose"
              onInput={({ currentTarget }) => {
                typed.value = { text: currentTarget.value, unit, atMonoMs: runningMonoMs.value };
              }}
            />
          </label>
          <GlucoseUnitChoice testid="calc-unit" />
          <span class="hint" data-testid="calc-source">
            {byMeter !== null
              ? `by a meter, typed ${duration(runningMonoMs.value - byMeter.atMonoMs)} ago`
              : sensor === null
                ? 'no reading of the sensor'
                : `by the sensor, ${duration(sensor.ageMs)} ago`}
          </span>
          {byMeter !== null && (
            <button
              type="button"
              data-testid="calc-sensor"
              onClick={() => {
                typed.value = null;
              }}
            >
              Use the sensor
            </button>
          )}
        </div>
        {wrong !== null && (
          <p class="hint wrong" data-testid="calc-wrong">
            {wrong}
          </p>
        )}
        {found !== null && <Found found={found} />}
        <Reckoned />
        <div class="line">
          <button
            type="submit"
            class="strong"
            data-testid="calc-request"
            disabled={found?.kind !== 'dose' || found.units === 0 || isBusy}
          >
            {found?.kind === 'dose' ? `Request ${found.units.toFixed(2)} U` : 'Request'}
          </button>
          <span class="hint">
            {isBusy ? 'A bolus is under way.' : 'The pump asks you to confirm it, and keeps every limit.'}
          </span>
        </div>
      </EntryForm>
    </div>
  );
};

const signed = (units: number): string => `${units < 0 ? '−' : '+'}${Math.abs(units).toFixed(3)} U`;

const Found = ({ found }: { readonly found: Calculation }) =>
  found.kind === 'refused' ? (
    <p class="hint wrong" role="status" data-testid="calc-refused">
      Nothing is calculated: {found.why}.
    </p>
  ) : (
    <>
      <table data-testid="calc-terms">
        <tbody>
          {found.terms.map(({ words, units }) => (
            <tr key={words}>
              <th scope="row">{words}</th>
              <td>{signed(units)}</td>
            </tr>
          ))}
          <tr class="sum">
            <th scope="row">dose</th>
            <td data-testid="calc-dose">{found.units.toFixed(2)} U</td>
          </tr>
        </tbody>
      </table>
      {found.remarks.map(each => (
        <p key={each} class="hint">
          {each}
        </p>
      ))}
    </>
  );

/** What it is reckoned with at this hour. */
const Reckoned = () => {
  const dosing = latest.value?.dosing;
  if (dosing === undefined || dosing.sensitivityMgDl === 0) return null;
  const { sensitivityMgDl, sensitivityBelowMgDl, carbRatioG, correctsTo, netOnBoardUu } = dosing;
  const { lowMgPerDl: low, highMgPerDl: high } = correctsTo;
  return (
    <p class="hint" data-testid="calc-by">
      1 U for {carbRatioG} g, 1 U lowers by {sensitivityMgDl} mg/dL ({mmol(sensitivityMgDl)} mmol/L)
      {sensitivityBelowMgDl === sensitivityMgDl ? '' : `, below target by ${sensitivityBelowMgDl} mg/dL`},
      target {low === high ? low : `${low} to ${high}`} mg/dL ({mmol(low)} mmol/L), beside the profile{' '}
      {netOnBoardUu === null ? 'unknown' : `${(netOnBoardUu / 1e6).toFixed(2)} U`} on board.
    </p>
  );
};
