import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GLUCOSE_UNITS } from '../../src/domain/glucoseUnits.ts';
import { entryWords } from '../../src/inspector/page/send-draft.ts';
import { complaintOf } from '../../src/inspector/page/send-outcome.ts';
import { keptOf, toldIn, toldOf } from '../../src/inspector/page/send-units.ts';
import { type Field, requestForms } from '../../src/inspector/requestForms.ts';

const everyField = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap(field => [field, ...(field.entry.kind === 'rows' ? everyField(field.entry.fields) : [])]);
const fields = requestForms().flatMap(form => everyField(form.fields));
const fieldNamed = (path: string): Field => {
  const found = fields.find(each => each.path === path);
  if (found === undefined) throw new Error(`no form asks for ${path}`);
  return found;
};

describe('numbers of a form', () => {
  test('no form asks a person for µU, and in mmol/L none asks for mg/dL', () => {
    let changed = 0;
    for (const field of fields)
      for (const glucose of GLUCOSE_UNITS) {
        const told = toldIn(field, glucose);
        expect(told.unit ?? '', field.path).not.toContain('µ');
        if (glucose === 'mmol/L') expect(told.unit ?? '', field.path).not.toContain('mg/dL');
        if (told.unit !== field.unit) changed += 1;
      }
    expect(changed).toBeGreaterThan(20);
  });

  test('insulin: what is kept is told exactly, whatever it is', () => {
    const rate = fieldNamed('rateUuPerHour');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300_000_000 }), kept => {
        const told = toldOf(rate, 'mg/dL', String(kept));
        expect(keptOf(rate, 'mg/dL', told)).toBe(String(kept));
        expect(Number(told)).toBeCloseTo(kept / 1e6, 9);
      }),
    );
    expect(toldOf(rate, 'mg/dL', '800000')).toBe('0.8');
    expect(entryWords(toldIn(rate, 'mg/dL'))).toBe('0 to 15 U/h');
  });

  test('glucose: every whole mg/dL is told apart from the next where there are digits for it, and what is told is at most half a step away', () => {
    for (const [path, most, off] of [
      ['lowMgPerDl', 400, 1],
      ['settings.sensitivityMgDl', 400, 0],
      ['settings.glucoseFastMgDlMin', 3, 0],
    ] as const) {
      const field = fieldNamed(path);
      for (let kept = 2; kept <= most; kept += 1) {
        const again = Number(keptOf(field, 'mmol/L', toldOf(field, 'mmol/L', String(kept))));
        expect(Math.abs(again - kept), `${path} ${kept}`).toBeLessThanOrEqual(off);
      }
      // Whatever is at an end of the range as it is told is in the range as it is kept.
      const told = toldIn(field, 'mmol/L').entry;
      if (told.kind !== 'number' || field.entry.kind !== 'number') throw new Error(`${path} is no number`);
      expect(Number(keptOf(field, 'mmol/L', String(told.least)))).toBeGreaterThanOrEqual(field.entry.least);
      expect(Number(keptOf(field, 'mmol/L', String(told.most)))).toBeLessThanOrEqual(field.entry.most);
    }
    expect(keptOf(fieldNamed('lowMgPerDl'), 'mmol/L', '5.5')).toBe('99');
  });

  test('what is no number is left for the pump to refuse; a refusal of µU tells the U', () => {
    for (const typed of ['', ' ', 'much', '\u0000'])
      for (const field of [fieldNamed('rateUuPerHour'), fieldNamed('lowMgPerDl')]) {
        expect(keptOf(field, 'mmol/L', typed)).toBe(typed);
        expect(toldOf(field, 'mmol/L', typed)).toBe(typed);
      }
    const problem = {
      field: 'settings.maxBolusUu',
      value: 30_000_000,
      unit: 'µU',
      problem: 'is too much',
      remedy: 'Less.',
    };
    expect(complaintOf(problem).words).toBe('30 U (30000000 µU) is too much. Less.');
  });
});
