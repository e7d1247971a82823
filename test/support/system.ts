import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What some tests need and npm cannot bring. `.ci/debian-packages.sh` installs all of it. */
export const SYSTEM_PACKAGES = {
  chromium: 'the page in a real browser',
  socat: 'serial lines that another program holds',
  spin: "other people's checkers",
  rumur: "other people's checkers",
  gcc: "other people's checkers",
  yosys: "other people's checkers",
  'berkeley-abc': "other people's checkers",
  'qt6-scxml-dev': 'charts that Qt executes',
  'libxml2-utils': 'the JUnit file of a rig, by its schema',
  'poppler-utils': 'pictures of what is printed',
  'redis-server': 'a queue that several machines share',
} as const;

export type SystemPackage = keyof typeof SYSTEM_PACKAGES;
export const systemPackages = Object.keys(SYSTEM_PACKAGES) as readonly SystemPackage[];

/** Programs that are not named as their package is. */
const PROGRAMS: Partial<Record<SystemPackage, string>> = {
  'qt6-scxml-dev': 'qscxmlc',
  'libxml2-utils': 'xmllint',
  'poppler-utils': 'pdftoppm',
};

/** Where the program of a package is, or undefined when it is not installed. */
export const programOf = (name: SystemPackage): string | undefined =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/lib/qt6/libexec']
    .filter(folder => folder !== '')
    .map(folder => join(folder, PROGRAMS[name] ?? name))
    .find(isExecutable);

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
