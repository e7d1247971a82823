import { useSignal } from '@preact/signals';
import type { remoteRoles } from '../../domain/facts.ts';
import { Ask, Choice, NumberField } from './forms.tsx';
import { clock } from './preferences.ts';
import { within } from './ranges.ts';
import { latest, offsetMinutes, shownAt } from './store.ts';
import { date, offsetWords } from './words.ts';

/** What a person does at the pump apart from insulin: screen, clock, zone, and who may call from afar. */
export const PersonDrawer = () => (
  <>
    <Screen />
    <Clock />
    <Zone />
    <Pairing />
  </>
);

const isIn = (machine: 'lock' | 'remote', state: string): boolean =>
  latest.value?.active[machine]?.includes(`${machine}.${state}`) === true;

const Screen = () => {
  const isLocked = isIn('lock', 'screen.locked');
  return (
    <fieldset class="line">
      <legend data-testid="screen-state">Screen {isLocked ? 'locked' : 'unlocked'}</legend>
      <Ask asks={{ type: 'screen.locked' }} testid="lock" disabled={isLocked}>
        Lock
      </Ask>
      <Ask asks={{ type: 'screen.unlocked' }} testid="unlock-screen" disabled={!isLocked}>
        Unlock
      </Ask>
    </fieldset>
  );
};

const Clock = () => {
  const wanted = useSignal('');
  const local = wanted.value === '' ? Number.NaN : Date.parse(`${wanted.value}Z`);
  const wallMs = local - offsetMinutes.value * 60_000;
  const now = shownAt.value;
  return (
    <fieldset class="line">
      <legend>
        Clock{' '}
        {now ? `${date(now.wallMs, offsetMinutes.value)} ${clock(now.wallMs, offsetMinutes.value)}` : ''}
      </legend>
      <Ask asks={{ type: 'clock.set' }} testid="clock-confirm">
        Confirm clock
      </Ask>
      <input
        type="datetime-local"
        value={wanted.value}
        onInput={event => {
          wanted.value = event.currentTarget.value;
        }}
        aria-label="Local date and time to set the clock to"
        data-testid="clock-wanted"
      />
      <Ask
        asks={Number.isNaN(wallMs) ? { type: 'clock.set' } : { type: 'clock.set', wallMs }}
        testid="clock-set"
        disabled={Number.isNaN(wallMs)}
      >
        Set
      </Ask>
    </fieldset>
  );
};

const CAUSES = { travel: 'travel', daylightSaving: 'daylight saving' } as const;
/** Hours from UTC, as zones have them. */
const ZONES = { least: -14, most: 14, step: 0.25, unit: 'h' } as const;

const Zone = () => {
  const hours = useSignal(String(offsetMinutes.value / 60));
  const cause = useSignal<keyof typeof CAUSES>('travel');
  const value = within(hours.value, ZONES);
  return (
    <fieldset class="line">
      <legend data-testid="zone-now">Zone {offsetWords(offsetMinutes.value)}</legend>
      <NumberField label="Offset from UTC" text={hours} range={ZONES} testid="zone-hours" />
      <Choice label="Why the zone changes" chosen={cause} options={CAUSES} testid="zone-cause" />
      <Ask
        asks={{ type: 'zone.changed', utcOffsetMinutes: Math.round((value ?? 0) * 60), cause: cause.value }}
        testid="zone-change"
        disabled={value === null}
      >
        Change
      </Ask>
    </fieldset>
  );
};

const ROLES = {
  monitor: 'a monitor',
  caregiver: 'a caregiver',
  controller: 'a controller',
} as const satisfies Record<(typeof remoteRoles)[number], string>;

const Pairing = () => {
  const role = useSignal<keyof typeof ROLES>('monitor');
  const isOpen = isIn('remote', 'pairing.open');
  return (
    <fieldset class="line">
      <legend data-testid="pairing-state">
        Remote {isIn('remote', 'link.paired') ? 'paired' : 'none'}
        {isOpen ? ', pairing: type the code of the terminal on it' : ''}
      </legend>
      <Choice label="What the remote may do" chosen={role} options={ROLES} testid="pairing-role" />
      <Ask asks={{ type: 'pairing.opened', role: role.value }} testid="pairing-open" disabled={isOpen}>
        Pair
      </Ask>
      <Ask asks={{ type: 'pairing.closed' }} testid="pairing-close" disabled={!isOpen}>
        Close
      </Ask>
    </fieldset>
  );
};
