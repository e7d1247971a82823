import { z } from 'zod';
import type { Campaign } from '../../../simulate/campaign/campaign.ts';
import { hashOf } from '../../hashOf.ts';
import { codeFingerprint } from '../fingerprint.ts';

/** So much of a fingerprint is enough to tell campaigns apart. */
const SHORT = 24;

/** The queue of this code: machines whose results could differ never share one. */
export const queueName = (): string => `islet-cells-${codeFingerprint().slice(0, SHORT)}`;

export const campaignId = (campaign: Campaign): string => hashOf(campaign).slice(0, SHORT);

/** Where a campaign lies for those who do its cells. */
export const campaignKey = (id: string): string => `islet-campaign-${id}`;

/** A job is a cell of a campaign. The same cell has the same id, so that it cannot wait twice. */
export const jobId = (id: string, cell: number): string => `${id}-${cell}`;

export const jobSchema = z.strictObject({ campaign: z.string(), cell: z.int().min(0) });
