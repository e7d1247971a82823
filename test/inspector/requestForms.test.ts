import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleSettings } from '../../src/domain/settings.ts';
import {
  bodyOf,
  type Draft,
  draftOf,
  entryWords,
  formsWith,
  NOTHING,
  withoutRow,
} from '../../src/inspector/page/send-draft.ts';
import { requestSchema } from '../../src/inspector/pageRequests.ts';
import { type Field, type Form, requestForms } from '../../src/inspector/requestForms.ts';
import { readRequest } from '../../src/inspector/requests.ts';

const forms = requestForms();
const types: readonly string[] = requestSchema.options.map(option => option.shape.type.value);

/** Numbers that have no unit, because they count or name. */
const UNITLESS = /(^|\.)(seed|replaces|proposal|insteadOf)$/;

/** All fields of a form, those of the rows of a list with the path of the first row. */
const fieldsOf = (fields: readonly Field[], at = ''): readonly Field[] =>
  fields.flatMap(field => {
    const path = `${at}${field.path}`;
    const inside = field.entry.kind === 'rows' ? fieldsOf(field.entry.fields, `${path}.0.`) : [];
    return [{ ...field, path }, ...inside];
  });

/** Something that may stand in this field. */
const sample = ({ entry }: Field): string => {
  if (entry.kind === 'number') return String(entry.least);
  if (entry.kind === 'choice') return entry.options[0] ?? '';
  if (entry.kind === 'toggle') return 'true';
  return entry.kind === 'rows' ? '1' : 'name';
};

/** A draft with which the pump may be asked; refinements of a request decide which optional fields belong together. */
const validDraft = (form: Form): Draft => {
  const wanted = fieldsOf(form.fields).filter(({ isOptional }) => !isOptional);
  const draft = Object.fromEntries(wanted.map(field => [field.path, sample(field)]));
  if (form.id === 'settings.proposed') return { ...draft, ...draftOf(exampleSettings, 'settings') };
  if (form.id === 'tempBasal.requested') return { ...draft, percent: '50' };
  return draft;
};

const accepts = (form: Form, draft: Draft): boolean => requestSchema.safeParse(bodyOf(form, draft)).success;

describe('a form for every request', () => {
  test('every member of the schema has its form, in words, and every kind of those that have several', () => {
    expect(types.length).toBeGreaterThan(40);
    expect(new Set(forms.map(({ type }) => type))).toEqual(new Set(types));
    expect(new Set(forms.map(({ id }) => id)).size).toBe(forms.length);
    expect(forms.filter(({ type }) => type === 'world').length).toBe(5);
    expect(forms.filter(({ type }) => type === 'run').map(({ id }) => id)).toEqual([
      'run trace',
      'run patient',
    ]);
    for (const { title, group } of forms) expect(`${group}: ${title}`).toMatch(/^[A-Z][^_]+: [A-Z][^_]+$/);
    expect(new Set(forms.map(({ title }) => title)).size).toBe(forms.length);
  });

  test('what a form asks for, filled in, is a request; a needed field left out is refused by its name', () => {
    let accepted = 0;
    let refused = 0;
    for (const form of forms) {
      const draft = validDraft(form);
      expect(accepts(form, draft), `${form.id} ${JSON.stringify(bodyOf(form, draft))}`).toBe(true);
      accepted += 1;
      for (const { path, isOptional } of form.fields) {
        if (isOptional) continue;
        const { [path]: _left, ...rest } = draft;
        const others = Object.fromEntries(Object.entries(rest).filter(([at]) => !at.startsWith(`${path}.`)));
        const read = readRequest(JSON.stringify(bodyOf(form, others)));
        const fields = read.ok ? [] : read.problems.map(({ field }) => field);
        // A list without rows is a list, and too short.
        expect(
          fields.some(field => field === path || path.startsWith(`${field}.`)),
          `${form.id} ${path}`,
        ).toBe(true);
        refused += 1;
      }
    }
    expect(accepted).toBe(forms.length);
    expect(refused).toBeGreaterThan(25);
  });

  test('the limits of every number are those of the schema: at them it takes, one step beyond it refuses by the field', () => {
    let limits = 0;
    for (const form of forms) {
      // A sensitivity that fits both units is taken with its unit alone.
      const named = form.id === 'settings.proposed' ? { glucoseUnit: 'mg/dL' } : {};
      const draft = { ...validDraft(form), ...named };
      for (const { path, entry, unit, label } of fieldsOf(form.fields)) {
        if (entry.kind !== 'number') continue;
        if (!UNITLESS.test(path)) expect(unit, `${form.id} ${path}`).not.toBeNull();
        expect(label).not.toBe('');
        const problemsAt = (value: number): readonly string[] => {
          const rows = path.split('.0.').slice(0, -1);
          const row = Object.fromEntries(
            rows.map((_, depth) => [
              path
                .split('.0.')
                .slice(0, depth + 1)
                .join('.0.'),
              '1',
            ]),
          );
          const read = readRequest(JSON.stringify(bodyOf(form, { ...draft, ...row, [path]: String(value) })));
          return read.ok
            ? []
            : read.problems.flatMap(({ field, problem }) => (field === path ? [problem] : []));
        };
        const beyond = entry.step ?? 0.001;
        expect(
          problemsAt(entry.least - beyond).length,
          `${form.id} ${path} ${entry.least} - ${beyond}`,
        ).toBeGreaterThan(0);
        limits += 1;
        // A switch of zero has a gap up to its least; a number without end has no step beyond it.
        if (entry.most < Number.MAX_SAFE_INTEGER) {
          expect(problemsAt(entry.most), `${form.id} ${path} = ${entry.most}`).toEqual([]);
          expect(
            problemsAt(entry.most + beyond).length,
            `${form.id} ${path} ${entry.most} + ${beyond}`,
          ).toBeGreaterThan(0);
          limits += 1;
        }
        expect(problemsAt(entry.least), `${form.id} ${path} = ${entry.least}`).toEqual([]);
        if (entry.step !== null && entry.step < 1)
          expect(problemsAt(entry.least + entry.step / 2).length, `${path} off its step`).toBeGreaterThan(0);
      }
    }
    expect(limits).toBeGreaterThan(90);
  });

  test('every choice is taken, and no other', () => {
    let choices = 0;
    for (const form of forms)
      for (const { path, entry } of form.fields) {
        if (entry.kind !== 'choice') continue;
        for (const option of entry.options) {
          expect(accepts(form, { ...validDraft(form), [path]: option }), `${path} ${option}`).toBe(true);
          choices += 1;
        }
        expect(accepts(form, { ...validDraft(form), [path]: 'neither' })).toBe(false);
      }
    expect(choices).toBeGreaterThan(80);
  });
});

