import type { ComponentChildren } from 'preact';
import { leafWords } from './chart-dress.ts';
import { briefly, GROUPS, type GroupName, groupOf, regionsIn } from './chart-scene.ts';
import { active, shown } from './store.ts';

const GROUP_TITLES = {
  pump: 'Pump',
  glucose: 'Glucose',
  conditions: 'Conditions',
  person: 'Person',
  alarms: 'Alarms',
  everything: 'All',
} as const satisfies Record<GroupName, string>;

type Choosing = { readonly view: string; readonly choose: (id: string) => void };

/** Machines that a person thinks of together. */
export const Groups = ({ view, choose }: Choosing) => {
  const group = groupOf(view);
  const alarms = shown.value?.alarms.length ?? 0;
  return (
    <div class="tablist" role="tablist" aria-label="Which machines the chart shows">
      {GROUPS.map(each => (
        <Tab key={each} id={`all:${each}`} isChosen={each === group && view !== 'map'} choose={choose}>
          {each === 'alarms' && alarms > 0 ? `${GROUP_TITLES[each]} (${alarms})` : GROUP_TITLES[each]}
        </Tab>
      ))}
      <Tab id="map" isChosen={view === 'map'} choose={choose}>
        Full
      </Tab>
    </div>
  );
};

/** The regions of the chosen group, each with the state it is in now. */
export const Regions = ({ view, choose }: Choosing) =>
  groupOf(view) === 'everything' ? null : (
    <div class="tablist regions" role="tablist" aria-label="Which region the chart shows">
      {regionsIn(groupOf(view)).map(({ machine, region, title }) => (
        <Tab key={region.id} id={region.id} isChosen={region.id === view} choose={choose}>
          {briefly({ title })}
          <span class="now">{leafWords(active.value, `${machine}|${region.id}`) || '–'}</span>
        </Tab>
      ))}
    </div>
  );

const Tab = ({
  id,
  isChosen,
  choose,
  children,
}: {
  readonly id: string;
  readonly isChosen: boolean;
  readonly choose: (id: string) => void;
  readonly children: ComponentChildren;
}) => (
  <button
    type="button"
    role="tab"
    aria-selected={isChosen}
    onClick={() => choose(id)}
    data-testid={`tab-${id}`}
  >
    {children}
  </button>
);
