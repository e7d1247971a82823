import { type Region, remote } from './setup.ts';

/** Whether a remote may be paired now: only while a person at the pump has opened the window. */
const pairing = remote.createStateConfig({
  initial: 'closed',
  states: {
    closed: { on: { 'pairing.opened': 'open' } },
    open: {
      description: 'A code is shown, good for one attempt. The person at the pump types it on the remote.',
      meta: { req: ['SR-110'] },
      entry: 'openPairing',
      exit: 'closePairing',
      on: {
        // Re-entry shows a new code: the one that was shown may have been seen.
        'pairing.opened': { target: 'open', reenter: true },
        'pairing.failed': 'closed',
        'remote.paired': 'closed',
        'fault.latched': 'closed',
        'power.lost': 'closed',
      },
      after: { pairingWindow: 'closed' },
    },
  },
} satisfies Region);

/** The cause is over at once; the notice stays until a person has seen it. */
const tellChange = [
  { type: 'raiseAlarm', params: { alarm: 'remoteChange' } },
  { type: 'ceaseAlarm', params: { alarm: 'remoteChange' } },
] as const;

/** Who is paired, and whether one of them may ask for one bolus. Suspending needs no permission. */
const link = remote.createStateConfig({
  initial: 'unpaired',
  states: {
    unpaired: { on: { 'remote.paired': 'paired' } },
    paired: {
      initial: 'idle',
      states: {
        idle: { on: { 'remote.admitted': 'permitted' } },
        permitted: {
          description: 'One remote may request the one bolus it has named, once, within a minute.',
          meta: { req: ['SR-110'] },
          entry: ['grantPermission', 'permitRemote'],
          exit: 'revokePermission',
          on: {
            'remote.admitted': { actions: 'refuseRemote', meta: { req: ['SR-110'] } },
            'remote.spent': 'idle',
            // Whatever stops delivery takes the permission with it: a person, a change, an alarm, a fault.
            'delivery.stopped': 'idle',
            'fault.latched': 'idle',
            'power.lost': 'idle',
          },
          after: { remotePermission: { target: 'idle', meta: { req: ['SR-110'] } } },
        },
      },
      on: {
        'remote.commanded': { actions: tellChange, meta: { req: ['SR-110'] } },
        'remote.forgotten': 'unpaired',
      },
    },
  },
  on: { 'remote.refused': { actions: 'refuseRemote' } },
} satisfies Region);

const lost = { alarm: 'remoteLost' } as const;

/** How long nobody who is paired has been heard. It changes nothing that the pump delivers. */
const contact = remote.createStateConfig({
  initial: 'none',
  states: {
    none: { on: { 'remote.paired': 'awaited' } },
    awaited: {
      description: 'A paired remote has proved itself within the last half hour.',
      on: {
        // Re-entry restarts the delay; otherwise this message would inherit the last one's age.
        'remote.heard': { target: 'awaited', reenter: true },
        'remote.paired': { target: 'awaited', reenter: true },
        // Nobody could be heard while the pump was off.
        'power.applied': { target: 'awaited', reenter: true },
        'remote.forgotten': 'none',
      },
      after: { remoteContact: 'lost' },
    },
    lost: {
      meta: { req: ['SR-087', 'SR-112'] },
      entry: { type: 'raiseAlarm', params: lost },
      exit: { type: 'ceaseAlarm', params: lost },
      on: {
        'remote.heard': 'awaited',
        'remote.paired': 'awaited',
        'power.applied': 'awaited',
        'remote.forgotten': 'none',
      },
    },
  },
} satisfies Region);

/** The remote link as the pump sees it. What is said on it, and whether it is genuine, is the edge's concern. */
export const remoteMachine = remote.createMachine({
  id: 'remote',
  type: 'parallel',
  states: { pairing, link, contact },
});
