import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { z } from 'zod';
import { builtPage } from '../../src/inspector/buildPage.ts';
import { type Islet, inFolder, spawnIslet } from '../cli/islet.ts';
import { programOf } from '../support/system.ts';

/** A real pump process on its own ptys, and its page in a browser. Whoever uses it waits for what shows, never for time. */
export type PumpPage = {
  readonly islet: Islet;
  readonly page: Page;
  /** Of the page, with its token. */
  readonly address: string;
  /** Where the journal is, as the process named it. */
  readonly journal: string;
  /** Real time at which the address was read, in ms. */
  readonly printedAt: number;
  /** Errors of the page and of the browser's console. */
  readonly troubles: readonly string[];
};

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const chromiumHere = programOf('chromium');

export const launch = (): Promise<Browser> =>
  chromium.launch({ ...(chromiumHere === undefined ? {} : { executablePath: chromiumHere }), args: ARGS });

const known = <Thing>(thing: Thing | null): Thing => {
  if (thing === null) throw new Error('asked for before the tests have begun');
  return thing;
};

/** One browser for all tests of a file, and the page built. */
export const oneBrowser = (): (() => Browser) => {
  let browser: Browser | null = null;
  beforeAll(async () => {
    await builtPage();
    browser = await launch();
  });
  afterAll(() => browser?.close());
  return () => known(browser);
};

/** One pump for all stories of a file, each of which leaves it delivering; at the end nothing may have gone wrong in its page. */
export const onePump = (
  speed: number,
  more: readonly string[] = [],
): { readonly browser: () => Browser; readonly folder: () => string; readonly pump: () => PumpPage } => {
  const browser = oneBrowser();
  let folder: string | null = null;
  let pump: PumpPage | null = null;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'islet-'));
    pump = await startPump(browser(), folder, speed, more);
    await shows(pump.page, 'mode', 'delivering');
  });
  afterAll(async () => {
    const { page, troubles } = known(pump);
    // What the browser reports of a refused request is the answer that a test has asked for.
    const wrong = troubles.filter(trouble => !/status of 4\d\d/.test(trouble));
    await page.close();
    await interrupt(known(pump));
    rmSync(known(folder), { recursive: true, force: true });
    expect(wrong).toEqual([]);
  });
  return { browser, folder: () => known(folder), pump: () => known(pump) };
};

const printedSchema = z.object({ address: z.url(), journal: z.string() });

/** Runs `islet start` in this folder at up to this many times real time, and opens the address it prints. */
export const startPump = (
  browser: Browser,
  folder: string,
  speed: number,
  more: readonly string[] = [],
): Promise<PumpPage> =>
  openPage(browser, folder, [
    'start',
    '--no-open',
    '--port',
    '0',
    '--speed',
    String(speed),
    '--json',
    ...more,
  ]);

/** Runs `islet replay` on a journal of this folder and opens its page. */
export const replayPump = (
  browser: Browser,
  folder: string,
  journal: string,
  more: readonly string[] = [],
): Promise<PumpPage> =>
  openPage(browser, folder, ['replay', journal, '--no-open', '--port', '0', '--json', ...more]);

const openPage = async (browser: Browser, folder: string, args: readonly string[]): Promise<PumpPage> => {
  const islet = spawnIslet(args, folder);
  const { address, journal } = await printed(islet);
  const printedAt = performance.now();
  // A context of its own, in which a second page may be opened beside it.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  // Generous: a busy machine is slow, not wrong. What never comes fails the test all the same.
  page.setDefaultTimeout(100_000);
  const troubles: string[] = [];
  page.on('pageerror', error => troubles.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(address);
  return { islet, page, address, journal, printedAt, troubles };
};

const printed = (islet: Islet): Promise<z.infer<typeof printedSchema>> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      const [line, rest] = islet.out().split('\n');
      if (line !== undefined && rest !== undefined) resolve(printedSchema.parse(JSON.parse(line)));
    };
    islet.child.stdout?.on('data', look);
    void islet.ended.then(({ err }) => reject(new Error(`islet ended before it printed an address: ${err}`)));
  });

