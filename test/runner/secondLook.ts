import { z } from 'zod';

/** What a second look needs of vitest's JSON report; all else is carried over as it stands. */
const resultSchema = z.looseObject({
  name: z.string(),
  status: z.string(),
  message: z.string().optional(),
  assertionResults: z.array(
    z.looseObject({
      status: z.string(),
      fullName: z.string().optional(),
      failureMessages: z.array(z.string()).nullish(),
    }),
  ),
});
const reportSchema = z.looseObject({ testResults: z.array(resultSchema) });

/** A test that failed, or a file that could not be run; with the first lines of what it said. */
export type Failure = { readonly file: string; readonly test: string; readonly said: string };

const firstLines = (text: string): string =>
  text
    .trim()
    .split('\n')
    .filter(line => !line.includes('node_modules'))
    .slice(0, 6)
    .join('\n');

/** The failures of a report, in its order; none of a report that cannot be read. */
export const failuresOf = (report: unknown): readonly Failure[] => {
  const read = reportSchema.safeParse(report);
  if (!read.success) return [];
  return read.data.testResults.flatMap(({ name, status, message, assertionResults }): readonly Failure[] => {
    const failed = assertionResults
      .filter(each => each.status === 'failed')
      .map(each => ({
        file: name,
        test: each.fullName ?? '',
        said: firstLines(each.failureMessages?.join('\n') ?? ''),
      }));
    if (failed.length > 0 || status !== 'failed') return failed;
    return [{ file: name, test: '', said: firstLines(message ?? '') }];
  });
};

/** The first report, with the files that were run again as the second one has them. */
export const withSecondLook = (first: unknown, second: unknown): unknown => {
  const [before, after] = [reportSchema.safeParse(first), reportSchema.safeParse(second)];
  if (!before.success || !after.success) return first;
  const again = new Map(after.data.testResults.map(result => [result.name, result]));
  return {
    ...before.data,
    testResults: before.data.testResults.map(result => again.get(result.name) ?? result),
  };
};

/** A line for each failure and what it said, names of files shortened by `root`. */
export const tell = (failures: readonly Failure[], root: string): string =>
  failures
    .map(({ file, test, said }) =>
      [
        `  ${file.replace(root, '')}: ${test || 'could not be run'}`,
        ...said.split('\n').map(line => `      ${line}`),
      ].join('\n'),
    )
    .join('\n');
