import { inWords } from '../charts/model.ts';
import { briefly, GROUPS, type GroupName, groupOf, regionsIn } from './chart-scene.ts';
import { active, shown } from './store.ts';

const GROUP_TITLES = {
  pump: 'Pump',
  glucose: 'Glucose',
  conditions: 'Conditions',
  person: 'Person and remote',
  alarms: 'Alarms',
} as const satisfies Record<GroupName, string>;

/** Groups of machines, and under them the regions of the chosen group, each with the state it is in now. */
export const Regions = ({
  view,
  choose,
}: {
  readonly view: string;
  readonly choose: (id: string) => void;
}) => {
  const group = groupOf(view);
  const alarms = shown.value?.alarms.length ?? 0;
  const tab = (id: string, isChosen: boolean, words: string, state: string | null = null) => (
    <button
      key={id}
      type="button"
      role="tab"
      aria-selected={isChosen}
      onClick={() => choose(id)}
      data-testid={`tab-${id}`}
    >
      {words}
      {state !== null && <span class="now">{state || '–'}</span>}
    </button>
  );
  return (
    <div class="tab-rows">
      <div class="tablist" role="tablist" aria-label="Which machines the chart shows">
        {GROUPS.map(each =>
          tab(
            `all:${each}`,
            each === group,
            each === 'alarms' && alarms > 0 ? `${GROUP_TITLES[each]} (${alarms})` : GROUP_TITLES[each],
          ),
        )}
        {tab('map', view === 'map', 'Pump in words')}
      </div>
      <div class="tablist regions" role="tablist" aria-label="Which region the chart shows">
        {regionsIn(group).map(({ machine, region, title }) =>
          tab(region.id, region.id === view, briefly({ title }), stateIn(`${machine}|${region.id}`)),
        )}
      </div>
    </div>
  );
};

/** The innermost active state of a region, in words. */
const stateIn = (region: string): string => {
  const leaf = [...active.value].filter(key => key.startsWith(`${region}.`)).at(-1) ?? '';
  return inWords(leaf.split('.').at(-1) ?? '');
};