/** Waits until an element says these words; where they never come, the error has what the page said instead. */
export const shows = async (page: Page, id: string, words: string | RegExp): Promise<void> => {
  try {
    await page.getByTestId(id).filter({ hasText: words }).first().waitFor();
  } catch (error) {
    const said = await Promise.all(SAYING.map(async each => `${each}: ${await wordsOf(page, each)}`));
    throw new Error(`"${id}" never said ${words}; the page says\n${said.join('\n')}`, { cause: error });
  }
};

/** What tells why a pump is not in the mode that a test waits for. */
const SAYING = ['clock', 'mode', 'answer', 'alarm-banner', 'log'] as const;

const wordsOf = async (page: Page, id: string): Promise<string> =>
  (await page.getByTestId(id).allInnerTexts()).join(' | ').slice(0, 2_000);

export const press = (page: Page, id: string): Promise<void> => page.getByTestId(id).click();

export const pulsesOn = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('pulses').innerText());

/** The words of the header, such as `suspended` and `occlusion alarm`. */
export const modesOn = (page: Page): Promise<readonly string[]> =>
  page.getByTestId('mode').locator('.mode').allInnerTexts();

/** Waits until the page counts more pulses than this. */
export const pulsesBeyond = async (page: Page, pulses: number): Promise<void> => {
  await page.waitForFunction(
    least => Number(document.querySelector('[data-testid="pulses"]')?.textContent) > least,
    pulses,
  );
};

/** Waits until the pump's own clock, as the page shows it, has gone on by this many minutes. */
export const minutesPass = async (page: Page, minutes: number): Promise<void> => {
  const from = Number(await page.getByTestId('clock').getAttribute('data-wall-ms'));
  await page.waitForFunction(
    until => Number(document.querySelector('[data-testid="clock"]')?.getAttribute('data-wall-ms')) >= until,
    from + minutes * 60_000,
  );
};

/** The pulses of a pump that has just stopped: one that was in flight is counted within seconds, and then no more. */
export const pulsesAtRest = async (page: Page): Promise<number> => {
  await minutesPass(page, 0.5);
  return pulsesOn(page);
};

/** Asks for a bolus and confirms it. */
export const giveBolus = async (page: Page, units: string): Promise<void> => {
  await page.getByTestId('bolus-units').fill(units);
  await press(page, 'bolus-request');
  await shows(page, 'bolus-amount', `${units} U`);
  await press(page, 'bolus-confirm');
  await shows(page, 'mode', 'bolusing');
};

/**
 * Resumes after an alarm whose cause is gone. Minutes of the pump pass between two clicks where the browser is slow, and an
 * acknowledgement that has run out sounds again and stops delivery: whoever resumes acknowledges again first.
 */
export const resumeAcknowledging = async (page: Page, alarm: string): Promise<void> => {
  const delivering = page.getByTestId('mode').filter({ hasText: 'delivering' }).first();
  const again = page.getByTestId(`ack-${alarm}`);
  for (let attempt = 0; attempt < 5 && !(await delivering.isVisible()); attempt += 1) {
    if (await again.isVisible()) await again.click();
    await press(page, 'resume');
    await delivering.waitFor({ timeout: 10_000 }).catch(() => {});
  }
  await shows(page, 'mode', 'delivering');
};

/** Ctrl-C, and the end of the process. */
export const interrupt = ({ islet }: PumpPage) => {
  islet.child.kill('SIGINT');
  return islet.ended;
};

/** Starts a pump that delivers; afterwards nothing may have gone wrong in the page. */
export const withPump = (
  browser: Browser,
  speed: number,
  act: (pump: PumpPage, folder: string) => Promise<void>,
): Promise<void> =>
  inFolder(async folder => {
    const pump = await startPump(browser, folder, speed);
    await shows(pump.page, 'mode', 'delivering');
    await act(pump, folder);
    await pump.page.close();
    // The browser itself reports a stream that broke off when the pump ended; nothing else may be wrong.
    expect(pump.troubles.filter(trouble => !/net::ERR_/.test(trouble))).toEqual([]);
  });
