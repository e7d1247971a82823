import { z } from 'zod';
import { OCCLUSION_RISE } from '../../src/domain/drive.ts';
import { HARD } from '../../src/domain/limits.ts';
import { type Counts, counts, type Millinewtons, millinewtons } from '../../src/domain/units.ts';

/** Insulin that a blocked line swallows before the force has risen by OCCLUSION_RISE; SR-057 allows 2.0 U. */
const MISSED_AT_OCCLUSION_UU = 1_500_000;
/** Friction of the plunger in its bore: what the load cell sees when nothing is wrong. */
const FRICTION_MN = 1_500;
/** The motor has no more thrust than this; beyond it steps are lost. */
const THRUST_MN = 25_000;
/** A plunger that was driven against the end of its cartridge presses by so much more. */
const END_STOP_MN = 8_000;
/** Pressure in an open line of a common set falls to 1/e in this time; a compliant one takes longer. */
const RELAXATION_MS = 2_000;
const MS_PER_HOUR = 3_600_000;

const stiffnessOf = ({ compliance }: MechanicsState): number =>
  OCCLUSION_RISE / (MISSED_AT_OCCLUSION_UU * compliance);
const mostStoredIn = (state: MechanicsState): number => (THRUST_MN - FRICTION_MN) / stiffnessOf(state);

/** 814 873 microsteps drive 1 000 U (src/domain/drive.ts); the model counts hundredths of a microstep, for slip. */
const UU_PER_HUNDREDTH = 1_000_000_000 / (814_873 * 100);
/** 4 000 counts and 6 400 microsteps to the revolution. */
const HUNDREDTHS_PER_COUNT = 160;

export const mechanicsSchema = z.strictObject({
  /** The instant of this state, ms monotonic. */
  atMs: z.number().nonnegative(),
  /** How far the screw has turned, in hundredths of a microstep. */
  turned: z.int(),
  /** Motor travel that did not turn the screw: stall, slip, end stop; hundredths of a microstep. */
  lost: z.int().nonnegative(),
  /** The ends of the plunger's way, on the scale of `turned`: drawn back, and at the end of the cartridge. */
  home: z.int(),
  end: z.int(),
  bay: z.enum(['open', 'closed']),
  /** Where the plunger meets the stopper of the cartridge, and whether it holds it: then they move together. */
  stopper: z.int(),
  coupled: z.boolean(),
  /** Net travel that moved no stopper; hundredths of a microstep. */
  idle: z.int(),
  /** Whether the set is on the body: else what leaves the line is spilt. */
  onBody: z.boolean(),
  /** Displaced but not in the body yet: held by a blocked line or by its elasticity; µU. */
  storedUu: z.number().nonnegative(),
  /** Displaced into the air, when a cartridge was changed; µU. */
  spilledUu: z.number().nonnegative(),
  blocked: z.boolean(),
  stalled: z.boolean(),
  /** The motor has no supply: whatever its driver does, it does not turn. */
  cut: z.boolean().default(false),
  /** The same, by the contact of the watchdog: the two lie in one line. */
  unfed: z.boolean().default(false),
  slipPercent: z.number().min(0).max(100),
  /** How many times more insulin than a common set the blocked line swallows for the same force. */
  compliance: z.number().positive().default(1),
  /** Driven against the end of the cartridge. */
  pressed: z.boolean(),
  /** Insulin that runs by itself, whatever the plunger does, µU/h; and how much has, µU. */
  runsUuPerHour: z.number().nonnegative().default(0),
  ranUu: z.number().nonnegative().default(0),
  /** Share of what the plunger displaces that goes past its seal, and not into the line. */
  seepPercent: z.number().min(0).max(100).default(0),
});

/** Plunger, line and cartridge at one instant; plain data. */
export type MechanicsState = z.infer<typeof mechanicsSchema>;

