import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Contrast by WCAG 2.2, reckoned from the tokens of both themes: 4.5 for text, 3 for lines that mean something. */
const CSS = readFileSync(join(import.meta.dirname, '../../src/inspector/page/styles/tokens.css'), 'utf8');

const block = (selector: string): ReadonlyMap<string, string> => {
  const from = CSS.indexOf(`${selector} {`);
  if (from < 0) throw new Error(`tokens.css has no ${selector}`);
  const body = CSS.slice(from, CSS.indexOf('}', from));
  return new Map(
    [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
};

const light = block(':root');
const dark = new Map([...light, ...block(':root[data-theme="dark"]')]);
const themes = [
  ['light', light],
  ['dark', dark],
] as const;

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

const TEXT = [
  ...['surface', 'page', 'sunken', 'state', 'compound', 'frame', 'accent-soft'].map(
    ground => ['ink', ground] as const,
  ),
  ...['surface', 'page', 'sunken', 'state', 'compound', 'frame'].map(ground => ['muted', ground] as const),
  ...['surface', 'frame', 'sunken'].map(ground => ['accent', ground] as const),
  ['accent-ink', 'accent'],
  ['surface', 'ink'],
  ...['rest', 'busy', 'stopped'].map(lane => [`lane-${lane}-ink`, `lane-${lane}`] as const),
  ...['high', 'medium', 'low', 'info'].map(
    priority => [`alarm-${priority}-ink`, `alarm-${priority}`] as const,
  ),
] as const;
const LINES = [
  ['wire', 'frame'],
  ['accent', 'state'],
  ...['met', 'unmet'].flatMap(line => ['frame', 'state', 'surface'].map(ground => [line, ground] as const)),
  ['alarm-high', 'surface'],
] as const;

describe.each(themes)('in the %s theme', (_name, tokens) => {
  const ratio = ([one = '', other = '']: readonly string[]): number => {
    const [front, ground] = [tokens.get(one), tokens.get(other)];
    if (front === undefined || ground === undefined) throw new Error(`no token ${one} or ${other}`);
    return contrast(front, ground);
  };

  test.each(TEXT)('%s can be read on %s', (one, other) => {
    expect(ratio([one, other])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(LINES)('%s can be told from %s', (one, other) => {
    expect(ratio([one, other])).toBeGreaterThanOrEqual(3);
  });
});

test('black on white is the most there is, and grey on grey is nothing', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#777777')).toBeCloseTo(1);
});
