/**
 * What `npm test` leaves out on every save, by why. All of it belongs to a whole run: `CI=true npm test`, which decides whether a
 * change is accepted, and `npm run test:deep`. What is left still shows every requirement, or the trace fails.
 */
export const LATER: Readonly<Record<string, readonly string[]>> = {
  'the engine against itself, on charts drawn at random and broken ones': [
    'test/exploration/stopSlice.test.ts',
    'test/machines/farWalk.test.ts',
    'test/machines/kept.test.ts',
    'test/machines/randomRuns.test.ts',
    'test/machines/randomTables.test.ts',
    'test/machines/walk.test.ts',
    'test/mutants/kill.test.ts',
    'test/mutants/neverShows.test.ts',
    'test/mutants/sameDeed.test.ts',
    'test/mutants/silences.test.ts',
    'test/mutants/ways.test.ts',
  ],
  'what other programs say of our charts': [
    'test/export/pictures.test.ts',
    'test/export/qt.test.ts',
    'test/export/roundTrip.test.ts',
    'test/witness/agreement.test.ts',
    'test/witness/small.test.ts',
    'test/witness/verdicts.test.ts',
  ],
  'pages beyond the live pump and its alarms': [
    'test/browser/access.test.ts',
    'test/browser/chartAlone.test.ts',
    'test/browser/doneByKeyboard.test.ts',
    'test/browser/export.test.ts',
    'test/browser/goldens.test.ts',
    'test/browser/liveFile.test.ts',
    'test/browser/mermaid.test.ts',
    'test/browser/other.test.ts',
    'test/browser/pageThread.test.ts',
    'test/browser/patient.test.ts',
    'test/browser/person.test.ts',
    'test/browser/print.test.ts',
    'test/browser/report.test.ts',
    'test/browser/settings.test.ts',
    'test/browser/stately.test.ts',
    'test/browser/time.test.ts',
  ],
  'processes that end, break off and go on': [
    'test/bluetooth/hci.test.ts',
    'test/bluetooth/hciPump.test.ts',
    'test/campaign/campaign.test.ts',
    'test/campaign/kept.test.ts',
    'test/cli/chart.test.ts',
    'test/cli/dayParts.test.ts',
    'test/cli/pageApart.test.ts',
    'test/cli/pageBounds.test.ts',
    'test/cli/pageTold.test.ts',
    'test/cli/verify.test.ts',
    'test/cli/verifyDisk.test.ts',
    'test/cli/verifyEnds.test.ts',
    'test/hardware/soundBoard.test.ts',
    'test/inspector/besideJournal.test.ts',
    'test/inspector/indexedVerdicts.test.ts',
    'test/inspector/journalIndex.test.ts',
    'test/inspector/streamCut.test.ts',
    'test/mutation/group.test.ts',
    'test/network/start.test.ts',
    'test/redis/campaign.test.ts',
    'test/rig/exploreRig.test.ts',
    'test/rig/interrupt.test.ts',
    'test/rig/outside.test.ts',
    'test/rig/portPaths.test.ts',
    'test/rig/portPathsVerdict.test.ts',
    'test/rig/wire.test.ts',
    'test/simulate/wholeRunner.test.ts',
  ],
  'suites that are compiled, and driven on line': [
    'test/paths/online.test.ts',
    'test/suites/generated.test.ts',
  ],
};

const files = new Set(Object.values(LATER).flat());

/** Whether a run on every save leaves this file to a whole one. */
export const isLater = (file: string): boolean => files.has(file);