/** What a person with tools can do to the mechanics. Absent fields stay as they are. */
export type Injection = {
  readonly occlusion?: boolean;
  readonly stall?: boolean;
  readonly cut?: boolean;
  readonly unfed?: boolean;
  /** Share of the motor's travel that the coupling loses. */
  readonly slipPercent?: number;
  /** The reservoir empties itself through the line: so many µU in an hour. */
  readonly runsUuPerHour?: number;
  /** Share of what the plunger displaces that its seal lets past. */
  readonly seepPercent?: number;
  /** Another set: twice as compliant, the force rises half as fast. */
  readonly compliance?: number;
  /** The screw turns by so many encoder counts, with nobody commanding it. */
  readonly creepCounts?: number;
  /** The cartridge is taken out. */
  readonly cartridgeOut?: boolean;
  /** A cartridge with so much insulin is put in, and the bay closes. */
  readonly cartridgeUu?: number;
  /** The set is taken off the body, or put on. */
  readonly onBody?: boolean;
  /** The plunger comes off its stopper: nothing holds the insulin back, and nothing moves it. */
  readonly loose?: boolean;
  /** A cartridge with so much insulin lies in the bay, the line is primed and whole, and the set is on the body. */
  readonly renewedUu?: number;
};

const hundredthsIn = (uu: number): number => Math.floor(uu / UU_PER_HUNDREDTH);

/** The bay takes a cartridge of 300 U, and no more. */
const BAY = hundredthsIn(HARD.cartridgeUu);

/** A pump that a person has loaded, primed and connected; `encoder` is what the encoder shows. */
export const newMechanics = (cartridgeUu: number, atMs = 0, encoder = 0): MechanicsState => ({
  atMs,
  turned: encoder * HUNDREDTHS_PER_COUNT,
  lost: 0,
  home: encoder * HUNDREDTHS_PER_COUNT + hundredthsIn(cartridgeUu) - BAY,
  end: encoder * HUNDREDTHS_PER_COUNT + hundredthsIn(cartridgeUu),
  bay: 'closed',
  stopper: encoder * HUNDREDTHS_PER_COUNT,
  coupled: true,
  idle: encoder * HUNDREDTHS_PER_COUNT,
  onBody: true,
  storedUu: 0,
  spilledUu: 0,
  blocked: false,
  stalled: false,
  cut: false,
  unfed: false,
  slipPercent: 0,
  compliance: 1,
  pressed: false,
  runsUuPerHour: 0,
  ranUu: 0,
  seepPercent: 0,
});

/** The same mechanics later: an open line relaxes, e^(−t/τ). An instant before the state changes nothing. */
export const settledAt = (state: MechanicsState, atMs: number): MechanicsState => {
  if (atMs <= state.atMs) return state;
  const storedUu = state.blocked
    ? state.storedUu
    : state.storedUu * Math.exp(-(atMs - state.atMs) / (RELAXATION_MS * state.compliance));
  // A millionth of a microlitre is nothing; without this the tail would never end.
  const left = storedUu < 1 ? 0 : storedUu;
  const spilledUu = state.spilledUu + (state.onBody ? 0 : state.storedUu - left);
  const ranUu = state.ranUu + (state.runsUuPerHour * (atMs - state.atMs)) / MS_PER_HOUR;
  return { ...state, atMs, storedUu: left, spilledUu, ranUu };
};

/** What leaves the line at this moment, µU per ms; nothing while it is blocked. */
export const outflowOf = ({ storedUu, blocked, compliance }: MechanicsState): number =>
  blocked ? 0 : storedUu / (RELAXATION_MS * compliance);

/** The motor has made so many microsteps, forward when positive, at `atMs`. */
export const turnedBy = (state: MechanicsState, microsteps: number, atMs: number): MechanicsState => {
  const settled = settledAt(state, atMs);
  const asked = Math.round(microsteps * 100);
  const coupled =
    settled.stalled || settled.cut || settled.unfed
      ? 0
      : Math.trunc((asked * (100 - settled.slipPercent)) / 100);
  return displaced(settled, coupled, asked);
};

/**
 * Turns the screw by `hundredths` as far as the bay lets it. A free plunger moves nothing until it meets
 * the stopper, and from there on it holds it.
 */
const displaced = (state: MechanicsState, hundredths: number, asked: number): MechanicsState => {
  if (state.coupled) return pushed(state, hundredths, asked);
  const reach = state.bay === 'closed' ? state.stopper : state.end;
  const free = Math.max(state.home - state.turned, Math.min(hundredths, reach - state.turned));
  const moved: MechanicsState = { ...state, turned: state.turned + free, idle: state.idle + free };
  const left = hundredths - free;
  if (state.bay === 'closed' && left > 0) {
    return pushed({ ...moved, coupled: true }, left, asked - free);
  }
  return { ...moved, lost: moved.lost + Math.abs(asked - free) };
};

