import { useSignal } from '@preact/signals';
import type { PageRequest } from '../protocol.ts';
import { BolusCard } from './bolus.tsx';
import { CartridgeCard } from './cartridge.tsx';
import { answer, latest, pinned, request, status } from './store.ts';

/** Everything a person may do to the pump and to its simulated world. */
export const Controls = () => {
  const at = status.value;
  if (at?.kind === 'replay') {
    return (
      <section class="panel controls" aria-label="Controls">
        <p class="empty">
          This is a replay of {at.journal}: nothing can be changed. Click a plot to look at an instant; ← and
          → go from fact to fact, Esc returns to the end.
        </p>
      </section>
    );
  }
  return (
    <section class="panel controls" aria-label="Controls">
      <BolusCard />
      <DeliveryCard />
      <CartridgeCard />
      <InjectCard />
      <p class={`answer ${answer.value ? 'said' : ''}`} role="status" data-testid="answer">
        {answer.value?.text ?? ''}
      </p>
    </section>
  );
};

const DeliveryCard = () => {
  const modes = latest.value?.modes ?? [];
  const isSuspended = modes.includes('suspended');
  const isTemporary = modes.includes('temporary basal');
  const isLocked = latest.value?.active.lock?.includes('lock.screen.locked') === true;
  const percent = useSignal('50');
  const minutes = useSignal('60');
  return (
    <div class="card">
      <h2>Delivery</h2>
      <div class="line">
        <button
          type="button"
          class="strong"
          data-testid="suspend"
          disabled={isSuspended}
          onClick={() => void request({ type: 'suspend.requested' })}
        >
          Suspend
        </button>
        {isLocked && status.value?.speed?.asked === 1 ? (
          <button
            type="button"
            data-testid="unlock"
            title="The screen locks after a minute without a touch; Suspend works all the same"
            onClick={() => void request({ type: 'screen.unlocked' })}
          >
            Unlock
          </button>
        ) : null}
        <button
          type="button"
          data-testid="resume"
          disabled={!isSuspended}
          onClick={() => void request({ type: 'resume.requested' })}
        >
          Resume
        </button>
      </div>
      <form
        class="line"
        onSubmit={event => {
          event.preventDefault();
          void request(
            isTemporary
              ? { type: 'tempBasal.cancelled' }
              : {
                  type: 'tempBasal.requested',
                  percent: Number(percent.value),
                  minutes: Number(minutes.value),
                },
          );
        }}
      >
        <label>
          Temporary{' '}
          <input
            type="number"
            min="0"
            max="250"
            step="5"
            value={percent.value}
            onInput={event => {
              percent.value = event.currentTarget.value;
            }}
            aria-label="Temporary basal, percent of the profile"
            disabled={isTemporary}
            data-testid="temp-percent"
          />{' '}
          %
        </label>
        <label>
          <input
            type="number"
            min="15"
            max="1440"
            step="15"
            value={minutes.value}
            onInput={event => {
              minutes.value = event.currentTarget.value;
            }}
            aria-label="Temporary basal, minutes"
            disabled={isTemporary}
            data-testid="temp-minutes"
          />{' '}
          min
        </label>
        <button type="submit" data-testid="temp-basal">
          {isTemporary ? 'Cancel' : 'Start'}
        </button>
      </form>
    </div>
  );
};

type Fault = Extract<PageRequest, { type: 'inject' }>['what'];

const FAULTS: readonly {
  readonly what: Fault;
  readonly testid: string;
  readonly title: string;
  readonly tells: string;
}[] = [
  {
    what: 'occlusion',
    testid: 'inject-occlusion',
    title: 'Occlusion',
    tells: 'Blocks the line: force rises until the pump notices.',
  },
  {
    what: 'motorStall',
    testid: 'inject-motor-stall',
    title: 'Motor stall',
    tells: 'Jams the plunger: the encoder does not follow.',
  },
  { what: 'cgmLoss', testid: 'inject-cgm-loss', title: 'CGM loss', tells: 'Silences the glucose sensor.' },
];

const InjectCard = () => {
  const injected = status.value?.injected;
  return (
    <div class="card">
      <h2>Disturb the world</h2>
      {injected ? (
        <div class="line faults">
          {FAULTS.map(({ what, testid, title, tells }) => (
            <button
              key={what}
              type="button"
              class="toggle"
              data-testid={testid}
              aria-pressed={injected[what]}
              title={tells}
              onClick={() => void request({ type: 'inject', what, on: !injected[what] })}
            >
              <span class="knob" aria-hidden="true" />
              {title}
            </button>
          ))}
        </div>
      ) : (
        <p class="empty">The devices are real: nothing can be injected.</p>
      )}
      <p class="hint">
        {pinned.value === null
          ? 'Changes the simulated mechanics, never a reading.'
          : 'You are looking back; what you do happens now.'}
      </p>
    </div>
  );
};
