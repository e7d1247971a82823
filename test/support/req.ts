import type {} from 'vitest';
import type { RequirementId } from '../../specs/requirements/index.ts';

declare module 'vitest' {
  interface TaskMeta {
    req?: readonly RequirementId[];
  }
}

/**
 * The requirements a test gives evidence for; they reach the JSON report as `meta.req`.
 * `test('SR-012 basal is never caught up', req('SR-012'), () => { … })`
 */
export const req = (...ids: readonly [RequirementId, ...RequirementId[]]) => ({ meta: { req: ids } });
