import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { spawnIslet } from '../cli/islet.ts';
import { req } from '../support/req.ts';
import { chromiumHere, minutesPass, modesOn, onePump, press, shows } from './pump.ts';

const livedSchema = z.object({ glucose: z.array(z.object({ at: z.number(), mgPerDl: z.number() })).min(1) });

/** A recording first, and then a virtual patient whom a person chooses at the page; each story leaves the pump delivering. */
describe.skipIf(chromiumHere === undefined)('a virtual patient at the page', () => {
  const here = onePump(3_600, ['--no-supervisor']);
  let page: Page;
  beforeAll(() => {
    page = here.pump().page;
  });

  const fill = (id: string, value: string) => page.getByTestId(id).fill(value);
  const choose = (id: string, value: string) => page.getByTestId(id).selectOption(value);
  const text = (id: string) => page.getByTestId(id).innerText();
  /** Proposes until it is taken: somebody who has just begun to eat has a bolus under way, and settings wait for its end. */
  const proposed = async (): Promise<void> => {
    const waits = page.getByTestId('settings-proposed');
    const refused = page.getByTestId('answer').filter({ hasText: /cancel it|a pulse is under way/ });
    for (;;) {
      await press(page, 'settings-propose');
      await waits.or(refused).first().waitFor();
      if (await waits.isVisible()) return;
      await choose('speed', '300');
      await minutesPass(page, 2);
      await choose('speed', '2');
    }
  };
  /** As long as a picture is wanted: `ISLET_PICTURES=FOLDER` keeps what each story ends with. */
  const keep = async (name: string): Promise<void> => {
    const pictures = process.env.ISLET_PICTURES;
    if (pictures !== undefined)
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
  };

  test('is chosen by name and scenario, by keyboard; the journal of the pump before is whole, and named', async () => {
    const { journal } = here.pump();
    await page.getByTestId('drawer-runs').focus();
    await page.keyboard.press('Enter');
    await shows(page, 'run-now', 'the recording loop-live-capture.json');
    await page.getByTestId('run-patient').waitFor();
    expect(await page.locator('optgroup[label^="UVA/Padova"] option').count()).toBe(30);
    await choose('run-patient', 'adult#003');
    await choose('run-scenario', 'usual');
    await choose('run-controller', 'islet');
    await page.getByTestId('run-begin').focus();
    await page.keyboard.press('Enter');
    // Nothing has happened yet: what will is said first, and can be left.
    await shows(page, 'run-warning', journal);
    await press(page, 'run-keep');
    await page.getByTestId('run-warning').waitFor({ state: 'detached' });
    await fill('run-seed', '-1');
    expect(await page.getByTestId('run-begin').isDisabled()).toBe(true);
    await fill('run-seed', '7');
    await press(page, 'run-begin');
    await keep('runs');
    await press(page, 'run-begin');
    await shows(page, 'body', /adult#003 \(UVA\/Padova 2008\), usual: \d+ mg\/dL in the body, \d+ g eaten/);
    await shows(page, 'mode', 'automation');
    const inBody = Number(/(\d+) mg\/dL/.exec(await text('body'))?.[1]);
    // At the beginning everybody rests near 110 to 140 mg/dL, and so does what the sensor says.
    expect(inBody).toBeGreaterThan(60);
    expect(inBody).toBeLessThan(250);
    // Whoever opens the page later sees what the body has lived from the beginning.
    const { origin, searchParams } = new URL(page.url());
    const headers = { Authorization: `Bearer ${searchParams.get('token')}` };
    const told = await page.request.get(`${origin}/api/lived`, { headers });
    const { glucose } = livedSchema.parse(await told.json());
    expect(glucose[0]?.at).toBeLessThan(300);
    await press(page, 'drawer-runs');
    await shows(page, 'run-now', `The run before is kept in ${journal}`);
    await press(page, 'drawer-runs');
    expect(existsSync(join(here.folder(), journal))).toBe(true);
    const proof = await spawnIslet(['replay', journal, '--check'], here.folder()).ended;
    expect(proof.err + proof.out).toContain('ended in order');
    expect(proof.code).toBe(0);
  });

  test('glucose is expected by named causes, and each dose has its reasons, at any instant that is looked at', async () => {
    await minutesPass(page, 30);
    await press(page, 'why');
    await shows(
      page,
      'expected',
      /At \d\d:\d\d the lowest glucose expected was \d+ mg\/dL \(\d+\.\d mmol\/L\)/,
    );
    await shows(page, 'expected-soon', /expected \d+ in 1 h/);
    for (const cause of ['insulin on board', 'carbohydrates', 'momentum'])
      await shows(page, 'effects', cause);
    await page.getByTestId('show-parts').focus();
    await page.keyboard.press('Space');
    expect(await page.getByTestId('show-parts').isChecked()).toBe(true);
    await shows(page, 'decisions', /The controller asked for .* U\/h/);
    await keep('expected');
    const now = await text('expected');
    const oldest = page.getByTestId('decisions').locator('button').last();
    const then = await oldest.innerText();
    await oldest.focus();
    await page.keyboard.press('Enter');
    await shows(page, 'live-mark', 'LOOKING BACK');
    await page.getByTestId('expected').filter({ hasNotText: now }).waitFor();
    const [at = ''] = /\d\d:\d\d/.exec(await text('expected')) ?? [];
    expect(at <= then).toBe(true);
    expect(await page.getByTestId('decisions').locator('button').first().innerText()).toBe(then);
    await page.keyboard.press('Escape');
    await shows(page, 'live-mark', 'LIVE');
  });

  test(
    'SR-026 SR-101 SR-102 a bolus is calculated with its terms in either unit, and goes the way of any bolus',
    req('SR-026', 'SR-101', 'SR-102'),
    async () => {
      // A glucose holds for 10 min of the pump: in hurried time that is less than a blink.
      await choose('speed', '2');
      await press(page, 'drawer-calculator');
      await shows(page, 'calc-by', /1 U for 9 g, 1 U lowers by 21 mg\/dL \(1\.2 mmol\/L\)/);
      await fill('calc-carbs', '9');
      await fill('calc-glucose', '6.1');
      await shows(page, 'calc-wrong', '6.1 fits only mmol/L, where it is 110 mg/dL');
      await fill('calc-glucose', '25');
      await shows(page, 'calc-refused', 'glucose is below 70 mg/dL: eat first');
      await choose('calc-unit', 'mmol/L');
      // The same glucose, not the same digits.
      expect(await page.getByTestId('calc-glucose').inputValue()).toBe('1.4');
      await shows(page, 'calc-refused', 'glucose is below 70 mg/dL: eat first');
      await choose('calc-unit', 'mg/dL');
      expect(await page.getByTestId('calc-glucose').inputValue()).toBe('25');
      await fill('calc-glucose', '110');
      await shows(page, 'calc-source', 'by a meter');
      await shows(page, 'calc-terms', /for the food\s*\+1\.000 U/);
      await choose('calc-unit', 'mmol/L');
      expect(await page.getByTestId('calc-glucose').inputValue()).toBe('6.1');
      await shows(page, 'calc-terms', /for the food\s*\+1\.000 U/);
      await fill('calc-glucose', '110');
      await shows(page, 'calc-wrong', '110 fits only mg/dL, where it is 6.1 mmol/L');
      expect(await page.getByTestId('calc-request').isDisabled()).toBe(true);
      await fill('calc-glucose', '3.2');
      await shows(page, 'calc-refused', 'glucose is below 70 mg/dL: eat first');
      expect(await page.getByTestId('calc-request').isDisabled()).toBe(true);
      await fill('calc-glucose', '10.0');
      await shows(page, 'calc-terms', /to correct glucose\s*\+3\.333 U/);
      const dose = await text('calc-dose');
      await keep('calculator');
      await press(page, 'calc-request');
      // Nothing is given before the pump has asked back, with the amount that it has understood.
      await shows(page, 'bolus-amount', dose);
      // Nor is the same food reckoned with twice.
      expect(await page.getByTestId('calc-carbs').inputValue()).toBe('0');
      await press(page, 'bolus-discard');
      await page.getByTestId('bolus-request').waitFor();
      await choose('calc-unit', 'mg/dL');
      await press(page, 'drawer-calculator');
      await shows(
        page,
        'decisions',
        new RegExp(`A person asked for a bolus of ${Number.parseFloat(dose)} U: admitted`),
      );
      await choose('speed', '3600');
    },
  );

  test('a temporary target and an activity begin, are shown with their end, and are ended by hand', async () => {
    await press(page, 'drawer-targets');
    await choose('target-unit', 'mmol/L');
    await fill('target-low', '110');
    await shows(page, 'target-hint', 'Lower end: 110 fits only mg/dL, where it is 6.1 mmol/L');
    await fill('target-low', '8');
    await fill('target-high', '7');
    await shows(page, 'target-hint', 'The upper end is below the lower one');
    expect(await page.getByTestId('target-start').isDisabled()).toBe(true);
    await fill('target-high', '9');
    await fill('target-minutes', '600');
    await press(page, 'target-start');
    await shows(page, 'target-now', /144 to 162 mg\/dL \(8\.0 to 9\.0 mmol\/L\) until \d\d:\d\d/);
    await fill('activity-minutes', '300');
    await press(page, 'exercise');
    await shows(page, 'activity-now', /exercise until \d\d:\d\d/);
    await keep('targets');
    await press(page, 'activity-ended');
    await shows(page, 'activity-now', 'none');
    await press(page, 'target-cancel');
    await shows(page, 'target-now', 'none');
    await press(page, 'drawer-targets');
    await press(page, 'log-notable');
    for (const fact of ['target.started', 'exercise.started', 'activity.ended', 'target.cancelled'])
      await shows(page, 'log', fact);
  });

  test(
    'SR-105 parts of the day are proposed and confirmed, and a number in the other unit is refused by its name',
    req('SR-105'),
    async () => {
      // A proposal waits for 90 s of the pump: in hurried time that is less than a blink.
      await choose('speed', '2');
      await press(page, 'drawer-settings');
      await press(page, 'part-add');
      await choose('part-0-from', '06:30');
      await choose('parts-unit', 'mg/dL');
      await fill('part-0-targetMgDl', '6.1');
      await press(page, 'settings-propose');
      await shows(page, 'answer', '6.1 fits only mmol/L, where it is 110 mg/dL');
      await choose('parts-unit', 'mmol/L');
      expect(await page.getByTestId('part-0-sensitivityMgDl').inputValue()).toBe('1.2');
      // 118.9 mg/dL, rounded up.
      await fill('part-0-targetMgDl', '6.6');
      await choose('parts-unit', 'mg/dL');
      expect(await page.getByTestId('part-0-targetMgDl').inputValue()).toBe('119');
      await fill('part-0-carbRatioG', '7');
      await proposed();
      await shows(
        page,
        'settings-differences',
        /later in the day\s*the same\s*06:30 21 mg\/dL per U \(1\.17 mmol\/L per U\), 7 g per U, target 119 mg\/dL/,
      );
      await keep('parts');
      await press(page, 'settings-confirm');
      await page.getByTestId('settings-proposed').waitFor({ state: 'detached' });
      expect(await page.getByTestId('part-0-carbRatioG').inputValue()).toBe('7');
      await press(page, 'drawer-settings');
      expect(await modesOn(page)).toContain('delivering');
    },
  );
});
