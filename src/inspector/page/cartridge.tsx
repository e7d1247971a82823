import { useSignal } from '@preact/signals';
import { HARD } from '../../domain/limits.ts';
import { Ask, HoldButton, NumberField } from './forms.tsx';
import { within } from './ranges.ts';
import { latest, status } from './store.ts';

/** The steps of a cartridge change as a person meets them: what is confirmed, and what the button does. */
const STEPS = {
  unloading: 'Take the old cartridge out. Then take the set off the body.',
  occupied: 'What is in the bay is not prepared: take it out.',
  empty: 'The bay is open. Take the set off the body: the plunger may press insulin out of it.',
  disconnected: 'The set is off the body. Leave it off until the site goes in.',
  rewinding: 'The plunger goes back.',
  rewound: 'Put the new cartridge in.',
  seating: 'The plunger moves towards the cartridge.',
  seated: 'How much does the cartridge hold?',
  loaded: 'The tubing must be off the body while it is primed.',
  primingTubing: 'Priming. Let go when there are drops at the needle.',
  primed: 'Put the site in, then fill its cannula.',
  fillingCannula: 'The cannula is being filled.',
} as const;
type Step = keyof typeof STEPS;

const PREFIX = 'pump.supply.changing.';
const isStep = (name: string): name is Step => Object.hasOwn(STEPS, name);

/** The step that a change is in; null while none runs. */
const stepOf = (active: readonly string[]): Step | null => {
  for (const id of active) {
    const [name = ''] = id.startsWith(PREFIX) ? id.slice(PREFIX.length).split('.') : [];
    if (isStep(name)) return name;
  }
  return null;
};

/** A cartridge change, one step at a time: what to do, and the one button that does it. */
export const CartridgeCard = () => {
  const step = stepOf(latest.value?.active.pump ?? []);
  return (
    <div class="card" data-testid="cartridge-card">
      <h2>Cartridge</h2>
      {step === null ? (
        <div class="line">
          <Ask asks={{ type: 'change.requested' }} testid="change">
            Change cartridge
          </Ask>
        </div>
      ) : (
        <>
          <p class="hint instruction" data-testid="change-step">
            {STEPS[step]}
          </p>
          <div class="line">
            <Buttons step={step} />
          </div>
        </>
      )}
    </div>
  );
};

const HOLDS = { least: 1, most: HARD.cartridgeUu / 1e6, step: 1, unit: 'U' } as const;

const Buttons = ({ step }: { readonly step: Step }) => {
  const units = useSignal('200');
  const amount = within(units.value, HOLDS);
  const isSimulated = status.value?.injected !== null;
  const hands = isSimulated ? null : <span class="empty">By hand: the switch of the bay notices.</span>;
  switch (step) {
    case 'unloading':
      return (
        <>
          {hands ?? <Ask asks={{ type: 'bay', units: null }}>Take it out</Ask>}
          <Ask asks={{ type: 'change.cancelled' }}>Keep it</Ask>
        </>
      );
    case 'occupied':
      return hands ?? <Ask asks={{ type: 'bay', units: null }}>Take it out</Ask>;
    case 'empty':
      return <Ask asks={{ type: 'set.disconnected' }}>The set is off the body</Ask>;
    case 'disconnected':
      return <Ask asks={{ type: 'rewind.requested' }}>Rewind plunger</Ask>;
    case 'rewound':
      return hands ?? <Ask asks={{ type: 'bay', units: 200 }}>Put in 200 U</Ask>;
    case 'seated':
      return (
        <>
          <NumberField
            label="U-100 insulin in the cartridge"
            text={units}
            range={HOLDS}
            testid="cartridge-units"
          />
          <Ask asks={{ type: 'cartridge.replaced', units: amount ?? 0 }} disabled={amount === null}>
            U-100, so much
          </Ask>
        </>
      );
    case 'loaded':
    case 'primingTubing':
    case 'primed':
      // The key stays the same one through these three: nothing takes it from under the finger.
      return (
        <>
          <HoldToPrime />
          <BesidePriming step={step} />
        </>
      );
    case 'fillingCannula':
      return <Ask asks={{ type: 'fill.cancelled' }}>Stop filling</Ask>;
    case 'rewinding':
    case 'seating':
      return <span class="empty">Wait.</span>;
  }
};

const BesidePriming = ({ step }: { readonly step: 'loaded' | 'primingTubing' | 'primed' }) => {
  switch (step) {
    case 'loaded':
      return <Ask asks={{ type: 'prime.skipped' }}>Already primed: skip</Ask>;
    case 'primed':
      return (
        <>
          <Ask asks={{ type: 'fill.requested', units: 0.3 }}>The site is in: fill 0.3 U</Ask>
          <Ask asks={{ type: 'fill.skipped' }}>Already filled: skip</Ask>
        </>
      );
    case 'primingTubing':
      return null;
  }
};

/** A page that goes away is heard of no more, and the pump takes the key for let go. */
const HoldToPrime = () => (
  <HoldButton
    start={{ type: 'prime.started' }}
    held={{ type: 'prime.held' }}
    stop={{ type: 'prime.stopped' }}
    testid="prime"
    isStrong
  >
    The tubing is off the body: hold to prime
  </HoldButton>
);
