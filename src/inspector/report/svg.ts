/** Text and pictures as markup. Nothing here knows what it draws. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand between tags and in an attribute. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, each => ESCAPES[each] ?? each);

/** A coordinate: a tenth of a pixel is finer than anybody sees. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** Maps values evenly onto pixels. */
export const scale =
  (from: number, to: number, fromPx: number, toPx: number) =>
  (value: number): number =>
    fromPx + ((value - from) / (to - from)) * (toPx - fromPx);

export type Point = readonly [x: number, y: number];

const joined = (points: readonly Point[]): string => points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ');

export const line = (points: readonly Point[], style: string): string =>
  `<polyline class="${style}" points="${joined(points)}"/>`;

/** The area between two lines over the same x. */
export const area = (over: readonly Point[], under: readonly Point[], style: string): string =>
  `<polygon class="${style}" points="${joined([...over, ...under.toReversed()])}"/>`;

/** What is said where a pointer rests on a shape. */
const titled = (tag: string, attributes: string, title: string | null): string =>
  title === null
    ? `<${tag} ${attributes}/>`
    : `<${tag} ${attributes}><title>${escaped(title)}</title></${tag}>`;

export const rect = (
  x: number,
  y: number,
  width: number,
  height: number,
  style: string,
  title: string | null = null,
): string =>
  titled(
    'rect',
    `class="${style}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`,
    title,
  );

export const circle = (x: number, y: number, radius: number, style: string, title: string): string =>
  titled('circle', `class="${style}" cx="${px(x)}" cy="${px(y)}" r="${radius}"`, title);

/** `shape`: a path in SVG's letters, begun at the point. */
export const shapeAt = (x: number, y: number, shape: string, style: string, title: string): string =>
  titled('path', `class="${style}" d="M${px(x)} ${px(y)}${shape}"`, title);

export const text = (x: number, y: number, words: string, style: string): string =>
  `<text class="${style}" x="${px(x)}" y="${px(y)}">${escaped(words)}</text>`;

/** A picture with what it says in words for whoever does not see it. */
export const picture = (
  width: number,
  height: number,
  label: string,
  parts: readonly string[],
  style = 'plot',
): string =>
  `<svg class="${style}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">${parts.join('')}</svg>`;
