import { totalmem } from 'node:os';

export const MB = 1_000_000;

/** Of what there is, so much may be used: the system and its cache of files want some, too. */
const SHARE = 3 / 4;

/** Memory that this process could have, in MB: the machine's, or less where a control group bounds it. */
export const memoryThereIsMb = (): number => {
  const bound = process.constrainedMemory();
  return Math.floor((bound > 0 ? Math.min(bound, totalmem()) : totalmem()) / MB);
};

/** Memory that is used at most unless somebody says otherwise, in MB. */
export const memoryToUseMb = (): number => Math.floor(memoryThereIsMb() * SHARE);
