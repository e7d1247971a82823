import type { ChartState, ChartTransition } from '../charts/model.ts';
import { inWords } from '../overlay.ts';
import { coverOf } from './chart-cover.tsx';
import { ReqChips } from './requirements.tsx';
import { active, charts, requirements, selected } from './store.ts';

/** What the chart says of the selected state or transition, with its requirements in full. */
export const ChartDetails = () => {
  const key = selected.value;
  if (key === null) return null;
  const [machine = '', id = ''] = key.split('|');
  const chart = charts.value?.[machine.split(':')[0] ?? '']?.chart;
  const state = chart?.states.find(candidate => candidate.id === id);
  const transition = chart?.transitions.find(candidate => candidate.id === id);
  const covered = coverOf(machine)?.[id];
  const req = state?.req ?? transition?.req ?? [];
  return (
    <aside class="details" aria-label="Selected part of the chart">
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
      {state && <StateDetails state={state} isActive={active.value.has(key)} />}
      {transition && <TransitionDetails transition={transition} />}
      {covered && (
        <p class="sentence" data-testid="covered">
          Coverage: {inWords(covered)}.
        </p>
      )}
      {req.map(one => (
        <p key={one} class="sentence">
          <ReqChips ids={[one]} /> {requirements.value[one]?.sentence ?? ''}
        </p>
      ))}
    </aside>
  );
};

const StateDetails = ({ state, isActive }: { readonly state: ChartState; readonly isActive: boolean }) => (
  <>
    <h3>
      <code>{state.id}</code>
      {isActive && <span class="pill on">active</span>}
    </h3>
    {state.description && <p>{state.description}</p>}
    <dl>
      <Row name="entry" values={state.entry} />
      <Row name="exit" values={state.exit} />
      <Row name="tags" values={state.tags} />
    </dl>
  </>
);

const TransitionDetails = ({ transition }: { readonly transition: ChartTransition }) => (
  <>
    <h3>
      <code>{transition.event}</code>
    </h3>
    {transition.description && <p>{transition.description}</p>}
    <dl>
      <Row name="from" values={[transition.source]} />
      <Row name="to" values={transition.targets.length > 0 ? transition.targets : ['stays as it is']} />
      <Row name="if" values={transition.guard ? [transition.guard.words] : []} />
      <Row name="then" values={transition.actions} />
    </dl>
  </>
);

const Row = ({ name, values }: { readonly name: string; readonly values: readonly string[] }) =>
  values.length === 0 ? null : (
    <>
      <dt>{name}</dt>
      <dd>{values.join(', ')}</dd>
    </>
  );
