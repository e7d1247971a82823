import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { HARD } from '../../domain/limits.ts';
import { inWords } from '../charts/model.ts';
import { asked, lastBolus, latest, request, status } from './store.ts';
import { units } from './words.ts';

const STEP = HARD.bolusStepUu / 1e6;
const MOST = HARD.maxBolusUu / 1e6;

/** Minutes, up to eight hours. */
const DURATIONS = [15, 30, 45, 60, 90, 120, 180, 240, 360, 480] as const;

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
      <Extended />
      {phase !== 'idle' && status.value?.speed.slowed && (
        <p class="hint">Time is slowed meanwhile, so that a person can follow.</p>
      )}
    </div>
  );
};

const KINDS = { normal: 'now', extended: 'over time', combo: 'part now' } as const;
type Kind = keyof typeof KINDS;
const kinds = Object.keys(KINDS) as readonly Kind[];

const isStep = (value: number): boolean => {
  const steps = value / STEP;
  return value >= STEP && Math.abs(steps - Math.round(steps)) < 1e-6;
};

const RequestForm = () => {
  const amount = useSignal('1.00');
  const kind = useSignal<Kind>('normal');
  const later = useSignal('0.50');
  const minutes = useSignal(60);
  const value = Number(amount.value);
  const laterUnits = Number(later.value);
  const isSplit = kind.value !== 'combo' || (isStep(laterUnits) && laterUnits < value);
  const isValid = isStep(value) && value <= MOST && isSplit;
  const range = `${STEP} to ${MOST} U in steps of ${STEP} U`;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        if (!isValid) return;
        void request({
          type: 'bolus.requested',
          units: value,
          kind: kind.value,
          ...(kind.value === 'combo' ? { extendedUnits: laterUnits } : {}),
          ...(kind.value === 'normal' ? {} : { minutes: minutes.value }),
        });
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
      <div class="line">
        <select
          value={kind.value}
          onChange={event => {
            kind.value = kinds.find(each => each === event.currentTarget.value) ?? 'normal';
          }}
          aria-label="When the bolus is given"
          data-testid="bolus-kind"
        >
          {kinds.map(each => (
            <option key={each} value={each}>
              {KINDS[each]}
            </option>
          ))}
        </select>
        {kind.value === 'combo' && (
          <label>
            <input
              type="number"
              class="amount"
              min={STEP}
              step={STEP}
              value={later.value}
              onInput={event => {
                later.value = event.currentTarget.value;
              }}
              aria-label="Units of it over time"
              aria-invalid={!isSplit}
              data-testid="bolus-later"
            />{' '}
            U
          </label>
        )}
        {kind.value !== 'normal' && (
          <select
            value={minutes.value}
            onChange={event => {
              minutes.value = Number(event.currentTarget.value);
            }}
            aria-label="Over how long"
            data-testid="bolus-minutes"
          >
            {DURATIONS.map(each => (
              <option key={each} value={each}>
                over {each < 60 ? `${each} min` : `${each / 60} h`}
              </option>
            ))}
          </select>
        )}
      </div>
      <p class={isValid ? 'hint' : 'hint wrong'}>
        {isValid
          ? `${range}; you will be asked to confirm.`
          : isSplit
            ? `${amount.value || 'Nothing'} is no bolus: ask for ${range}.`
            : `Spread less than the whole, in steps of ${STEP} U.`}
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
  const isAgain = latest.value?.active.pump?.includes('pump.bolus.confirming.again') ?? false;
  const again = isAgain && waiting?.inHourUu != null ? { inHourUu: waiting.inHourUu } : null;
  return (
    <div class="confirm" role="alertdialog" aria-label="Confirm the bolus">
      <p>
        Deliver <strong data-testid="bolus-amount">{waiting ? units(waiting.amountUu) : '…'}</strong>
        {waiting?.spread
          ? `, ${units(waiting.spread.amountUu)} of it over ${waiting.spread.durationMs / 60_000} min`
          : ' now'}
        ?
      </p>
      {again && (
        <p class="hint wrong" data-testid="bolus-much">
          With it you have asked for {units(again.inHourUu)} within an hour.
        </p>
      )}
      <div class="line">
        <button
          type="button"
          class="strong"
          ref={button}
          disabled={!waiting}
          data-testid="bolus-confirm"
          onClick={() =>
            waiting &&
            void request({ type: isAgain ? 'bolus.confirmedAgain' : 'bolus.confirmed', bolus: waiting.bolus })
          }
        >
          {`${isAgain ? 'Confirm again' : 'Confirm'}${waiting ? ` ${units(waiting.amountUu)}` : ''}`}
        </button>
        <button
          type="button"
          data-testid="bolus-discard"
          onClick={() => void request({ type: 'bolus.cancelled', part: 'normal' })}
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
        onClick={() => void request({ type: 'bolus.cancelled', part: 'normal' })}
      >
        {isEnding ? 'Stopping…' : 'Cancel bolus'}
      </button>
    </div>
  );
};

/** What of a bolus is spread over time, beside whatever else is asked or delivered. */
const Extended = () => {
  const extended = latest.value?.readings.extended;
  if (!extended) return null;
  return (
    <div class="progress">
      <p>
        Over time: <strong data-testid="extended-progress">{units(extended.deliveredUu, 3)}</strong> of{' '}
        {units(extended.requestedUu)}
      </p>
      <progress
        max="1"
        value={extended.deliveredUu / extended.requestedUu}
        aria-label="Delivered share of the extended bolus"
      />
      <button
        type="button"
        data-testid="extended-cancel"
        onClick={() => void request({ type: 'bolus.cancelled', part: 'extended' })}
      >
        Cancel extended bolus
      </button>
    </div>
  );
};
