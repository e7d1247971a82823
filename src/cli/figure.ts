/** A number with its thousands apart. */
export const figure = (value: number): string => value.toLocaleString('en').replaceAll(',', ' ');
