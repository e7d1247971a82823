import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ENTRY = fileURLToPath(new URL('doomed.ts', import.meta.url));
/** Inside the project, so that what is not bundled is found from there. */
const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));

/**
 * The pump that is killed, as one file: it is started hundreds of times, and to find and load its three hundred modules
 * takes longer than its life. Drivers with native parts stay outside.
 */
const bundled = async (): Promise<string> => {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    ssr: { noExternal: true, external: ['serialport', '@homebridge/node-pty-prebuilt-multiarch'] },
    build: {
      ssr: ENTRY,
      write: false,
      target: 'node22',
      minify: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [file] = 'output' in made ? made.output : [];
  if (file === undefined) throw new Error(`${ENTRY} was not bundled`);
  mkdirSync(CACHE, { recursive: true });
  const path = join(CACHE, 'doomed.mjs');
  // Another run may make the same at the same time: each puts a whole file in its place.
  writeFileSync(`${path}.${process.pid}`, file.code);
  renameSync(`${path}.${process.pid}`, path);
  return path;
};

let made: Promise<string> | null = null;

/** Where it is; made when first asked for. */
export const doomedFile = (): Promise<string> => {
  made ??= bundled();
  return made;
};
