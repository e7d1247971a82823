import type { Suite } from '../suites/suite.ts';

/**
 * A suite as a module of its own, for a test in the style of XState: `createTestModel(machine).getPaths(paths)`.
 * It needs nothing of ours but the machine, as its timer view where it has delays.
 */
export const xstateTestOf = ({
  machine,
  criterion,
  definition,
  source,
  model,
  tests,
  steps,
}: Suite): string =>
  [
    `// Runs of the chart "${machine}", generated; do not edit. Criterion "${criterion}": ${definition}`,
    `// ${source}. ${tests.length} ${tests.length === 1 ? 'run' : 'runs'}, ${steps} events; made for the chart ${model}.`,
    "import { initialTransition, transition } from 'xstate';",
    '',
    '/** What happens, run by run, each from the initial state. */',
    'export const runs = [',
    ...tests.flatMap(test => [
      `  // ${test.name}`,
      '  [',
      ...test.steps.map(({ event }) => `    ${JSON.stringify(event)},`),
      '  ],',
    ]),
    '];',
    '',
    "/** A path generator: give it to `getPaths` of a test model of 'xstate/graph' or '@xstate/test'. */",
    'export const paths = machine =>',
    '  runs.map(events => {',
    '    let [state] = initialTransition(machine);',
    `    const steps = [{ event: { type: 'xstate.init' }, state }];`,
    '    for (const event of events) {',
    '      [state] = transition(machine, state, event);',
    '      steps.push({ event, state });',
    '    }',
    '    return { state, steps, weight: events.length };',
    '  });',
    '',
  ].join('\n');
