import { describe, test } from 'vitest';
import { req } from '../support/req.ts';
import { byKeyboard, findsTheDemand } from './doneStory.ts';
import { chromiumHere, oneBrowser } from './pump.ts';

describe.skipIf(chromiumHere === undefined)('what the page is for, by keyboard', () => {
  const browser = oneBrowser();

  test(
    'SR-002 without a pointer: an occlusion, what demanded the stop, the moment before, and a link that opens there',
    req('SR-002'),
    () => findsTheDemand(browser(), byKeyboard),
  );
});
