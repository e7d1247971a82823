/** Says to the tests that a whole run is at work, and not one on every save. */
export const WHOLE = { ISLET_TESTS: 'whole' } as const;

/** How far a test goes: `few` on every save, `many` where CI or `npm run test:deep` runs it. */
export const breadth = <Each>(few: Each, many: Each): Each =>
  process.env.ISLET_TESTS === WHOLE.ISLET_TESTS ? many : few;
