import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritingNothing } from '../../link/inherited.ts';

/** The commit of the working copy that this program is run from; null where it is none, or git is missing. */
export const commitHere = (): string | null => {
  const folder = fileURLToPath(new URL('../../..', import.meta.url));
  const { status, stdout } = inheritingNothing(['ignore', 'pipe', 'ignore'], stdio =>
    spawnSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8', stdio }),
  );
  const commit = status === 0 ? stdout.trim() : '';
  return /^[0-9a-f]{40}$/.test(commit) ? commit : null;
};
