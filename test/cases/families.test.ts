import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FAMILIES } from './families/index.ts';
import { judgeFile } from './judge.ts';
import { familyLines } from './report.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

test.each(FAMILIES.map(family => [family.file, family] as const))(
  'all reference cases of %s pass',
  (_file, family) => {
    const judged = judgeFile(folder, family);
    expect(judged.problem).toBeNull();
    expect(judged.verdicts.length).toBeGreaterThan(0);
    const failed = judged.verdicts.filter(({ wrong }) => wrong.length > 0).map(({ id }) => id);
    expect(failed, familyLines(judged).join('\n')).toEqual([]);
  },
);
