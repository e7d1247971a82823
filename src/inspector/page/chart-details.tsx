import type { ChartState, ChartTransition } from '../charts/model.ts';
import { inWords as coverWords } from '../overlay.ts';
import { StateAnswers, TransitionAnswers } from './chart-answers.tsx';
import { AlsoAnswered, EnteredBy } from './chart-around.tsx';
import { brokenOf } from './chart-broken.ts';
import { lookAt } from './chart-choose.ts';
import { collapsed, toggleCollapsed } from './chart-collapsed.ts';
import { coverIn } from './chart-cover.tsx';
import { countedHere, hitOf, hitsVersion } from './chart-hits.ts';
import { clock } from './preferences.ts';
import { ReqChips } from './requirements.tsx';
import { active, charts, offsetMinutes, pinned, requirements, selected, wallOf } from './store.ts';

/** What the chart says of the selected state or transition, what it would do now, and its requirements in full. */
export const ChartDetails = () => {
  const key = selected.value;
  if (key === null) return null;
  const [machine = '', id = ''] = key.split('|');
  const chart = charts.value?.[machine.split(':')[0] ?? '']?.chart;
  const state = chart?.states.find(candidate => candidate.id === id);
  const transition = chart?.transitions.find(candidate => candidate.id === id);
  const covered = coverIn.value?.(key);
  const req = state?.req ?? transition?.req ?? [];
  return (
    <aside class="details" aria-label="Selected part of the chart" data-testid="details">
      <button
        type="button"
        class="icon close"
        aria-label="Close details"
        onClick={() => {
          selected.value = null;
        }}
      >
        ×
      </button>
      {state && (
        <StateDetails
          machine={machine}
          state={state}
          isActive={active.value.has(key)}
          transitions={chart?.transitions.filter(({ source }) => source === state.id) ?? []}
          hasInside={chart?.states.some(({ parent }) => parent === state.id) === true}
        />
      )}
      {transition && <TransitionDetails machine={machine} transition={transition} />}
      {!state && !transition && <p>The chart of this machine does not have {id}.</p>}
      <InThisRun keyOf={key} word={transition ? 'taken' : 'entered'} />
      {covered && (
        <p class="sentence" data-testid="covered">
          Coverage: {coverWords(covered)}.
        </p>
      )}
      {brokenOf(key).map(({ property, atMonoMs }) => (
        <p key={`${property} ${atMonoMs}`} class="sentence" data-testid="broken">
          <b>Property broken here:</b> {property} <Look monoMs={atMonoMs} />
        </p>
      ))}
      {req.map(one => (
        <p key={one} class="sentence">
          <ReqChips ids={[one]} /> {requirements.value[one]?.sentence ?? ''}
        </p>
      ))}
    </aside>
  );
};

/** Shows the moment of something that has happened. */
const Look = ({ monoMs }: { readonly monoMs: number }) => (
  <button
    type="button"
    class="link"
    onClick={() => {
      pinned.value = monoMs;
    }}
  >
    at {clock(wallOf(monoMs), offsetMinutes.value)}
  </button>
);

const InThisRun = ({ keyOf, word }: { readonly keyOf: string; readonly word: string }) => {
  hitsVersion.value;
  const hit = hitOf(keyOf);
  return (
    <p class="sentence">
      {hit === undefined ? (
        `Not ${word} in ${countedHere()}.`
      ) : (
        <>
          {word === 'entered' ? 'Entered' : 'Taken'} {hit.times === 1 ? 'once' : `${hit.times} times`} in{' '}
          {countedHere()}, last <Look monoMs={hit.lastMonoMs} />.
        </>
      )}
    </p>
  );
};

const StateDetails = ({
  machine,
  state,
  isActive,
  transitions,
  hasInside,
}: {
  readonly machine: string;
  readonly state: ChartState;
  readonly isActive: boolean;
  readonly transitions: readonly ChartTransition[];
  readonly hasInside: boolean;
}) => (
  <>
    <h3>
      <code>{state.id}</code>
      <span class={isActive ? 'pill on' : 'pill'}>{isActive ? 'active' : 'not active'}</span>
    </h3>
    {state.description && <p>{state.description}</p>}
    {hasInside && (
      <button
        type="button"
        class="link"
        data-testid="collapse"
        aria-expanded={!collapsed.value.has(state.id)}
        onClick={() => toggleCollapsed(state.id)}
      >
        {collapsed.value.has(state.id) ? 'Show what is inside' : 'Hide what is inside'}
      </button>
    )}
    <StateAnswers machine={machine} transitions={transitions} />
    <EnteredBy machine={machine} id={state.id} />
    <dl>
      <Row name="entry" values={state.entry} />
      <Row name="exit" values={state.exit} />
      <Row name="tags" values={state.tags} />
    </dl>
  </>
);

const TransitionDetails = ({
  machine,
  transition,
}: {
  readonly machine: string;
  readonly transition: ChartTransition;
}) => (
  <>
    <h3>
      <code>{transition.event}</code>
    </h3>
    {transition.description && <p>{transition.description}</p>}
    <dl>
      <dt>from</dt>
      <dd>
        <To machine={machine} id={transition.source} />
      </dd>
      <dt>to</dt>
      <dd>
        {transition.targets.length === 0
          ? 'no change of state'
          : transition.targets.map(target => <To key={target} machine={machine} id={target} />)}
      </dd>
      <Row name="if" values={transition.guard ? [transition.guard.words] : []} />
      <Row name="then" values={transition.actions} />
    </dl>
    <TransitionAnswers id={`${machine}|${transition.id}`} transition={transition} />
    <AlsoAnswered machine={machine} transition={transition} />
  </>
);

const To = ({ machine, id }: { readonly machine: string; readonly id: string }) => (
  <button type="button" class="link" onClick={() => lookAt(machine, id)}>
    {id}
  </button>
);

const Row = ({ name, values }: { readonly name: string; readonly values: readonly string[] }) =>
  values.length === 0 ? null : (
    <>
      <dt>{name}</dt>
      <dd>{values.join(', ')}</dd>
    </>
  );
