import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/plantedTree.ts';

/** What a reader at the other end of a pipe makes of a chart that is more than the pipe holds. */
const readBy = (reader: string): string => {
  const command = `"$NODE" "$BIN" chart pump --format json | { ${reader}; }`;
  const env = { ...process.env, NODE: process.execPath, BIN: join(ROOT, 'src/cli/bin.mjs') };
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env });
  expect(status, stderr).toBe(0);
  expect(stderr).toBe('');
  return stdout;
};

test('what a slow reader has yet to take is not lost when the command is done', () => {
  const text = readBy('sleep 2; cat');
  expect(text.length).toBeGreaterThan(100_000);
  expect(() => JSON.parse(text)).not.toThrow();
});

test('a reader that goes away ends the command without a word', () => {
  expect(readBy('head -c 10')).toHaveLength(10);
});
