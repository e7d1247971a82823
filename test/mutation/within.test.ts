import { expect, test } from 'vitest';
import { NotDone, watchdog } from './within.ts';

const within = watchdog();

test('what is done in time is done', async () => {
  let done = 0;
  await within.run(5_000, async () => {
    done += 1;
  });
  expect(done).toBe(1);
});

test('what fails fails as it did', async () => {
  const failing = async (): Promise<void> => {
    throw new Error('a dose too much');
  };
  await expect(within.run(5_000, failing)).rejects.toThrow('a dose too much');
});

test('what waits in vain is given up, and the next goes on', async () => {
  await expect(within.run(50, () => new Promise(() => {}))).rejects.toThrow(NotDone);
  await within.run(5_000, async () => {});
});
