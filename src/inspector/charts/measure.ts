/**
 * How wide text will be, without a browser: advance widths of Helvetica in thousandths of an em, with
 * some room to spare, because another font may be used. Wrong widths are the main ugliness of a
 * generated chart, so the page scales no text.
 */
const NARROW = new Map<string, number>([
  ...[...'ijl'].map((letter): [string, number] => [letter, 225]),
  ...[...'ft.,: /I|!'].map((letter): [string, number] => [letter, 285]),
  ...[...'r()-[]'].map((letter): [string, number] => [letter, 335]),
  ...[...'cksvxyzJ'].map((letter): [string, number] => [letter, 505]),
  ...[...'mMW'].map((letter): [string, number] => [letter, 850]),
  ...[...'wABEKPSVXYCDHNRUGOQ'].map((letter): [string, number] => [letter, 710]),
]);
const USUAL = 560;
const ROOM = 1.1;

/** Width in pixels, rounded up. */
export const textWidth = (text: string, sizePx: number, bold = false): number => {
  const thousandths = [...text].reduce((sum, letter) => sum + (NARROW.get(letter) ?? USUAL), 0);
  return Math.ceil(((thousandths * sizePx) / 1000) * ROOM * (bold ? 1.06 : 1));
};

/** Cuts a text that is wider than `mostPx` and marks the cut. */
export const cut = (text: string, sizePx: number, mostPx: number): string => {
  if (textWidth(text, sizePx) <= mostPx) return text;
  let shorter = text;
  while (shorter.length > 1 && textWidth(`${shorter}…`, sizePx) > mostPx) shorter = shorter.slice(0, -1);
  return `${shorter.trimEnd()}…`;
};

/** Sizes that the page's style sheet repeats. */
export const SIZE = { title: 12, line: 10, event: 10.5, lineStep: 13, titleStep: 16, label: 210 } as const;
