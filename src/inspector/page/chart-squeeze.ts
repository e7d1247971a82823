/**
 * The layout measures text without a browser; where the font here is wider than that, letters move together
 * until each text keeps to the room it was given (`data-most`, in px), so that nothing runs over anything.
 */
export const squeeze = (svg: SVGSVGElement): void => {
  for (const text of svg.querySelectorAll<SVGTextElement>('text[data-most]')) {
    const most = Number(text.getAttribute('data-most'));
    if (text.getComputedTextLength() <= most) continue;
    text.setAttribute('textLength', String(most));
    text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
  }
};
