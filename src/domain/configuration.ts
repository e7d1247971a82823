import type { Settings } from './settings.ts';

/** The release of the core; a test holds it against that of the package. */
export const RELEASE = '0.1.0';

/**
 * Identifies release and settings: 16 hexadecimal digits, FNV-1a twice over. Pump and supervisor reckon it
 * each for itself; a difference prevents delivery (SR-117). Against accidents, not against an attacker.
 */
export const configurationHash = (settings: Settings | null): string => {
  const text = JSON.stringify([RELEASE, settings]);
  // Asked before each pulse of settings that were not changed since the last one.
  if (text !== last.text) last = { text, hash: hashOf(text) };
  return last.hash;
};

let last = { text: '', hash: '' };

const hashOf = (text: string): string => {
  let one = 0x811c9dc5;
  let two = 0x01234567;
  // By characters: one of two halves counts once.
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    one = Math.imul(one ^ point, 0x01000193);
    two = Math.imul(two ^ point, 0x01000193);
  }
  return inHex(one) + inHex(two);
};

const inHex = (hash: number): string => (hash >>> 0).toString(16).padStart(8, '0');
