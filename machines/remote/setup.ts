import { setup } from 'xstate';
import type { RequirementId } from '../../specs/requirements/index.ts';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { TIMING } from '../../src/domain/limits.ts';

export type RemoteEvent =
  | { readonly type: 'pairing.opened' }
  | { readonly type: 'pairing.failed' }
  | { readonly type: 'remote.paired' }
  | { readonly type: 'remote.forgotten' }
  | { readonly type: 'remote.heard' }
  | { readonly type: 'remote.admitted' }
  | { readonly type: 'remote.refused' }
  | { readonly type: 'remote.spent' }
  | { readonly type: 'remote.commanded' }
  | { readonly type: 'delivery.stopped' }
  | { readonly type: 'fault.latched' }
  | { readonly type: 'power.applied' }
  | { readonly type: 'power.lost' };

const asked = () => {};
const askedFor = (_moment: unknown, _params: { readonly alarm: AlarmName }) => {};

export const remote = setup({
  types: {
    events: {} as RemoteEvent,
    meta: {} as { readonly req: readonly RequirementId[] },
  },
  actions: {
    openPairing: asked,
    closePairing: asked,
    grantPermission: asked,
    permitRemote: asked,
    refuseRemote: asked,
    revokePermission: asked,
    raiseAlarm: askedFor,
    ceaseAlarm: askedFor,
  },
  delays: {
    pairingWindow: TIMING.pairingWindow,
    remotePermission: TIMING.remotePermission,
    remoteContact: TIMING.remoteContact,
  },
});

export type Region = Parameters<typeof remote.createStateConfig>[0];
