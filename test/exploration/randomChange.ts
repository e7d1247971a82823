import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import type { PumpState } from '../../src/runtime/state.ts';

/** Full, low, very low, one pulse. */
export const CARTRIDGES = [200_000_000, 20_000_000, 5_000_000, 25_000, 1_100_000] as const;

type ChangeStep =
  | 'unloading'
  | 'occupied'
  | 'empty'
  | 'disconnected'
  | 'rewound'
  | 'seated'
  | 'loaded'
  | 'primingTubing'
  | 'primed';

export const ANSWERS_OF_CHANGE: ReadonlySet<Fact['type']> = new Set([
  'plunger.homed',
  'rewind.failed',
  'plunger.seated',
  'seating.failed',
]);

/** The step of a change that comes next. */
export const nextStep = (state: PumpState, chance: number, bay: Fact): Fact => {
  const isAt = (changing: ChangeStep): boolean => state.pump.matches({ supply: { changing } });
  if (isAt('empty')) return { type: 'set.disconnected' };
  if (isAt('disconnected')) return { type: 'rewind.requested' };
  if (isAt('seated')) return cartridgeOf(CARTRIDGES[chance % CARTRIDGES.length] ?? 1);
  if (isAt('loaded')) return chance % 3 === 0 ? { type: 'prime.started' } : { type: 'prime.skipped' };
  if (isAt('primingTubing')) return { type: 'prime.stopped' };
  if (isAt('primed'))
    return chance % 3 === 0 ? { type: 'fill.skipped' } : { type: 'fill.requested', amountUu: 100_000 };
  return isAt('unloading') || isAt('occupied') || isAt('rewound') ? bay : { type: 'clock.reached' };
};

/** What a person at the bay does: in a change often the step that comes next, else rarely anything. */
export const atTheBay = (state: PumpState, isOpen: boolean, chance: number): readonly Fact[] => {
  const bay: Fact = { type: isOpen ? 'cartridge.inserted' : 'cartridge.removed' };
  if (!state.pump.matches({ supply: 'changing' })) {
    return [{ type: 'change.requested' }, ...(chance % 5 === 0 ? [bay] : [])];
  }
  const steps: readonly Fact[] = [
    bay,
    { type: 'set.disconnected' },
    { type: 'rewind.requested' },
    cartridgeOf(CARTRIDGES[chance % CARTRIDGES.length] ?? 1),
    { type: 'prime.skipped' },
    { type: 'fill.skipped' },
    { type: 'prime.started' },
    { type: 'prime.stopped' },
    { type: 'fill.requested', amountUu: 100_000 },
  ];
  return [
    ...Array.from({ length: 60 }, () => nextStep(state, chance, bay)),
    ...steps,
    { type: 'change.cancelled' },
    { type: 'fill.cancelled' },
    { ...cartridgeOf(1_000_000), unitsPerMl: 500 },
  ];
};
