import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What some tests need and npm cannot bring. `.ci/debian-packages.sh` installs all of it. */
export const SYSTEM_PACKAGES = {
  chromium: 'the page in a real browser',
  socat: 'serial lines that another program holds',
} as const;

export type SystemPackage = keyof typeof SYSTEM_PACKAGES;
export const systemPackages = Object.keys(SYSTEM_PACKAGES) as readonly SystemPackage[];

/** Where the program of a package is, or undefined when it is not installed. */
export const programOf = (name: SystemPackage): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
    .filter(folder => folder !== '')
    .map(folder => join(folder, name))
    .find(isExecutable);

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
