/** Text of programs: lines that are indented by what stands around them. */
export type Lines = readonly string[];

export const indented = (lines: Lines): Lines => lines.map(line => `  ${line}`);

/** A name that every tool takes: letters, digits and underscores. */
export const plainName = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, '_');
