import type { PageRequest } from './pageRequests.ts';

type Title = { readonly group: string; readonly title: string };

/** Every request in the words of a pump, under what a person looks for. */
const TITLES: Readonly<Record<PageRequest['type'], Title>> = {
  'bolus.requested': { group: 'Bolus', title: 'Request a bolus' },
  'bolus.confirmed': { group: 'Bolus', title: 'Confirm the pending bolus' },
  'bolus.confirmedAgain': { group: 'Bolus', title: 'Confirm the pending bolus again' },
  'bolus.cancelled': { group: 'Bolus', title: 'Cancel a bolus' },
  button: { group: 'Bolus', title: 'Press or release the button of the quick bolus' },
  'carbs.entered': { group: 'Bolus', title: 'Enter carbohydrates of a meal' },
  'suspend.requested': { group: 'Delivery', title: 'Suspend delivery' },
  'resume.requested': { group: 'Delivery', title: 'Resume delivery' },
  'tempBasal.requested': { group: 'Basal', title: 'Start a temporary basal' },
  'tempBasal.cancelled': { group: 'Basal', title: 'End the temporary basal' },
  'lowSuspend.overruled': { group: 'Basal', title: 'Override low-glucose suspend' },
  'automation.enabled': { group: 'Automation', title: 'Switch automation on' },
  'automation.disabled': { group: 'Automation', title: 'Switch automation off' },
  'sleep.started': { group: 'Automation', title: 'Start sleep' },
  'exercise.started': { group: 'Automation', title: 'Start exercise' },
  'activity.ended': { group: 'Automation', title: 'End sleep or exercise' },
  'target.started': { group: 'Automation', title: 'Start a temporary target' },
  'target.cancelled': { group: 'Automation', title: 'Cancel the temporary target' },
  'alarm.acknowledged': { group: 'Alarms', title: 'Acknowledge an alarm' },
  'alarm.paused': { group: 'Alarms', title: 'Pause alarm audio' },
  'change.requested': { group: 'Cartridge', title: 'Start a cartridge change' },
  'change.cancelled': { group: 'Cartridge', title: 'Cancel the cartridge change' },
  'set.disconnected': { group: 'Cartridge', title: 'Confirm that the set is off the body' },
  'rewind.requested': { group: 'Cartridge', title: 'Rewind the plunger' },
  bay: { group: 'Cartridge', title: 'Insert or remove a cartridge' },
  'cartridge.replaced': { group: 'Cartridge', title: 'Enter what the new cartridge holds' },
  'prime.started': { group: 'Cartridge', title: 'Prime the tubing: press' },
  'prime.held': { group: 'Cartridge', title: 'Prime the tubing: still pressed' },
  'prime.stopped': { group: 'Cartridge', title: 'Prime the tubing: release' },
  'prime.skipped': { group: 'Cartridge', title: 'Skip priming the tubing' },
  'fill.requested': { group: 'Cartridge', title: 'Fill the cannula' },
  'fill.cancelled': { group: 'Cartridge', title: 'Stop filling the cannula' },
  'fill.skipped': { group: 'Cartridge', title: 'Skip filling the cannula' },
  'settings.proposed': { group: 'Settings', title: 'Propose settings' },
  'settings.confirmed': { group: 'Settings', title: 'Confirm the pending settings' },
  'settings.discarded': { group: 'Settings', title: 'Discard the pending settings' },
  'screen.unlocked': { group: 'Screen and clock', title: 'Unlock the screen' },
  'screen.locked': { group: 'Screen and clock', title: 'Lock the screen' },
  'entry.opened': { group: 'Screen and clock', title: 'Start data entry' },
  'entry.closed': { group: 'Screen and clock', title: 'End data entry' },
  'clock.set': { group: 'Screen and clock', title: 'Set or confirm the clock' },
  'zone.changed': { group: 'Screen and clock', title: 'Change the time zone' },
  'pairing.opened': { group: 'Remote', title: 'Pair a remote' },
  'pairing.closed': { group: 'Remote', title: 'End pairing' },
  inject: { group: 'World', title: 'Inject or clear a fault' },
  world: { group: 'World', title: 'Change the environment' },
  run: { group: 'World', title: 'Start another run' },
  speed: { group: 'World', title: 'Set the simulation speed' },
};

const KINDS: Readonly<Record<string, string>> = {
  'world battery': 'Set the battery level',
  'world temperature': 'Set the pump temperature',
  'world pressure': 'Set the ambient pressure',
  'world clock': 'Make the clock jump',
  'world sensor': 'Start, expire or fail the glucose sensor',
  'run trace': 'Start another run with a recording',
  'run patient': 'Start another run with a virtual patient',
};

const isType = (type: string): type is PageRequest['type'] => Object.hasOwn(TITLES, type);

/** Throws for a request that has no words: our own mistake. */
export const titleOf = (id: string, type: string): Title => {
  if (!isType(type)) throw new Error(`the request "${type}" has no title`);
  const title = KINDS[id];
  return title === undefined ? TITLES[type] : { ...TITLES[type], title };
};
