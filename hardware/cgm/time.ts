const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Milliseconds since 1970 of `8/15/2019 00:40:00` (month first) or an ISO 8601 date and time, or null
 * when it is neither or no such day exists. Without a zone it is read as UTC: in a trace only the
 * spacing matters.
 */
export const instantOf = (text: string): number | null => {
  const american = AMERICAN.exec(text);
  if (american) {
    const [, month, day, year, hour, minute, second = '0'] = american;
    return utc([year, month, day, hour, minute, second], 0);
  }
  const iso = ISO.exec(text);
  if (!iso) return null;
  const [, year, month, day, hour, minute, second = '0', zone = 'Z'] = iso;
  return utc([year, month, day, hour, minute, second], minutesOf(zone));
};

const minutesOf = (zone: string): number => {
  if (zone === 'Z') return 0;
  const digits = zone.replace(/\D/g, '');
  return (zone.startsWith('-') ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
};

const utc = (fields: readonly (string | undefined)[], zoneMinutes: number): number | null => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map(Number);
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC carries the 31st of April over into May; a typed date that moves is a mistake.
  const same =
    at.getUTCMonth() === month - 1 && at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return same ? at.getTime() - zoneMinutes * 60_000 : null;
};
