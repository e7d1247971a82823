import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { HARD } from '../../domain/limits.ts';
import { inWords } from '../charts/model.ts';
import { asked, lastBolus, latest, request, status } from './store.ts';
import { units } from './words.ts';

const STEP = HARD.bolusStepUu / 1e6;
const MOST = HARD.maxBolusUu / 1e6;

type Phase = 'idle' | 'confirming' | 'delivering' | 'cancelling';

const bolusPhase = (): Phase => {
  const states = latest.value?.active.pump ?? [];
  if (states.includes('pump.bolus.confirming')) return 'confirming';
  if (states.includes('pump.bolus.delivering')) return 'delivering';
  return states.includes('pump.bolus.cancelling') ? 'cancelling' : 'idle';
};

/** Request, then confirm the amount that the pump has understood, then watch it and cancel if need be. */
export const BolusCard = () => {
  const phase = bolusPhase();
  return (
    <div class="card bolus">
      <h2>Bolus</h2>
      {phase === 'idle' && <RequestForm />}
      {phase === 'confirming' && <Confirmation />}
      {(phase === 'delivering' || phase === 'cancelling') && <Progress isEnding={phase === 'cancelling'} />}
      {phase !== 'idle' && status.value?.speed.slowed && (
        <p class="hint">Time is slowed meanwhile, so that a person can follow.</p>
      )}
    </div>
  );
};

const RequestForm = () => {
  const amount = useSignal('1.00');
  const value = Number(amount.value);
  const steps = value / STEP;
  const isValid = value >= STEP && value <= MOST && Math.abs(steps - Math.round(steps)) < 1e-6;
  const range = `${STEP} to ${MOST} U in steps of ${STEP} U`;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (isValid) void request({ type: 'bolus.requested', units: value });
      }}
    >
      <div class="line">
        <label>
          <input
            type="number"
            class="amount"
            min={STEP}
            max={MOST}
            step={STEP}
            value={amount.value}
            onInput={event => {
              amount.value = event.currentTarget.value;
            }}
            aria-label="Bolus amount in units"
            aria-invalid={!isValid}
            data-testid="bolus-units"
          />{' '}
          U
        </label>
        <button type="submit" class="strong" disabled={!isValid} data-testid="bolus-request">
          Request
        </button>
      </div>
      <p class={isValid ? 'hint' : 'hint wrong'}>
        {isValid
          ? `${range}; you will be asked to confirm.`
          : `${amount.value || 'Nothing'} is no bolus: ask for ${range}.`}
      </p>
      <LastBolus />
    </form>
  );
};

/** SR-025: what was delivered of what was requested, and why it ended. */
const LastBolus = () => {
  const last = lastBolus.value;
  return last === null ? null : (
    <p class="last-bolus" data-testid="last-bolus">
      Last: <b>{units(last.deliveredUu, 3)}</b> of {units(last.requestedUu)} delivered, {inWords(last.reason)}
    </p>
  );
};

const Confirmation = () => {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const waiting = asked.value;
  return (
    <div class="confirm" role="alertdialog" aria-label="Confirm the bolus">
      <p>
        Deliver <strong data-testid="bolus-amount">{waiting ? units(waiting.amountUu) : '…'}</strong> now?
      </p>
      <div class="line">
        <button
          type="button"
          class="strong"
          ref={button}
          disabled={!waiting}
          data-testid="bolus-confirm"
          onClick={() => waiting && void request({ type: 'bolus.confirmed', bolus: waiting.bolus })}
        >
          Confirm{waiting ? ` ${units(waiting.amountUu)}` : ''}
        </button>
        <button
          type="button"
          data-testid="bolus-discard"
          onClick={() => void request({ type: 'bolus.cancelled' })}
        >
          Discard
        </button>
      </div>
    </div>
  );
};

const Progress = ({ isEnding }: { readonly isEnding: boolean }) => {
  const bolus = latest.value?.readings.bolus;
  const share = bolus ? bolus.deliveredUu / bolus.requestedUu : 0;
  return (
    <div class="progress">
      <p>
        <strong data-testid="bolus-progress">{bolus ? units(bolus.deliveredUu, 3) : '…'}</strong> of{' '}
        {bolus ? units(bolus.requestedUu) : '…'} delivered
      </p>
      <progress max="1" value={share} aria-label="Delivered share of the bolus" />
      <button
        type="button"
        class="strong"
        disabled={isEnding}
        data-testid="bolus-cancel"
        onClick={() => void request({ type: 'bolus.cancelled' })}
      >
        {isEnding ? 'Stopping…' : 'Cancel bolus'}
      </button>
    </div>
  );
};
