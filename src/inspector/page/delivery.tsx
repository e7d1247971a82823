import { useSignal } from '@preact/signals';
import { HARD } from '../../domain/limits.ts';
import { Automation } from './automation.tsx';
import { Ask, Choice, EntryForm, NumberField } from './forms.tsx';
import { type Range, refusal, within } from './ranges.ts';
import { latest, request, status } from './store.ts';

/** Suspending, resuming, and a temporary basal. */
export const DeliveryCard = () => (
  <div class="card">
    <h2>Delivery</h2>
    <Suspension />
    <LowGlucose />
    <Automation />
    <TemporaryBasal />
  </div>
);

const REMINDERS = {
  0: 'until I resume',
  15: 'remind in 15 min',
  30: 'remind in 30 min',
  60: 'remind in 1 h',
  90: 'remind in 1½ h',
  120: 'remind in 2 h',
} as const;

const Suspension = () => {
  const isSuspended = latest.value?.modes.includes('suspended') === true;
  const isLocked = latest.value?.active.lock?.includes('lock.screen.locked') === true;
  const reminder = useSignal<`${keyof typeof REMINDERS}`>('0');
  const minutes = Number(reminder.value);
  return (
    <div class="line">
      <Ask
        asks={{ type: 'suspend.requested', ...(minutes === 0 ? {} : { minutes }) }}
        testid="suspend"
        isStrong
        disabled={isSuspended}
      >
        Suspend
      </Ask>
      {isLocked && status.value?.speed.asked === 1 && (
        <Ask
          asks={{ type: 'screen.unlocked' }}
          testid="unlock"
          title="The screen locks after a minute without a touch; Suspend works all the same"
        >
          Unlock
        </Ask>
      )}
      <Ask asks={{ type: 'resume.requested' }} testid="resume" disabled={!isSuspended}>
        Resume
      </Ask>
      <Choice
        label="For how long to suspend"
        chosen={reminder}
        options={REMINDERS}
        testid="suspend-minutes"
        disabled={isSuspended}
      />
    </div>
  );
};

/** Basal is off because of low glucose: a person may want it on again (SR-092). */
const LowGlucose = () =>
  latest.value?.modes.includes('basal off: low glucose') ? (
    <div class="line">
      <Ask
        asks={{ type: 'lowSuspend.overruled' }}
        testid="overrule-low"
        title="Low glucose stops nothing for 30 min then"
      >
        Basal all the same
      </Ask>
    </div>
  ) : null;

const KINDS = { percent: '%', rate: 'U/h' } as const;
type Kind = keyof typeof KINDS;

const RANGES: Readonly<Record<Kind, Range>> = {
  percent: { least: 0, most: HARD.tempBasalPercent, step: 1, unit: '%' },
  rate: { least: 0, most: HARD.maxBasalUuPerHour / 1e6, step: 0.05, unit: 'U/h' },
};
const LASTS: Range = {
  least: HARD.tempBasalLeastMs / 60_000,
  most: HARD.tempBasalMostMs / 60_000,
  step: HARD.tempBasalStepMs / 60_000,
  unit: 'min',
};

/** By a share of the profile, or by a rate of its own. */
const TemporaryBasal = () => {
  const isRunning = latest.value?.modes.includes('temporary basal') === true;
  const kind = useSignal<Kind>('percent');
  const amounts = { percent: useSignal('50'), rate: useSignal('0.50') };
  const minutes = useSignal('60');
  const [amount, range] = [amounts[kind.value], RANGES[kind.value]];
  const wrong =
    refusal('Temporary basal', amount.value, range) ?? refusal('Its length', minutes.value, LASTS);
  const send = (): void => {
    const [value, lasts] = [within(amount.value, range), within(minutes.value, LASTS)];
    if (isRunning) void request({ type: 'tempBasal.cancelled' });
    else if (value !== null && lasts !== null)
      void request({
        type: 'tempBasal.requested',
        ...(kind.value === 'percent' ? { percent: value } : { unitsPerHour: value }),
        minutes: lasts,
      });
  };
  return (
    <EntryForm send={send}>
      <div class="line">
        <span>Temporary</span>
        <NumberField
          label="Temporary basal"
          text={amount}
          range={range}
          isUnitApart
          testid={`temp-${kind.value}`}
          disabled={isRunning}
        />
        <Choice
          label="Unit of the temporary basal"
          chosen={kind}
          options={KINDS}
          testid="temp-kind"
          disabled={isRunning}
        />
        <NumberField
          label="Temporary basal lasts"
          text={minutes}
          range={LASTS}
          testid="temp-minutes"
          disabled={isRunning}
        />
        <button type="submit" data-testid="temp-basal" disabled={!isRunning && wrong !== null}>
          {isRunning ? 'Cancel' : 'Start'}
        </button>
      </div>
      {wrong !== null && <p class="hint wrong">{wrong}</p>}
    </EntryForm>
  );
};
