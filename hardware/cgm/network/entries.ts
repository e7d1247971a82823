import { z } from 'zod';
import { entrySchema, noiseOf } from '../../../src/interop/nightscout/entries.ts';
import type { HttpAnswer } from '../../link/http/exchange.ts';
import { firstIssue, readAs } from './answer.ts';
import type { Offer } from './service.ts';
import { type Stated, worthOf } from './worth.ts';

const isReading = ({ type, sgv }: z.output<typeof entrySchema>): boolean =>
  sgv !== undefined && (type === undefined || type === 'sgv');

/** Entries of Nightscout or of what speaks like it. One that is not understood costs the others nothing, and is named. */
export const offerOf = (entries: readonly unknown[], answer: HttpAnswer, at: string): Offer => {
  const stated: Stated[] = [];
  let misread: string | null = null;
  for (const [index, entry] of entries.entries()) {
    const read = entrySchema.safeParse(entry);
    if (!read.success) {
      misread ??= `${at}[${index}].${firstIssue(read.error, entry)}. Look at what uploads to the service.`;
      continue;
    }
    const { date, sgv, noise, units } = read.data;
    if (sgv === undefined || !isReading(read.data)) continue;
    stated.push({
      field: `${at}[${index}].sgv`,
      atMs: date,
      value: sgv,
      unit: units ?? 'mg/dL',
      noise: noiseOf(noise ?? 0),
    });
  }
  const { readings, refused } = worthOf(stated);
  return { readings, refused: refused ?? misread, sentMs: answer.sentMs };
};

/** The answer is a bare list of entries. */
export const readEntryList = (answer: HttpAnswer, what: string): Offer =>
  offerOf(readAs(answer, z.array(z.unknown()), what), answer, 'entries');
