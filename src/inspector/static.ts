import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export type StaticFile = { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string };

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

/**
 * The files of a folder by their address, as they are now: whoever builds them anew later changes nothing for those
 * who look. No address can reach outside the folder. Throws when the folder is missing.
 */
export const filesIn = (folder: string): ((address: string) => StaticFile | null) => {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map(name => join(folder, name))
      .filter(path => statSync(path).isFile())
      .flatMap((path): readonly (readonly [string, StaticFile])[] => {
        const type = TYPES[extname(path)];
        if (type === undefined) return [];
        const bytes = new Uint8Array(readFileSync(path));
        return [[`/${relative(folder, path).split(sep).join('/')}`, { bytes, type }]];
      }),
  );
  return address => files.get(address) ?? null;
};
