import { BolusCard } from './bolus.tsx';
import { CartridgeCard } from './cartridge.tsx';
import { DeliveryCard } from './delivery.tsx';
import { Drawers } from './drawers.tsx';
import { OtherChooser } from './other-chooser.tsx';
import { ProposedSettings } from './settings.tsx';
import { answer, status } from './store.ts';
import { InjectCard } from './world.tsx';

const close = (): void => {
  answer.value = null;
};

/** Everything a person may do to the pump and to its simulated world. */
export const Controls = () => {
  const at = status.value;
  if (at?.chartAlone) {
    return (
      <section class="panel controls" aria-label="Controls">
        <p class="empty" data-testid="chart-alone">
          This is a run of the chart alone, {at.journal}: no amounts, no devices, and a second for each event.
          ← and → go from one to the next.
        </p>
        <OtherChooser />
      </section>
    );
  }
  if (at?.kind === 'replay') {
    return (
      <section class="panel controls" aria-label="Controls">
        <p class="empty">
          This is a replay of {at.journal}: nothing can be changed. Click a plot to look at an instant; ← and
          → go from record to record, Esc returns to the end.
        </p>
        <OtherChooser />
      </section>
    );
  }
  return (
    <section class="panel controls" aria-label="Controls">
      <BolusCard />
      <DeliveryCard />
      <CartridgeCard />
      <InjectCard />
      <div class={`answer ${answer.value ? 'said' : ''}`}>
        <p role="status" data-testid="answer">
          {answer.value?.text ?? ''}
        </p>
        {answer.value && (
          <button type="button" data-testid="answer-close" onClick={close}>
            Close
          </button>
        )}
      </div>
      <ProposedSettings />
      <Drawers />
    </section>
  );
};
