import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { requirements } from '../../specs/requirements/index.ts';
import { req } from '../support/req.ts';
import { chromiumHere, oneBrowser, withPump } from './pump.ts';

/** Times real time: at a basal rate, a blocked line is felt after hours. */
const SPEED = 3_600;
const MOST_ACTIONS = 12;

type Person = {
  /** Presses the button that says this, in the group that is called so. */
  readonly click: (name: string, group?: string) => Promise<void>;
  readonly open: (link: string) => Promise<Page>;
  readonly did: () => number;
};

/** A person who finds things by the words on the screen alone, and does at most so many. */
const personAt = (page: Page): Person => {
  let done = 0;
  const act = (what: string): void => {
    done += 1;
    if (done > MOST_ACTIONS)
      throw new Error(`"${what}" would be action ${done}; at most ${MOST_ACTIONS} may be needed`);
  };
  return {
    click: async (name, group) => {
      act(name);
      const within = group === undefined ? page : page.getByRole('group', { name: group });
      await within.getByRole('button', { name, exact: true }).click();
    },
    open: async link => {
      act(link);
      const other = await page.context().newPage();
      await other.goto(link);
      return other;
    },
    did: () => done,
  };
};

/** What demands that the motor stops: in the words of the requirement, as a person reads them. */
const DEMAND = requirements.find(({ id }) => id === 'SR-002')?.text ?? 'SR-002 is gone';

const seen = (locator: Locator): Promise<void> => locator.first().waitFor();

describe.skipIf(chromiumHere === undefined)('what the page is for', () => {
  const browser = oneBrowser();

  test(
    'SR-002 by visible words alone: an occlusion, what demanded the stop, the moment before, and a link that opens there',
    req('SR-002'),
    async () => {
      await withPump(browser(), SPEED, async ({ page }) => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        const person = personAt(page);

        await person.click('Occlusion');
        await seen(page.getByText('stopped delivery, demanded by'));
        await person.click('SR-002', 'What demanded the stop');
        await seen(page.getByText(DEMAND));

        await person.click('Moment before');
        await seen(page.getByText('LOOKING BACK', { exact: true }));
        await seen(page.getByText('No alarm', { exact: true }));
        await seen(page.getByRole('button', { name: 'Back to now' }));
        const instant = await page.getByTestId('clock').innerText();

        await person.click('Copy link');
        await seen(page.getByText('The link to this moment is copied.'));
        const other = await person.open(await page.evaluate(() => navigator.clipboard.readText()));
        await seen(other.getByText('No alarm', { exact: true }));
        await seen(other.getByText(DEMAND));
        await seen(other.getByTestId('clock').filter({ hasText: instant }));
        // The very next record is the one that stopped it.
        await other.getByText('record ›').click();
        await seen(other.getByText('stopped delivery, demanded by'));
        await other.close();
        expect(person.did()).toBe(5);
      });
    },
  );
});
