import type { Command } from '../domain/commands.ts';
import type { LedgerOrder } from '../domain/ledger/orders.ts';
import type { Addressed } from './asked.ts';

/** What charts ask for with nothing but its name, so that it is the same each time. */
const ORDERS: readonly LedgerOrder[] = [
  { type: 'startDelivery' },
  { type: 'stopDelivery' },
  { type: 'voidPulse' },
  { type: 'countVerified' },
  { type: 'countInDoubt' },
  { type: 'startBolus' },
  { type: 'startExtended' },
  { type: 'startCombo' },
  { type: 'discardBolus' },
  { type: 'clearQuick' },
  { type: 'addQuickStep' },
  { type: 'requestQuick' },
  { type: 'confirmQuick' },
  { type: 'trustButton' },
  { type: 'distrustButton' },
  { type: 'applySettings' },
  { type: 'discardProposal' },
  { type: 'startTempBasal' },
  { type: 'endTempBasal' },
  { type: 'endAutomation' },
  { type: 'holdBasal' },
  { type: 'releaseBasal' },
  { type: 'judgeGlucose' },
  { type: 'revokePermission' },
  { type: 'reduceBasal' },
  { type: 'followProfile' },
  { type: 'followController' },
  { type: 'onlyLower' },
  { type: 'limitBasal' },
  { type: 'endMicrobolus' },
  { type: 'closeQuestion' },
  { type: 'acceptCartridge' },
  { type: 'finishChange' },
  { type: 'startPrime' },
  { type: 'startFill' },
  { type: 'stopPrime' },
  { type: 'noteStall' },
];

const COMMANDS: readonly Command[] = [
  { type: 'closePairing' },
  { type: 'runSelfTest' },
  { type: 'runCheck' },
  { type: 'testSounder' },
  { type: 'shutDown' },
  { type: 'stopMotor' },
  { type: 'readEncoder' },
  { type: 'measureForce' },
  { type: 'rewindDrive' },
  { type: 'seatPlunger' },
];

const BARE: ReadonlyMap<string, Addressed> = new Map([
  ...ORDERS.map((order): readonly [string, Addressed] => [order.type, { to: 'ledger', order }]),
  ...COMMANDS.map((command): readonly [string, Addressed] => [command.type, { to: 'world', command }]),
]);

/** Where an action goes that has no particulars; undefined for one that has some. */
export const bare = (action: string): Addressed | undefined => BARE.get(action);