/** Turns the screw as far as line and cartridge let it; `asked` is what the motor made. */
const pushed = (state: MechanicsState, hundredths: number, asked: number): MechanicsState => {
  const room = Math.max(0, state.end - state.turned);
  const thrust = Math.max(0, Math.floor((mostStoredIn(state) - state.storedUu) / UU_PER_HUNDREDTH));
  const moved = Math.min(hundredths, room, thrust);
  const past = (Math.max(0, moved) * UU_PER_HUNDREDTH * state.seepPercent) / 100;
  return {
    ...state,
    turned: state.turned + moved,
    stopper: state.stopper + moved,
    lost: state.lost + Math.abs(asked - moved),
    storedUu: Math.max(0, state.storedUu + moved * UU_PER_HUNDREDTH - past),
    spilledUu: state.spilledUu + past,
    pressed: hundredths > room || (state.pressed && moved >= 0),
  };
};

export const injected = (state: MechanicsState, injection: Injection, atMs: number): MechanicsState => {
  const settled = settledAt(state, atMs);
  if (injection.renewedUu !== undefined) return renewed(settled, injection.renewedUu);
  const set: MechanicsState = {
    ...settled,
    onBody: injection.onBody ?? settled.onBody,
    blocked: injection.occlusion ?? settled.blocked,
    stalled: injection.stall ?? settled.stalled,
    cut: injection.cut ?? settled.cut,
    unfed: injection.unfed ?? settled.unfed,
    slipPercent: injection.slipPercent ?? settled.slipPercent,
    compliance: injection.compliance ?? settled.compliance,
    runsUuPerHour: injection.runsUuPerHour ?? settled.runsUuPerHour,
    seepPercent: injection.seepPercent ?? settled.seepPercent,
  };
  const creep = (injection.creepCounts ?? 0) * HUNDREDTHS_PER_COUNT;
  const crept = creep === 0 ? set : displaced(set, creep, creep);
  const loosened = injection.loose ? { ...crept, coupled: false, stopper: crept.end } : crept;
  const emptied = injection.cartridgeOut ? withoutCartridge(loosened) : loosened;
  if (injection.cartridgeUu === undefined) return emptied;
  const stopper = emptied.end - hundredthsIn(injection.cartridgeUu);
  return { ...emptied, bay: 'closed', stopper: Math.max(stopper, emptied.turned) };
};

/** As new, but for what the encoder shows and what has entered the body. */
const renewed = (state: MechanicsState, cartridgeUu: number): MechanicsState => {
  const fresh = newMechanics(cartridgeUu, state.atMs, countsAt(state));
  return {
    ...fresh,
    idle: fresh.turned - (state.turned - state.idle),
    spilledUu: state.spilledUu + state.storedUu,
    ranUu: state.ranUu,
  };
};

/** What the old line held goes with it. */
const withoutCartridge = (state: MechanicsState): MechanicsState => ({
  ...state,
  bay: 'open',
  coupled: false,
  spilledUu: state.spilledUu + state.storedUu,
  storedUu: 0,
  pressed: false,
});

/** The switch at the end of the way back. */
export const isHome = (state: MechanicsState): boolean => state.turned <= state.home;

/** Absolute encoder position. */
export const countsAt = (state: MechanicsState): Counts =>
  counts(Math.floor(state.turned / HUNDREDTHS_PER_COUNT));

/** Force on the load cell: F = F₀ + k · stored, and more against the end stop. */
export const forceAt = (state: MechanicsState): Millinewtons =>
  millinewtons(
    state.coupled
      ? Math.round(FRICTION_MN + stiffnessOf(state) * state.storedUu + (state.pressed ? END_STOP_MN : 0))
      : 0,
  );

/** Insulin that has entered the body since the mechanics were new, whole µU. */
export const deliveredAt = (state: MechanicsState): number =>
  Math.max(
    0,
    Math.floor(
      (state.turned - state.idle) * UU_PER_HUNDREDTH - state.storedUu - state.spilledUu + state.ranUu,
    ),
  );

/** Insulin displaced by the plunger since the mechanics were new, whole µU: delivered or still held. */
export const displacedAt = (state: MechanicsState): number =>
  Math.floor((state.turned - state.idle) * UU_PER_HUNDREDTH);
