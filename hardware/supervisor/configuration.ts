import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { configurationHash } from '../../src/domain/configuration.ts';
import { type Settings, settingsSchema } from '../../src/domain/settings.ts';
import type { Configuration } from './core.ts';

const recordSchema = z.object({ type: z.literal('recordSettings'), after: settingsSchema });
const lineSchema = z.object({ commands: z.array(z.looseObject({ type: z.string() })) });

/**
 * The settings in force by the journal's own lines: the last that were changed. Null when there are none,
 * or when the last cannot be read. The second channel takes nobody's word for them.
 */
export const configurationIn = (lines: readonly string[]): Configuration | null => {
  const line = lines.findLast(each => each.includes('"type":"recordSettings"'));
  if (line === undefined) return null;
  const settings = settingsFrom(line);
  return settings === null ? null : { settings, hash: configurationHash(settings) };
};

/** The same by a journal file, read anew; null when it cannot be read. */
export const configurationOf = (journal: string): Configuration | null => {
  try {
    return configurationIn(readFileSync(journal, 'utf8').split('\n'));
  } catch {
    return null;
  }
};

const settingsFrom = (line: string): Settings | null => {
  try {
    const { commands } = lineSchema.parse(JSON.parse(line));
    return recordSchema.parse(commands.find(({ type }) => type === 'recordSettings')).after;
  } catch {
    return null;
  }
};
