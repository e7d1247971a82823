import { describe, test } from 'vitest';
import { req } from '../support/req.ts';
import { byMouse, findsTheDemand } from './doneStory.ts';
import { chromiumHere, oneBrowser } from './pump.ts';

describe.skipIf(chromiumHere === undefined)('what the page is for', () => {
  const browser = oneBrowser();

  test(
    'SR-002 by visible words alone: an occlusion, what demanded the stop, the moment before, and a link that opens there',
    req('SR-002'),
    () => findsTheDemand(browser(), byMouse),
  );
});
