import type { ChartTransition } from '../charts/model.ts';
import { inWords } from '../charts/model.ts';
import { lookAt } from './chart-choose.ts';
import { charts, shown } from './store.ts';

/** What leads to a state. */
export const EnteredBy = ({ machine, id }: { readonly machine: string; readonly id: string }) => {
  const all = transitionsOf(machine).filter(({ source, targets }) => source !== id && targets.includes(id));
  return <Others title={`Entered by ${all.length}`} all={all.map(transition => ({ machine, transition }))} />;
};

/** Who else hears of an event: regions meet by the same event, and so do machines. */
export const AlsoAnswered = ({
  machine,
  transition: { id, event },
}: {
  readonly machine: string;
  readonly transition: ChartTransition;
}) => {
  const all = Object.keys(charts.value ?? {}).flatMap(chart =>
    instancesOf(chart, machine).flatMap(instance =>
      transitionsOf(instance)
        .filter(each => each.event === event && !(instance === machine && each.id === id))
        .map(transition => ({ machine: instance, transition })),
    ),
  );
  return <Others title={`${all.length} more answer ${event}`} all={all} />;
};

/** The machines that a chart is of: all alarms share one; of these the one at hand and those that are on. */
const instancesOf = (chart: string, machine: string): readonly string[] => {
  if (chart !== 'alarm') return [chart];
  const on = Object.keys(shown.value?.active ?? {}).filter(each => each.startsWith('alarm:'));
  if (machine.startsWith('alarm')) return [machine];
  return on.length > 0 ? on : [chart];
};

const transitionsOf = (machine: string): readonly ChartTransition[] =>
  charts.value?.[machine.split(':')[0] ?? '']?.chart.transitions ?? [];

type Other = { readonly machine: string; readonly transition: ChartTransition };

const Others = ({ title, all }: { readonly title: string; readonly all: readonly Other[] }) =>
  all.length === 0 ? null : (
    <details>
      <summary>{title}</summary>
      <ul class="places">
        {all.map(({ machine, transition }) => (
          <li key={`${machine} ${transition.id}`}>
            <button type="button" class="link" onClick={() => lookAt(machine, transition.id)}>
              {machine.startsWith('alarm') ? inWords(machine.replace(':', ' ')) : ''}{' '}
              {transition.source.split('.').map(inWords).join(' › ')}
            </button>{' '}
            {transition.delay === null ? transition.event : `after ${inWords(transition.delay)}`}
            {transition.guard === null ? '' : ` [${inWords(transition.guard.name)}]`}
          </li>
        ))}
      </ul>
    </details>
  );
