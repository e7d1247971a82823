import * as fs from 'node:fs';
import { z } from 'zod';
import { hex, unhex } from './bytes.ts';
import type { Kept } from './handshake.ts';

/** The secrets of one side's pairings, in a file that only its owner may read. */
export type KeyFile = {
  readonly partners: () => readonly Kept[];
  readonly find: (principal: string) => Kept | null;
  /** Adds or replaces; durable when it returns. */
  readonly keep: (partner: Kept) => void;
  readonly forget: (principal: string) => void;
};

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

const fileSchema = z.strictObject({
  islet: z.literal('remote keys'),
  version: z.literal(1),
  partners: z.array(
    z.strictObject({
      principal: z.string().regex(/^[0-9a-f]{16}$/),
      key: z.string().regex(/^[0-9a-f]{64}$/),
      session: z.int().nonnegative(),
    }),
  ),
});

/**
 * Opens the file, or begins with nobody when there is none. Throws, with what to do, when it is not
 * ours or when others may read it: a key that others know is no key.
 */
export const keyFile = (path: string): KeyFile => {
  let partners = read(path);

  const write = (next: readonly Kept[]): void => {
    const kept = next.map(partner => ({ ...partner, key: hex(partner.key) }));
    const text = JSON.stringify({ islet: 'remote keys', version: 1, partners: kept }, null, 2);
    const file = fs.openSync(`${path}.new`, 'w', OWNER_ONLY);
    try {
      // A file left from a crash keeps its own mode.
      fs.fchmodSync(file, OWNER_ONLY);
      fs.writeSync(file, `${text}\n`);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(`${path}.new`, path);
    partners = next;
  };
  const others = (principal: string) => partners.filter(each => each.principal !== principal);

  return {
    partners: () => partners,
    find: principal => partners.find(each => each.principal === principal) ?? null,
    keep: partner => write([...others(partner.principal), partner]),
    forget: principal => write(others(principal)),
  };
};

const read = (path: string): readonly Kept[] => {
  if (!fs.existsSync(path)) return [];
  // Windows has no such bits and says 0o666 for every file.
  if (process.platform !== 'win32' && (fs.statSync(path).mode & OTHERS) !== 0) {
    throw new Error(`${path}: others may read these keys; run chmod 600 on it, and pair anew if they did`);
  }
  const parsed = fileSchema.safeParse(json(fs.readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: is not a file of remote keys; move it away and pair anew`);
  return parsed.data.partners.map(partner => ({ ...partner, key: unhex(partner.key) }));
};

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
