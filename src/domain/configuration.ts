import type { Settings } from './settings.ts';

/** The release of the core; a test holds it against that of the package. */
export const RELEASE = '0.1.0';

/**
 * Identifies release and settings: 16 hexadecimal digits, FNV-1a twice over. Pump and supervisor reckon it
 * each for itself; a difference prevents delivery (SR-117). Against accidents, not against an attacker.
 */
export const configurationHash = (settings: Settings | null): string => {
  const text = JSON.stringify([RELEASE, settings]);
  return fnv(text, 0x811c9dc5) + fnv(text, 0x01234567);
};

const fnv = (text: string, start: number): string => {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) {
    const point = text.codePointAt(index) ?? 0;
    // A character of two halves counts once.
    if (point > 0xffff) index += 1;
    hash = Math.imul(hash ^ point, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
};
