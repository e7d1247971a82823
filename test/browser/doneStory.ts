import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { requirements } from '../../specs/requirements/index.ts';
import { withPump } from './pump.ts';

/** Times real time: at a basal rate, a blocked line is felt after hours. */
const SPEED = 3_600;
const MOST_ACTIONS = 12;

/** How a person presses a button of a page. */
export type Way = (page: Page, button: Locator) => Promise<void>;

export const byMouse: Way = (_, button) => button.click();

/** More than a page has places to stop at. */
const MOST_TABS = 300;

/** Goes on by Tab until it is there, as somebody does who has no pointer, and presses Enter. */
export const byKeyboard: Way = async (page, button) => {
  await button.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await button.evaluate(element => element === document.activeElement)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`not come to by ${MOST_TABS} times Tab: ${button}`);
};

type Person = {
  /** Presses the button that says this, in the group that is called so. */
  readonly press: (name: string, group?: string) => Promise<void>;
  readonly open: (link: string) => Promise<Page>;
  readonly did: () => number;
};

/** A person who finds things by the words on the screen alone, and does at most so many. */
const personAt = (page: Page, way: Way): Person => {
  let done = 0;
  const act = (what: string): void => {
    done += 1;
    if (done > MOST_ACTIONS)
      throw new Error(`"${what}" would be action ${done}; at most ${MOST_ACTIONS} may be needed`);
  };
  return {
    press: async (name, group) => {
      act(name);
      const within = group === undefined ? page : page.getByRole('group', { name: group });
      await way(page, within.getByRole('button', { name, exact: true }));
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

/** What the page is for: an occlusion, what demanded the stop, the moment before, and a link that opens there. */
export const findsTheDemand = (browser: Browser, way: Way): Promise<void> =>
  withPump(browser, SPEED, async ({ page }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const person = personAt(page, way);

    await person.press('Occlusion');
    await seen(page.getByText('stopped delivery, demanded by'));
    await person.press('SR-002', 'What demanded the stop');
    await seen(page.getByText(DEMAND));

    await person.press('Moment before');
    await seen(page.getByText('LOOKING BACK', { exact: true }));
    await seen(page.getByText('No alarm', { exact: true }));
    await seen(page.getByRole('button', { name: 'Back to now' }));
    const instant = await page.getByTestId('clock').innerText();

    await person.press('Copy link');
    await seen(page.getByText('The link to this moment is copied.'));
    const other = await person.open(await page.evaluate(() => navigator.clipboard.readText()));
    await seen(other.getByText('No alarm', { exact: true }));
    await seen(other.getByText(DEMAND));
    await seen(other.getByTestId('clock').filter({ hasText: instant }));
    // The very next record is the one that stopped it.
    await way(other, other.getByText('record ›'));
    await seen(other.getByText('stopped delivery, demanded by'));
    await other.close();
    expect(person.did()).toBe(5);
  });
