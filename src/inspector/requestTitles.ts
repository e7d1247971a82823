import type { PageRequest } from './pageRequests.ts';

type Title = { readonly group: string; readonly title: string };

/** Every request in the words of a pump, under what a person looks for. */
const TITLES: Readonly<Record<PageRequest['type'], Title>> = {
  'bolus.requested': { group: 'Bolus', title: 'Ask for a bolus' },
  'bolus.confirmed': { group: 'Bolus', title: 'Confirm the bolus that waits' },
  'bolus.confirmedAgain': { group: 'Bolus', title: 'Confirm it for the second time' },
  'bolus.cancelled': { group: 'Bolus', title: 'Cancel a bolus' },
  button: { group: 'Bolus', title: 'Press or release the button of the quick bolus' },
  'carbs.entered': { group: 'Bolus', title: 'Enter carbohydrates of a meal' },
  'suspend.requested': { group: 'Delivery', title: 'Suspend delivery' },
  'resume.requested': { group: 'Delivery', title: 'Resume delivery' },
  'tempBasal.requested': { group: 'Basal', title: 'Start a temporary basal' },
  'tempBasal.cancelled': { group: 'Basal', title: 'End the temporary basal' },
  'lowSuspend.overruled': { group: 'Basal', title: 'Give basal although glucose is low' },
  'automation.enabled': { group: 'Automation', title: 'Switch automation on' },
  'automation.disabled': { group: 'Automation', title: 'Switch automation off' },
  'sleep.started': { group: 'Automation', title: 'Begin to sleep' },
  'exercise.started': { group: 'Automation', title: 'Begin to exercise' },
  'activity.ended': { group: 'Automation', title: 'End sleep or exercise' },
  'target.started': { group: 'Automation', title: 'Aim at another glucose for a while' },
  'target.cancelled': { group: 'Automation', title: 'Aim at the glucose of the settings again' },
  'alarm.acknowledged': { group: 'Alarms', title: 'Acknowledge an alarm' },
  'alarm.paused': { group: 'Alarms', title: 'Pause the sound of an alarm' },
  'change.requested': { group: 'Cartridge', title: 'Begin to change the cartridge' },
  'change.cancelled': { group: 'Cartridge', title: 'Give the change up' },
  'set.disconnected': { group: 'Cartridge', title: 'Say that the set is off the body' },
  'rewind.requested': { group: 'Cartridge', title: 'Draw the plunger back' },
  bay: { group: 'Cartridge', title: 'Put a cartridge into the bay, or take it out' },
  'cartridge.replaced': { group: 'Cartridge', title: 'Say what the new cartridge holds' },
  'prime.started': { group: 'Cartridge', title: 'Fill the tubing: press' },
  'prime.held': { group: 'Cartridge', title: 'Fill the tubing: still pressed' },
  'prime.stopped': { group: 'Cartridge', title: 'Fill the tubing: let go' },
  'prime.skipped': { group: 'Cartridge', title: 'Leave the tubing as it is' },
  'fill.requested': { group: 'Cartridge', title: 'Fill the cannula' },
  'fill.cancelled': { group: 'Cartridge', title: 'Stop filling the cannula' },
  'fill.skipped': { group: 'Cartridge', title: 'Leave the cannula as it is' },
  'settings.proposed': { group: 'Settings', title: 'Propose settings' },
  'settings.confirmed': { group: 'Settings', title: 'Confirm the settings that wait' },
  'settings.discarded': { group: 'Settings', title: 'Discard the settings that wait' },
  'screen.unlocked': { group: 'Screen and clock', title: 'Unlock the screen' },
  'screen.locked': { group: 'Screen and clock', title: 'Lock the screen' },
  'entry.opened': { group: 'Screen and clock', title: 'Begin an entry' },
  'entry.closed': { group: 'Screen and clock', title: 'Leave an entry' },
  'clock.set': { group: 'Screen and clock', title: 'Set the clock, or say that it is right' },
  'zone.changed': { group: 'Screen and clock', title: 'Change the time zone' },
  'pairing.opened': { group: 'Remote', title: 'Pair a remote' },
  'pairing.closed': { group: 'Remote', title: 'End pairing' },
  inject: { group: 'World', title: 'Begin or end a fault' },
  world: { group: 'World', title: 'Change the surroundings' },
  run: { group: 'World', title: 'Begin another run' },
  speed: { group: 'World', title: 'Run faster or slower' },
};

const KINDS: Readonly<Record<string, string>> = {
  'world battery': 'Charge the battery to a level',
  'world temperature': 'Heat or cool the pump',
  'world pressure': 'Change the air pressure',
  'world clock': 'Let the clock leap',
  'world sensor': 'Put a glucose sensor in, or end it',
  'run trace': 'Begin another run with the recording',
  'run patient': 'Begin another run with a virtual patient',
};

const isType = (type: string): type is PageRequest['type'] => Object.hasOwn(TITLES, type);

/** Throws for a request that has no words: our own mistake. */
export const titleOf = (id: string, type: string): Title => {
  if (!isType(type)) throw new Error(`the request "${type}" has no title`);
  const title = KINDS[id];
  return title === undefined ? TITLES[type] : { ...TITLES[type], title };
};
