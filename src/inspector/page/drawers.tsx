import type { ComponentType } from 'preact';
import { useRef } from 'preact/hooks';
import { CalculatorDrawer } from './calculator.tsx';
import { type DrawerName, openedDrawer } from './drawer-open.ts';
import { PersonDrawer } from './person.tsx';
import { RunsDrawer } from './runs.tsx';
import { SendDrawer } from './send.tsx';
import { SettingsDrawer } from './settings.tsx';
import { TargetsDrawer } from './targets.tsx';
import { WorldDrawer } from './world.tsx';

type Drawer = { readonly id: DrawerName; readonly title: string; readonly Content: ComponentType };

/** What is needed now and then: closed, each is one button below the cards. */
const DRAWERS: readonly Drawer[] = [
  { id: 'runs', title: 'Patients', Content: RunsDrawer },
  { id: 'calculator', title: 'Calculator', Content: CalculatorDrawer },
  { id: 'targets', title: 'Meals & targets', Content: TargetsDrawer },
  { id: 'settings', title: 'Settings & profiles', Content: SettingsDrawer },
  { id: 'person', title: 'Person & remote', Content: PersonDrawer },
  { id: 'world', title: 'Faults', Content: WorldDrawer },
  { id: 'send', title: 'Send event', Content: SendDrawer },
];

/** The buttons, and the drawer that is open (`e` opens that of events); it lies over the plots, so that nothing moves. */
export const Drawers = () => {
  const strip = useRef<HTMLFieldSetElement>(null);
  const drawer = DRAWERS.find(({ id }) => id === openedDrawer.value);
  return (
    <fieldset
      class="drawers"
      aria-label="More"
      ref={strip}
      onKeyDown={event => {
        if (event.key !== 'Escape' || openedDrawer.value === null) return;
        event.stopPropagation();
        strip.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
        openedDrawer.value = null;
      }}
    >
      {DRAWERS.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          class="drawer-button"
          aria-expanded={id === openedDrawer.value}
          aria-controls={`drawer-${id}`}
          data-testid={`drawer-${id}`}
          onClick={() => {
            openedDrawer.value = openedDrawer.value === id ? null : id;
          }}
        >
          {title} <span aria-hidden="true">{id === openedDrawer.value ? '▴' : '▾'}</span>
        </button>
      ))}
      {drawer && (
        <section class="drawer" id={`drawer-${drawer.id}`} aria-label={drawer.title}>
          <drawer.Content />
        </section>
      )}
    </fieldset>
  );
};
