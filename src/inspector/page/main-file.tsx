import { begin } from './begin.tsx';
import { embeddedSource } from './embedded-source.ts';
import { FILE_RUN, fileRunIn } from './file-run.ts';
import { createLooker, identifyInBrowser } from './looker.ts';
import { answerFrom } from './served.ts';

/** The page in a file of its own: its run, and the code that folds it, are within it. */
const { run, answers } = await fileRunIn(document.getElementById(FILE_RUN)?.textContent ?? '');
answerFrom(answers);
begin(embeddedSource(run, async ask => createLooker(ask, identifyInBrowser)));
