import { expect, test } from 'vitest';
import { isRequirementId, requirement } from '../../specs/requirements/index.ts';
import { project, type Source } from './source.ts';

/** What people read before anything else, and believe. */
const isTold = ({ path }: Source): boolean => path.endsWith('.md') && !path.startsWith('test/');

/** The sentences of a text; a list's item is one at least, a table's row another. */
const sentencesOf = (text: string): readonly string[] =>
  text.split(/\n\s*\n|\n(?=[-|#>] ?)|(?<=[.:;]\*?) |(?<=[.:;]\*?)\n/);

/** Requirements that a sentence calls not yet built, and that are. */
const stale = (text: string): readonly string[] =>
  sentencesOf(text)
    .filter(sentence =>
      /\b(is|are) (partly )?due\b|\bnot (yet )?built\b|\bdo(es)? not occur yet\b/.test(sentence),
    )
    .flatMap(sentence => sentence.match(/\bSR-\d{3}\b/g) ?? [])
    .filter(id => {
      if (!isRequirementId(id)) return true;
      const { due, partDue } = requirement(id);
      return due === undefined && partDue === undefined;
    });

test('what a document calls due is due', () => {
  const documents = project().filter(isTold);
  expect(documents.length).toBeGreaterThan(15);
  expect(documents.flatMap(({ path, text }) => stale(text).map(id => `${path}: ${id} is built`))).toEqual([]);
});

test('a document that calls due what is built is found', () => {
  expect(stale('- The procedure that\n  would check it is due (SR-048 to SR-056).')).toEqual([
    'SR-048',
    'SR-056',
  ]);
  expect(stale('Water does not occur yet (SR-108).')).toEqual(['SR-108']);
  expect(stale('It stops (SR-108). That part is due (SR-009).')).toEqual([]);
  expect(stale('The rest is due (SR-999).')).toEqual(['SR-999']);
});
