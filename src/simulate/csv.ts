import { z } from 'zod';

/**
 * Rows of a table: comma-separated, a header first, no quotes. Each row is checked with `schema`, which gets the
 * cells as text by column. Throws an Error that names file, line, field and value.
 */
export const tableOf = <Row>(file: string, text: string, schema: z.ZodType<Row>): readonly Row[] => {
  const [header, ...lines] = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter(line => line.trim() !== '')
    .map(line => line.split(',').map(cell => cell.trim()));
  if (header === undefined || lines.length === 0) throw new Error(`${file} has no rows below a header`);
  return lines.map((cells, index) => {
    const row = Object.fromEntries(header.map((column, at) => [column, cells[at] ?? '']));
    const read = schema.safeParse(row);
    if (!read.success) throw new Error(`${file}, line ${index + 2}: ${z.prettifyError(read.error)}`);
    return read.data;
  });
};

/** A decimal number written in a cell. */
export const cellNumber = z
  .string()
  .regex(/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, 'is not a decimal number')
  .transform(Number);
