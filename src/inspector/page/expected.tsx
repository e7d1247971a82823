import { signal } from '@preact/signals';
import { type Decision, limitless } from './decision.ts';
import { courseAt, type Expected, lowestOf } from './insight.ts';
import { clock } from './preferences.ts';
import { insight, lookedAt, offsetMinutes, status } from './store.ts';
import { pinAt, wallOffsetSeconds } from './timeline.ts';
import { mmol } from './words.ts';

/** Whether the plot shows what the expected glucose is the sum of. */
export const showsParts = signal(false);

const AHEAD_MIN = [30, 60, 120, 240] as const;
const MOST_DECISIONS = 12;

const ahead = (minutes: number): string => (minutes < 60 ? `${minutes} min` : `${minutes / 60} h`);
const change = (value: number | null): string => {
  if (value === null) return '–';
  const whole = Math.round(value);
  return `${whole > 0 ? '+' : whole < 0 ? '−' : ''}${Math.abs(whole)}`;
};

/** What the controller in use expects from the instant that is looked at, why, and what was decided up to it. */
export const Insight = () => {
  const at = lookedAt.value;
  const expected = insight.expectedAt(at);
  const decided = insight.decidedUntil(at, MOST_DECISIONS);
  return (
    <div class="insight" data-testid="insight">
      <section aria-label="Expected glucose">
        {expected === null ? <NothingExpected /> : <Table expected={expected} />}
      </section>
      <section aria-label="Doses and rates">
        <h3>Doses and rates, newest first</h3>
        {decided.length === 0 && <p class="hint">No dosing decision up to the cursor.</p>}
        <ol class="decisions" data-testid="decisions">
          {decided.map(each => (
            <Decided key={each.seq} decision={each} />
          ))}
        </ol>
      </section>
    </div>
  );
};

const NothingExpected = () => (
  <p class="hint" data-testid="nothing-expected">
    {whyNothing(lookedAt.value)}
  </p>
);

const whyNothing = (at: number): string => {
  const missing = insight.missingAt(at);
  if (missing !== null)
    return `No forecast from the reading at ${clock((missing.at + wallOffsetSeconds()) * 1_000, offsetMinutes.value, 'minutes')}: ${missing.why}`;
  if (insight.isOfRunBefore(at))
    return 'The forecast is not kept across a restart of the pump; islet replay computes it again from the journal.';
  return status.value?.programmed?.settings?.automation === 'off'
    ? 'No controller in the settings: glucose is not predicted.'
    : 'No forecast here: no controller, or no reading in the last twelve minutes.';
};

const Table = ({ expected: { at, forecast } }: { readonly expected: Expected }) => {
  const low = lowestOf(forecast);
  const time = (minutes: number): string =>
    clock((at + minutes * 60 + wallOffsetSeconds()) * 1_000, offsetMinutes.value, 'minutes');
  const { stepMs } = forecast;
  return (
    <>
      <p data-testid="expected">
        At {time(0)} the lowest glucose expected was <b>{Math.round(low.mgPerDl)} mg/dL</b> (
        {mmol(low.mgPerDl)} mmol/L), at {time(low.minutes)}, if only the profile ran on.
      </p>
      <table data-testid="effects">
        <thead>
          <tr>
            <th scope="col">mg/dL after</th>
            {AHEAD_MIN.map(minutes => (
              <th key={minutes} scope="col">
                {ahead(minutes)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr class="sum">
            <th scope="row">predicted glucose</th>
            {AHEAD_MIN.map(minutes => {
              const value = courseAt({ mgPerDl: forecast.glucose }, stepMs, minutes);
              return <td key={minutes}>{value === null ? '–' : Math.round(value)}</td>;
            })}
          </tr>
          {forecast.effects.map(effect => (
            <tr key={effect.name}>
              <th scope="row">{effect.name}</th>
              {AHEAD_MIN.map(minutes => (
                <td key={minutes}>{change(courseAt(effect, stepMs, minutes))}</td>
              ))}
            </tr>
          ))}
          {forecast.courses.map(course => (
            <tr key={course.name}>
              <th scope="row">glucose {course.name}</th>
              {AHEAD_MIN.map(minutes => {
                const value = courseAt(course, stepMs, minutes);
                return <td key={minutes}>{value === null ? '–' : Math.round(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <label class="line">
        <input
          type="checkbox"
          checked={showsParts.value}
          data-testid="show-parts"
          onChange={({ currentTarget }) => {
            showsParts.value = currentTarget.checked;
          }}
        />
        <span>
          {forecast.effects.length > 0
            ? 'Show the effect of each input alone; the effects add up to the forecast.'
            : 'Show each scenario that this controller reckons with; they do not add up.'}
        </span>
      </label>
    </>
  );
};

const Decided = ({ decision }: { readonly decision: Decision }) => {
  const limits = limitless(decision);
  return (
    <li>
      <button type="button" class="when" onClick={() => pinAt(decision.monoMs / 1_000)}>
        {clock(decision.wallMs, offsetMinutes.value, 'minutes')}
      </button>
      <details data-testid="decision">
        <summary>
          {decision.by === 'person' ? 'A person' : 'The controller'}{' '}
          {decision.asked === null ? '' : `asked for ${decision.asked}: `}
          <strong>{decision.outcome}</strong>
          {decision.reasons.map(each => (
            <span key={each} class="limit">
              {each}
            </span>
          ))}
        </summary>
        {limits !== null && <p class="hint">{limits}</p>}
        {decision.terms.map(each => (
          <p class="hint" key={each}>
            {each}
          </p>
        ))}
      </details>
    </li>
  );
};
