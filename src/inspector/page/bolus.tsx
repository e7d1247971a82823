import { effect, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { HARD } from '../../domain/limits.ts';
import { asked, latest, request, status } from './store.ts';
import { units } from './words.ts';

const STEP = HARD.bolusStepUu / 1e6;
const MOST = HARD.maxBolusUu / 1e6;

/** Speeds at which a person can follow: time must not run out while somebody reads an amount. */
const READING_SPEED = 1;
const WATCHING_SPEED = 20;
let speedBefore: number | null = null;
/** Between a request and the pump's own answer to it. */
let waitsForPump = false;

const setSpeed = async (factor: number): Promise<void> => {
  const now = status.value?.speed.asked;
  if (now === undefined || now === factor) return;
  if (status.value?.kind === 'live') await request({ type: 'speed', factor });
};

/** Gives the speed back as soon as no bolus is waiting or under way. */
effect(() => {
  const phase = bolusPhase();
  if (speedBefore === null || phase !== 'idle' || waitsForPump) return;
  const before = speedBefore;
  speedBefore = null;
  void setSpeed(before);
});

type Phase = 'idle' | 'confirming' | 'delivering' | 'cancelling';
function bolusPhase(): Phase {
  const states = latest.value?.active.pump ?? [];
  if (states.includes('pump.bolus.confirming')) return 'confirming';
  if (states.includes('pump.bolus.delivering')) return 'delivering';
  return states.includes('pump.bolus.cancelling') ? 'cancelling' : 'idle';
}

const ask = async (amount: number): Promise<void> => {
  waitsForPump = true;
  const now = status.value?.speed.asked ?? 1;
  if (now > READING_SPEED) {
    speedBefore ??= now;
    await setSpeed(READING_SPEED);
  }
  const accepted = await request({ type: 'bolus.requested', units: amount });
  // The pump's own answer, admitted or refused, comes as a frame; then the speed may be given back.
  setTimeout(() => {
    waitsForPump = false;
    if (!accepted || bolusPhase() === 'idle') {
      const before = speedBefore;
      speedBefore = null;
      if (before !== null) void setSpeed(before);
    }
  }, 1_500);
};

const confirm = async (bolus: string): Promise<void> => {
  await request({ type: 'bolus.confirmed', bolus });
  if (speedBefore !== null) await setSpeed(Math.min(speedBefore, WATCHING_SPEED));
};

/** Request, then confirm the amount that the pump has understood, then watch it and cancel if need be. */
export const BolusCard = () => {
  const amount = useSignal('1.00');
  const phase = bolusPhase();
  const value = Number(amount.value);
  const isValid = value >= STEP && value <= MOST && Math.abs(value / STEP - Math.round(value / STEP)) < 1e-6;
  return (
    <div class="card bolus">
      <h2>Bolus</h2>
      {phase === 'idle' && (
        <form
          class="line"
          onSubmit={event => {
            event.preventDefault();
            if (isValid) void ask(value);
          }}
        >
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
        </form>
      )}
      {phase === 'confirming' && <Confirmation />}
      {(phase === 'delivering' || phase === 'cancelling') && <Progress isEnding={phase === 'cancelling'} />}
      <p class="hint">
        {phase === 'idle'
          ? isValid
            ? `${STEP} to ${MOST} U in steps of ${STEP} U; you will be asked to confirm.`
            : `${amount.value || 'Nothing'} is no bolus: ask for ${STEP} to ${MOST} U in steps of ${STEP} U.`
          : speedBefore !== null
            ? `Time is slowed meanwhile; it returns to ×${speedBefore}.`
            : ''}
      </p>
    </div>
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
          onClick={() => waiting && void confirm(waiting.bolus)}
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
