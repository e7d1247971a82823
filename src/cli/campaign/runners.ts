import { wholeRunner } from '../../../hardware/rig/worn/wholeRunner.ts';
import type { Pump } from '../../simulate/campaign/campaign.ts';
import { openRunner, type Runner } from '../../simulate/campaign/run.ts';

const RUNNERS: Readonly<Record<Pump, Runner>> = { open: openRunner, whole: wholeRunner };

/** What lives the cells of a campaign. */
export const runnerOf = (pump: Pump): Runner => RUNNERS[pump];
