/** Text from the wire in quotation marks, printable and short enough for a reason. */
export const shown = (text: string): string => {
  const printable = text.replaceAll(
    /[^ -~]/g,
    character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
  return printable.length > 40 ? `"${printable.slice(0, 40)}…"` : `"${printable}"`;
};
