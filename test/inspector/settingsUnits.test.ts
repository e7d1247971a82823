import { expect, test } from 'vitest';
import { numberKeys, QUANTITIES } from '../../src/domain/quantities.ts';
import { keptSetting, settingHint, shownSetting } from '../../src/inspector/page/settings-units.ts';

const ofGlucose = numberKeys.filter(key => QUANTITIES[key].unit.startsWith('mg/dL'));

test('a setting of glucose that is typed in mmol/L is kept in its range, never to the side of more insulin, and a limit of an alarm as near as can be', () => {
  expect(ofGlucose.length).toBeGreaterThan(5);
  let checked = 0;
  for (const key of ofGlucose) {
    const { least, most } = QUANTITIES[key];
    const [from, to] = (settingHint(key, 'mmol/L', '').match(/[\d.]+/g) ?? []).map(Number);
    if (from === undefined || to === undefined) throw new Error(`${key} has no range`);
    // What is in the range as it is kept is shown in the range as it is told.
    for (let kept = least; kept <= most; kept += 1) {
      const shown = Number(shownSetting(key, 'mmol/L', String(kept)));
      expect(shown >= from && shown <= to, `${key} ${kept} is shown as ${shown}`).toBe(true);
    }
    for (let typed = from; typed <= to; typed += 0.01) {
      const exact = Number(typed.toFixed(2)) * 18.01559;
      const kept = Number(keptSetting(key, 'mmol/L', typed.toFixed(2)));
      const isOfAlarm = /^glucose(Low|High|Fast)/.test(key);
      if (!isOfAlarm) expect(kept, `${key} ${typed}`).toBeGreaterThanOrEqual(exact - 1e-6);
      expect(Math.abs(kept - exact)).toBeLessThan(isOfAlarm ? 0.501 : 1);
      expect(kept >= least && kept <= most, `${key} ${typed} is kept as ${kept}`).toBe(true);
      checked += 1;
    }
  }
  expect(checked).toBeGreaterThan(1_000);
});

test('what the pump keeps is shown in either unit, and what is no number stays as it is typed', () => {
  expect(shownSetting('glucoseLowMgDl', 'mmol/L', '70')).toBe('3.9');
  expect(shownSetting('sensitivityMgDl', 'mmol/L', '40')).toBe('2.22');
  expect(settingHint('glucoseLowMgDl', 'mmol/L', '70')).toBe('3.4 to 5.5 mmol/L; kept as 70 mg/dL');
  for (const key of numberKeys) {
    if (!ofGlucose.includes(key)) expect(keptSetting(key, 'mmol/L', '2.5')).toBe('2.5');
    for (const typed of ['', 'much', '70']) expect(keptSetting(key, 'mg/dL', typed)).toBe(typed);
    for (const typed of ['', 'much']) expect(shownSetting(key, 'mmol/L', typed)).toBe(typed);
  }
});
