/**
 * The layout measures text without a browser; where the font here is wider than that, letters move together
 * until each text keeps to the room it was given (`data-most`, in px), so that nothing runs over anything.
 */
export const squeeze = (svg: SVGSVGElement): void => {
  // All are measured before any is changed: a change between two looks has the browser lay out everything again.
  const wide = [...svg.querySelectorAll<SVGTextElement>('text[data-most]:not([textLength])')].filter(
    text => text.getComputedTextLength() > mostOf(text),
  );
  for (const text of wide) {
    text.setAttribute('textLength', String(mostOf(text)));
    text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
  }
};

const mostOf = (text: SVGTextElement): number => Number(text.getAttribute('data-most'));
