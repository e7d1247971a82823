/**
 * `npm run cases -- FOLDER`: runs every family of reference cases below FOLDER and prints, per family, how many
 * cases there are, how many passed, the worst difference beside its tolerance, and the ids that fail. Exit code 0
 * when all pass, 1 when one fails, 2 when the folder cannot be read or holds no family.
 */

import { EXIT } from '../../src/cli/exits.ts';
import { FAMILIES } from './families/index.ts';
import { judgeFolder, passes } from './judge.ts';
import { folderLines } from './report.ts';

const USAGE = 'npm run cases -- FOLDER, such as npm run cases -- test/cases';

const run = (args: readonly string[]): number => {
  const [folder, ...more] = args;
  if (folder === undefined || more.length > 0) {
    console.error(`one folder of reference cases is needed: ${USAGE}`);
    return EXIT.badInput;
  }
  try {
    const all = judgeFolder(folder, FAMILIES);
    if (all.judged.length === 0) {
      console.error(
        `${folder} holds no family of reference cases (such as ${FAMILIES[0]?.file}). Usage: ${USAGE}`,
      );
      return EXIT.badInput;
    }
    for (const line of folderLines(all)) console.log(line);
    return all.judged.every(passes) ? EXIT.ok : EXIT.failed;
  } catch (error) {
    console.error(
      `${folder} cannot be read: ${error instanceof Error ? error.message : error}. Usage: ${USAGE}`,
    );
    return EXIT.badInput;
  }
};

process.exitCode = run(process.argv.slice(2));