describe('a draft', () => {
  const formOf = (id: string): Form => {
    const found = forms.find(form => form.id === id);
    if (!found) throw new Error(`there is no form ${id}`);
    return found;
  };

  test('what is left empty is left out, what is nothing is null, and what is no number goes as it was typed', () => {
    expect(bodyOf(formOf('bolus.requested'), { units: '1.5', minutes: '' })).toEqual({
      type: 'bolus.requested',
      units: 1.5,
    });
    expect(bodyOf(formOf('bay'), { units: NOTHING })).toEqual({ type: 'bay', units: null });
    expect(bodyOf(formOf('bolus.requested'), { units: 'lots' })).toEqual({
      type: 'bolus.requested',
      units: 'lots',
    });
    expect(bodyOf(formOf('world battery'), { 'change.percent': '4' })).toEqual({
      type: 'world',
      change: { what: 'battery', percent: 4 },
    });
  });

  test('settings come out of their form as they went in, lists in lists included', () => {
    const form = formOf('settings.proposed');
    const rate = fc.record({
      fromMinute: fc.integer({ min: 0, max: 47 }).map(half => half * 30),
      rateUuPerHour: fc.integer({ min: 0, max: 15_000_000 }),
    });
    const segments = fc.array(rate, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        segments,
        fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{1,9}$/), segments }), {
          minLength: 1,
          maxLength: 4,
        }),
        (basalProfile, otherProfiles) => {
          const settings = { ...exampleSettings, basalProfile, otherProfiles };
          const draft = { replaces: '3', ...draftOf(settings, 'settings') };
          expect(bodyOf(form, draft)).toEqual({
            type: 'settings.proposed',
            replaces: 3,
            settings: JSON.parse(JSON.stringify(settings)),
          });
          const without = withoutRow(draft, 'settings.otherProfiles', 0);
          expect(bodyOf(form, without)).toMatchObject({
            settings: { otherProfiles: otherProfiles.slice(1) },
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a request is found by the words of a pump', () => {
    const found = (words: string): readonly string[] => formsWith(forms, words).map(({ id }) => id);
    expect(found('temporary basal')).toEqual(['tempBasal.requested', 'tempBasal.cancelled']);
    expect(found('tubing press')).toContain('prime.started');
    expect(found('clock leap')).toEqual(['world clock']);
    expect(found('')).toHaveLength(forms.length);
    expect(found('unicorn')).toEqual([]);
  });

  test('what may be entered is told with its unit and its step', () => {
    const told = formOf('bolus.requested').fields.map(field => `${field.label}: ${entryWords(field)}`);
    expect(told).toEqual([
      'amount: 0.05 to 25 U in steps of 0.05 U',
      'kind: normal, extended, combo; may be left out',
      'extended: 0.05 to 25 U in steps of 0.05 U; may be left out',
      'duration: 15 to 480 min in steps of 15 min; may be left out',
    ]);
  });
});
