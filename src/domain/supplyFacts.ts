import { z } from 'zod';
import { fact, reason } from './fact.ts';
import { HARD } from './limits.ts';
import { PULSE } from './pulses.ts';

/** The facts of a cartridge change: what a person says and does, what switch and drive answer. */
export const supplyFacts = [
  /** The user leaves the old cartridge where it is. */
  fact('change.cancelled', {}),
  /** The user says that the set is off the body: from now on the plunger may press and draw. */
  fact('set.disconnected', {}),
  /** The plunger may go back. */
  fact('rewind.requested', {}),
  /**
   * The user says what the seated cartridge holds, and of which strength. Before the first power-on it
   * says more: a person has loaded, primed and connected the pump by hand.
   */
  fact('cartridge.replaced', { volumeUu: z.int().positive(), unitsPerMl: z.int().positive() }),
  /** The user says that the tubing is off the body, and holds the key. */
  fact('prime.started', {}),
  /** The key is still held: said again and again, for a key of which nothing is heard counts as let go. */
  fact('prime.held', {}),
  /** The key was let go. */
  fact('prime.stopped', {}),
  /** The user says that drops are seen at the needle, however little was primed. */
  fact('prime.skipped', {}),
  /** The user says that the site is in, and how much its cannula takes. */
  fact('fill.requested', {
    amountUu: z.int().min(HARD.fillLeastUu).max(HARD.fillMostUu).multipleOf(PULSE),
  }),
  fact('fill.cancelled', {}),
  /** The site is in and was filled before. */
  fact('fill.skipped', {}),

  /** The switch of the bay has opened, or closed. */
  fact('cartridge.removed', {}),
  fact('cartridge.inserted', {}),
  /** The plunger is as far back as it goes. */
  fact('plunger.homed', {}),
  fact('rewind.failed', { reason }),
  /** The plunger has met a cartridge: force without it and with it, and the way there. */
  fact('plunger.seated', { freeMn: z.int(), seatedMn: z.int(), travelMicrosteps: z.int() }),
  fact('seating.failed', { reason }),
] as const;
