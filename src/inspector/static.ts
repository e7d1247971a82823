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
 * The files of a folder by their address. The list is made once, so no address can reach outside the
 * folder. Throws when the folder is missing.
 */
export const filesIn = (folder: string): ((address: string) => StaticFile | null) => {
  const paths = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map(name => join(folder, name))
      .filter(path => statSync(path).isFile())
      .map(path => [`/${relative(folder, path).split(sep).join('/')}`, path]),
  );
  return address => {
    const path = paths.get(address);
    const type = path === undefined ? undefined : TYPES[extname(path)];
    return path === undefined || type === undefined
      ? null
      : { bytes: new Uint8Array(readFileSync(path)), type };
  };
};
