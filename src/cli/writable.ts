import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EXIT, Refusal } from './exits.ts';

/**
 * Refuses a file that cannot be written, before minutes are spent on what it is to hold. That its disk fills up
 * meanwhile is still found out only at the end.
 */
export const mustBeWritable = (option: string, path: string): void => {
  const why = whyNot(path);
  if (why !== null)
    throw new Refusal(EXIT.environment, `${option} ${path}: cannot be written: ${why}. Name another file.`);
};

const whyNot = (path: string): string | null => {
  const folder = dirname(path);
  if (!existsSync(folder)) return `there is no folder ${folder}`;
  if (!statSync(folder).isDirectory()) return `${folder} is no folder`;
  if (existsSync(path) && statSync(path).isDirectory()) return 'it is a folder';
  try {
    // What is there is written over; what is not is made in its folder.
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
    return null;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
};
