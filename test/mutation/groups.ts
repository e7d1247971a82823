/** What is mutated, and the tests that must see it: those beside it. */
export type Group = { readonly of: string; readonly tests: string; readonly without: readonly string[] };

/**
 * Left out are tests that take seconds each, because they live through days or hundreds of stories: each mutant
 * would wait for them. A mutant that only they would kill lacks a test that is quick and says what is wrong.
 */
export const GROUPS: readonly Group[] = [
  {
    of: 'src/domain/',
    tests: 'test/domain',
    without: ['basal', 'extended', 'ledger', 'reservoir', 'time'],
  },
  { of: 'src/runtime/', tests: 'test/runtime', without: ['cannula', 'programming'] },
];
