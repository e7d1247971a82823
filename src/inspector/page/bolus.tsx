import { useSignal } from '@preact/signals';
import { HARD } from '../../domain/limits.ts';
import { inWords } from '../charts/model.ts';
import { Ask, Choice, ConfirmRow, EntryForm, HoldButton, NumberField } from './forms.tsx';
import { refusal, within } from './ranges.ts';
import { asked, lastBolus, latest, request, status } from './store.ts';
import { units } from './words.ts';

const AMOUNT = {
  least: HARD.bolusStepUu / 1e6,
  most: HARD.maxBolusUu / 1e6,
  step: HARD.bolusStepUu / 1e6,
  unit: 'U',
} as const;

/** Over how many minutes. */
const DURATIONS = {
  15: 'over 15 min',
  30: 'over 30 min',
  45: 'over 45 min',
  60: 'over 1 h',
  90: 'over 1½ h',
  120: 'over 2 h',
  180: 'over 3 h',
  240: 'over 4 h',
  360: 'over 6 h',
  480: 'over 8 h',
} as const;

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
        <p class="hint">Simulated time is slowed while a person has to answer.</p>
      )}
    </div>
  );
};

const KINDS = { normal: 'now', extended: 'over time', combo: 'part now' } as const;

const RequestForm = () => {
  const amount = useSignal('1.00');
  const kind = useSignal<keyof typeof KINDS>('normal');
  const later = useSignal('0.50');
  const minutes = useSignal<`${keyof typeof DURATIONS}`>('60');
  const whole = within(amount.value, AMOUNT);
  const part = within(later.value, AMOUNT);
  const isSplit = kind.value !== 'combo' || (whole !== null && part !== null && part < whole);
  const wrong =
    refusal('Bolus', amount.value, AMOUNT) ??
    (isSplit ? null : `Spread less than the whole, in steps of ${AMOUNT.step} U.`);
  const send = (): void => {
    if (wrong !== null || whole === null) return;
    void request({
      type: 'bolus.requested',
      units: whole,
      kind: kind.value,
      ...(kind.value === 'combo' && part !== null ? { extendedUnits: part } : {}),
      ...(kind.value === 'normal' ? {} : { minutes: Number(minutes.value) }),
    });
  };
  return (
    <EntryForm send={send}>
      <div class="line">
        <NumberField label="Bolus amount" text={amount} range={AMOUNT} testid="bolus-units" isBig />
        <Choice label="When the bolus is given" chosen={kind} options={KINDS} testid="bolus-kind" />
      </div>
      {kind.value !== 'normal' && (
        <div class="line">
          {kind.value === 'combo' && (
            <NumberField
              label="Of it over time"
              text={later}
              range={AMOUNT}
              testid="bolus-later"
              isWrong={!isSplit}
            />
          )}
          <Choice label="Over how long" chosen={minutes} options={DURATIONS} testid="bolus-minutes" />
        </div>
      )}
      <div class="line">
        <button type="submit" class="strong" disabled={wrong !== null} data-testid="bolus-request">
          Request
        </button>
        {status.value?.world && <QuickButton />}
      </div>
      <p class={wrong === null ? 'hint' : 'hint wrong'} data-testid="bolus-hint">
        {wrong ?? 'You will be asked to confirm it.'}
      </p>
      <LastBolus />
    </EntryForm>
  );
};

const QUICK = {
  idle: 'Quick',
  holding: 'Hold on…',
  ready: 'Press a step',
  counting: 'Press, or wait',
  asking: 'Hold: confirm',
  confirming: 'Hold on…',
} as const;
const isQuick = (name: string): name is keyof typeof QUICK => Object.hasOwn(QUICK, name);

/** The one button on the case of the pump, under the mouse. */
const QuickButton = () => {
  const state = latest.value?.active.quick?.at(-1)?.split('.').at(-1) ?? '';
  return (
    <HoldButton
      start={{ type: 'button', down: true }}
      stop={{ type: 'button', down: false }}
      testid="quick-button"
      title="Quick bolus, the button on the pump: hold it for two seconds, press once for each step, wait for the count, and hold it again"
    >
      {QUICK[isQuick(state) ? state : 'idle']}
    </HoldButton>
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
      <ConfirmRow
        key={isAgain ? 'again' : 'once'}
        yes={{
          asks: waiting && {
            type: isAgain ? 'bolus.confirmedAgain' : 'bolus.confirmed',
            bolus: waiting.bolus,
          },
          testid: 'bolus-confirm',
          children: `${isAgain ? 'Confirm again' : 'Confirm'}${waiting ? ` ${units(waiting.amountUu)}` : ''}`,
        }}
        no={{
          asks: { type: 'bolus.cancelled', part: 'normal' },
          testid: 'bolus-discard',
          children: 'Discard',
        }}
      />
    </div>
  );
};

const Progress = ({ isEnding }: { readonly isEnding: boolean }) => {
  const bolus = latest.value?.readings?.bolus;
  return (
    <div class="progress">
      <p>
        <strong data-testid="bolus-progress">{bolus ? units(bolus.deliveredUu, 3) : '…'}</strong> of{' '}
        {bolus ? units(bolus.requestedUu) : '…'} delivered
      </p>
      <progress
        max="1"
        value={bolus ? bolus.deliveredUu / bolus.requestedUu : 0}
        aria-label="Delivered share of the bolus"
      />
      <Ask
        asks={{ type: 'bolus.cancelled', part: 'normal' }}
        testid="bolus-cancel"
        isStrong
        disabled={isEnding}
      >
        {isEnding ? 'Stopping…' : 'Cancel bolus'}
      </Ask>
    </div>
  );
};

/** What of a bolus is spread over time, beside whatever else is asked or delivered. */
const Extended = () => {
  const extended = latest.value?.readings?.extended;
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
      <Ask asks={{ type: 'bolus.cancelled', part: 'extended' }} testid="extended-cancel">
        Cancel extended bolus
      </Ask>
    </div>
  );
};
