import { expect, test } from 'vitest';
import { configurationHash, RELEASE } from '../../src/domain/configuration.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';

/** FNV-1a of 32 bits over the characters of a text, by large integers; from the usual beginning, and from another. */
const reckoned = (settings: Settings | null): string =>
  [0x811c9dc5n, 0x01234567n]
    .map(beginning =>
      [...JSON.stringify([RELEASE, settings])]
        .map(character => BigInt(character.codePointAt(0) ?? 0))
        .reduce((hash, point) => BigInt.asUintN(32, (hash ^ point) * 0x01000193n), beginning)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');

const named = (profileName: string): Settings => ({ ...exampleSettings, profileName });

test('SR-117 the hash of a configuration is that of its text, whatever its characters', () => {
  // The last of each length that a character may have, and the first of the next.
  for (const name of ['Tag', 'jour férié', '\u{d7ff}\u{e000}', '\u{ffff}', '\u{10000}', '🍕', '\u{10ffff}x'])
    expect(configurationHash(named(name)), name).toBe(reckoned(named(name)));
  expect(configurationHash(null)).toBe(reckoned(null));
});

test('SR-117 a hash has 16 digits, those too that begin with a zero', () => {
  const some = Array.from({ length: 40 }, (_, index) => ({ ...exampleSettings, utcOffsetMinutes: index }));
  const hashes = some.map(configurationHash);
  expect(hashes).toEqual(some.map(reckoned));
  expect(hashes.filter(hash => hash.startsWith('0') || hash.charAt(8) === '0').length).toBeGreaterThan(0);
});
