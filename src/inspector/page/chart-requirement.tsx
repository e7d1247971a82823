import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { inWords } from '../charts/model.ts';
import type { Trace } from '../traces.ts';
import { lookAt } from './chart-choose.ts';
import { onlyRequirement } from './chart-filters.ts';
import { placesOf } from './chart-only.ts';
import { served } from './served.ts';
import { requirement, requirements, shown } from './store.ts';

/** Asked for when the first requirement is looked at; null before that, and where there is none. */
const traces = signal<Readonly<Record<string, Trace>> | null>(null);

/** None where there is no server to ask, or it has none. */
const tracesHere = async (): Promise<Readonly<Record<string, Trace>>> => {
  try {
    const answered = await served('api/traces');
    return answered.ok ? await answered.json() : {};
  } catch {
    return {};
  }
};

export const closeRequirement = (): void => {
  requirement.value = null;
  onlyRequirement.value = false;
};

/** A requirement from the sentence to the tests: where it sits in the charts, what it guards against, what shows that it is kept. */
export const RequirementPane = () => {
  const id = requirement.value;
  const isAsked = id !== null && traces.value === null;
  useEffect(() => {
    if (!isAsked) return;
    void tracesHere().then(answer => {
      traces.value = answer;
    });
  }, [isAsked]);
  if (id === null) return null;
  const trace = traces.value?.[id];
  return (
    <aside class="details" aria-label={`Requirement ${id}`} data-testid="requirement">
      <button type="button" class="icon close" aria-label={`Close ${id}`} onClick={closeRequirement}>
        ×
      </button>
      <h3>{id}</h3>
      <p class="sentence">{requirements.value[id]?.sentence ?? 'Its text is not known here.'}</p>
      <label>
        <input
          type="checkbox"
          data-testid="only-requirement"
          checked={onlyRequirement.value}
          onChange={event => {
            onlyRequirement.value = event.currentTarget.checked;
          }}
        />{' '}
        show only what is there for it
      </label>
      <Places id={id} trace={trace} />
      {trace ? (
        <Evidence trace={trace} />
      ) : (
        traces.value !== null && (
          <p class="why">Its tests and evidence are not known here; see specs/generated/traceability.md.</p>
        )
      )}
    </aside>
  );
};

const Places = ({ id, trace }: { readonly id: string; readonly trace: Trace | undefined }) => {
  const places = placesOf(id);
  return (
    <>
      <h4>In the charts</h4>
      {places.length === 0 ? (
        <p>No state and no transition is tagged with it.</p>
      ) : (
        <ul class="places">
          {places.map(place => (
            <li key={`${place.chart} ${place.id}`}>
              <button type="button" class="link" onClick={() => lookAt(instanceOf(place.chart), place.id)}>
                {placeWords(place.id)}
              </button>{' '}
              <span class="by">{trace?.met[place.id]?.join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

/** An alarm that is on, of the chart that all of them share. */
const instanceOf = (chart: string): string =>
  chart === 'alarm'
    ? (Object.keys(shown.value?.active ?? {}).find(machine => machine.startsWith('alarm:')) ?? chart)
    : chart;

/** `pump.motor.still pulse.due 0` → `pump motor still: pulse.due`. */
const placeWords = (id: string): string => {
  const [state = '', event] = id.split(' ');
  const words = state.split('.').map(inWords).join(' › ');
  return event === undefined ? words : `${words}: ${event}`;
};

const Evidence = ({ trace }: { readonly trace: Trace }) => (
  <>
    <h4>Hazards</h4>
    {trace.hazards.map(({ id, name, harm }) => (
      <p key={id}>
        <b>{name}</b> ({id}). {harm}
      </p>
    ))}
    <h4>Why</h4>
    <p>{trace.rationale}</p>
    <h4>
      Evidence: {trace.status}, by {trace.verified.join(', ')}
    </h4>
    <Lines title="property" lines={trace.properties} />
    <Lines title="scenario" lines={trace.scenarios} />
    <Lines title="test" lines={trace.tests.map(({ file, title }) => `${title} (${file})`)} />
  </>
);

const PLURAL = { property: 'properties', scenario: 'scenarios', test: 'tests' } as const;

const Lines = ({
  title,
  lines,
}: {
  readonly title: keyof typeof PLURAL;
  readonly lines: readonly string[];
}) =>
  lines.length === 0 ? null : (
    <details>
      <summary>
        {lines.length} {lines.length === 1 ? title : PLURAL[title]}
      </summary>
      <ul>
        {lines.map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
