import type { Injection } from '../../../hardware/mechanics/state.ts';
import type { Fact } from '../../../src/domain/facts.ts';

/** One thing that a person, the world or time does to the pump. */
export type Deed = { readonly give: Fact } | { readonly inject: Injection } | { readonly waitMs: number };

const bolus = (amountUu: number): readonly Deed[] => [
  { give: { type: 'bolus.requested', bolus: 'b1', amountUu } },
  { waitMs: 100 },
  { give: { type: 'bolus.confirmed', bolus: 'b1' } },
];

/** A pump that delivers, and has just given its first basal pulse: at 0.8 U/h it is due after 112.5 s. */
const DELIVERING: readonly Deed[] = [{ give: { type: 'resume.requested' } }, { waitMs: 113_000 }];

/**
 * Short lives of a pump, each from its first boot to an orderly power-off. They are as short as their
 * subject allows, because each is lived again for every one of its commands.
 */
export const SCENARIOS = {
  bolus: [...DELIVERING, ...bolus(100_000), { waitMs: 5_000 }],
  'suspend in mid-bolus': [
    ...DELIVERING,
    ...bolus(100_000),
    // The second pulse has just been commanded.
    { waitMs: 1_050 },
    { give: { type: 'suspend.requested' } },
    { waitMs: 2_000 },
  ],
  'cancel in mid-bolus': [
    ...DELIVERING,
    ...bolus(100_000),
    { waitMs: 2_500 },
    { give: { type: 'bolus.cancelled' } },
    { waitMs: 2_000 },
  ],
  // The plunger meets an obstacle within its next pulse: the force rises as behind a closed line, at once
  // instead of after the 1.5 U that an elastic line swallows first.
  occlusion: [
    ...DELIVERING,
    ...bolus(100_000),
    { waitMs: 1_500 },
    { inject: { cartridgeUu: 24_000 } },
    { waitMs: 5_000 },
  ],
  stall: [
    ...DELIVERING,
    ...bolus(100_000),
    { waitMs: 1_500 },
    { inject: { stall: true } },
    { waitMs: 5_000 },
  ],
} as const satisfies Readonly<Record<string, readonly Deed[]>>;

export type ScenarioName = keyof typeof SCENARIOS;
export const scenarioNames = Object.keys(SCENARIOS) as readonly ScenarioName[];
