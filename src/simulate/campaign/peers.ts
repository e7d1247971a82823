import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Campaign, Days } from './campaign.ts';
import { patientsMeant } from './people.ts';

const group = z.strictObject({ inRange: z.number(), below70: z.number() });

const peerSchema = z.looseObject({
  name: z.string(),
  sensitivity: z.enum(['quest', 'tuned']),
  basalTimes: z.number(),
  announced: z.boolean(),
  rescue: z.boolean(),
  inRange: z.number(),
  below70: z.number(),
  below54: z.number(),
  above180: z.number(),
  mean: z.number(),
  gri: z.number(),
  dailyInsulinU: z.number().optional(),
  adult: group.optional(),
  adolescent: group.optional(),
  child: group.optional(),
  meet: z.int(),
  failed: z.int(),
});

/** A controller of others as it was measured on the published days: means over the thirty patients. */
export type Peer = z.infer<typeof peerSchema>;

let known: readonly Peer[] | undefined;

export const peers = (): readonly Peer[] => {
  known ??= z
    .array(peerSchema)
    .min(1)
    .parse(JSON.parse(readFileSync(new URL('../data/cohort/peers.json', import.meta.url), 'utf8')));
  return known;
};

/**
 * Peers that were measured in this scenario: the same patients, days, sensor and settings. None in a campaign that differs
 * from the comparison in any of these: its figures stand beside nobody's.
 */
export const peersIn = ({ days, seeds, patients }: Campaign, scenario: Days): readonly Peer[] => {
  const isPublished =
    days === 3 &&
    seeds.length === 1 &&
    seeds[0] === 'published' &&
    patients.join() === patientsMeant(['published']).join();
  const isUsual =
    scenario.meals === 'habits' &&
    scenario.sensor === 'GuardianRT' &&
    scenario.noise === 'breton2008' &&
    scenario.exercise.length === 0 &&
    scenario.dawnMgPerKgPerMin === 0 &&
    scenario.sensitivityByHour === null;
  return isPublished && isUsual ? peers().filter(peer => isLike(peer, scenario)) : [];
};

const isLike = (peer: Peer, { treated, announced, rescue }: Days): boolean =>
  peer.sensitivity === treated.sensitivity &&
  peer.basalTimes === treated.basalTimes &&
  peer.announced === announced &&
  peer.rescue === rescue;
