import type { WallMs } from '../../../src/domain/units.ts';
import type { StartTime } from './session.ts';

/** An instant as the service writes it, in UTC. */
export const utcTime = (wall: WallMs): StartTime => {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    zoneQuarters: 0,
    dstQuarters: 0,
  };
};
