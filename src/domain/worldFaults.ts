import type { AlarmName } from './alarms.ts';

/**
 * Everything that can be made to go wrong in the simulated world of a pump: what it is, in words; what must come of it; and how
 * it ends. The devices produce it, byte for byte, and nobody tells the pump.
 */

/** `byHand`: until it is switched off; `byItself`: at once, or after the next byte or reading; `withTheRun`: never. */
export type FaultEnd = 'byHand' | 'byItself' | 'withTheRun';

/** The alarm that tells a person of it, or why none does. */
export type FaultEffect = { readonly alarm: AlarmName } | { readonly none: string };

export type WorldFault = {
  readonly device: string;
  readonly title: string;
  /** What is done to the world. */
  readonly tells: string;
  readonly ends: FaultEnd;
  readonly comes: FaultEffect;
};

const faults = <const Table extends Readonly<Record<string, WorldFault>>>(table: Table): Table => table;
const alarm = (name: AlarmName): FaultEffect => ({ alarm: name });
const none = (why: string): FaultEffect => ({ none: why });

const rows = faults({
  occlusion: {
    device: 'Line and plunger',
    title: 'Occlusion',
    tells: 'Blocks the line: force rises until the pump notices.',
    ends: 'byHand',
    comes: alarm('occlusion'),
  },
  motorStall: {
    device: 'Line and plunger',
    title: 'Motor stall',
    tells: 'Jams the plunger: the encoder does not follow.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  slip: {
    device: 'Line and plunger',
    title: 'Coupling slips',
    tells: 'Of each turn of the motor, 40 % do not reach the screw.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  creep: {
    device: 'Line and plunger',
    title: 'Plunger creeps',
    tells: 'The screw turns by 40 encoder counts, and nobody has told it to.',
    ends: 'byItself',
    comes: alarm('encoderMismatch'),
  },
  plungerLoose: {
    device: 'Line and plunger',
    title: 'Plunger comes off',
    tells: 'The plunger lets go of its stopper: it pushes nothing, and nothing pushes it.',
    ends: 'withTheRun',
    comes: alarm('forceLost'),
  },
  softLine: {
    device: 'Line and plunger',
    title: 'Soft line',
    tells: 'A set twice as compliant: the same blockage raises the force half as fast.',
    ends: 'byHand',
    comes: none(
      'As long as the line is open, force is what it was; an occlusion is noticed later, within SR-057.',
    ),
  },
  setOff: {
    device: 'Line and plunger',
    title: 'Set pulled out',
    tells: 'The cannula is out of the skin: insulin goes beside the body.',
    ends: 'byHand',
    comes: none('No sensor of a pump sees where its insulin goes: force stays, and only glucose rises.'),
  },
  motorSilent: {
    device: 'Motor driver',
    title: 'Does not answer',
    tells: 'The driver obeys, and says nothing any more.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  motorLostReply: {
    device: 'Motor driver',
    title: 'One reply lost',
    tells: 'The next reply does not come.',
    ends: 'byItself',
    comes: none('The question is asked again within the time of a pulse.'),
  },
  motorLateReply: {
    device: 'Motor driver',
    title: 'Replies come late',
    tells: 'Each reply is 2 s under way, longer than anybody waits for it.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  motorCutReply: {
    device: 'Motor driver',
    title: 'One reply cut short',
    tells: 'The next reply lacks its last two bytes.',
    ends: 'byItself',
    comes: none('A frame that is not whole is no answer: the question is asked again.'),
  },
  motorFlippedByte: {
    device: 'Motor driver',
    title: 'One byte flipped',
    tells: 'A bit of the next reply is wrong.',
    ends: 'byItself',
    comes: none('The checksum tells: the question is asked again.'),
  },
  motorExtraByte: {
    device: 'Motor driver',
    title: 'One byte too many',
    tells: 'The next reply begins with a byte of nobody.',
    ends: 'byItself',
    comes: none('The checksum tells: the question is asked again.'),
  },
  motorPieces: {
    device: 'Motor driver',
    title: 'Byte by byte',
    tells: 'Every byte of its line, both ways, arrives alone.',
    ends: 'byHand',
    comes: none('A frame is put together from whatever pieces come.'),
  },
  motorReboot: {
    device: 'Motor driver',
    title: 'Restarts',
    tells: 'A brown-out of the driver: its position is zero, and it is de-energised.',
    ends: 'byItself',
    comes: alarm('motorStall'),
  },
  motorRunaway: {
    device: 'Motor driver',
    title: 'Runs away',
    tells: 'The motor turns on at full speed, whatever it is told, as long as it has a supply.',
    ends: 'byHand',
    comes: alarm('encoderMismatch'),
  },
  motorOverheats: {
    device: 'Motor driver',
    title: 'Driver error',
    tells: 'The power stage is too hot or shorted, and does not move.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  motorLowVoltage: {
    device: 'Motor driver',
    title: 'Too little voltage',
    tells: 'The supply of the motor is below what its driver takes.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  motorKillSwitch: {
    device: 'Motor driver',
    title: 'Kill switch',
    tells: 'Somebody holds the emergency stop of the driver.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  motorSettings: {
    device: 'Motor driver',
    title: 'Another driver',
    tells: 'The driver has another command timeout than this pump has set: it was swapped.',
    ends: 'byHand',
    comes: none('Settings of the driver are compared at power-on: the next start stops at its self-test.'),
  },
  motorUnplugged: {
    device: 'Motor driver',
    title: 'Unplugged',
    tells: 'The cable of the driver is pulled.',
    ends: 'withTheRun',
    comes: alarm('motorStall'),
  },
  encoderSilent: {
    device: 'Encoder',
    title: 'Does not answer',
    tells: 'The encoder says nothing any more.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  encoderErrors: {
    device: 'Encoder',
    title: 'Answers with errors',
    tells: 'Every answer of the encoder is an error.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  encoderFrozen: {
    device: 'Encoder',
    title: 'Stuck value',
    tells: 'The disc has come loose: the count stays what it is.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  encoderFlippedByte: {
    device: 'Encoder',
    title: 'One byte flipped',
    tells: 'A bit of its next answer is wrong.',
    ends: 'byItself',
    comes: none('What cannot be read is no answer: it is asked again.'),
  },
  encoderUnplugged: {
    device: 'Encoder',
    title: 'Unplugged',
    tells: 'The cable of the encoder is pulled.',
    ends: 'withTheRun',
    comes: alarm('motorStall'),
  },
  forceSilent: {
    device: 'Force sensor',
    title: 'Does not answer',
    tells: 'The load cell says nothing any more.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  forceStuck: {
    device: 'Force sensor',
    title: 'Stuck value',
    tells: 'The converter repeats its last reading for ever.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  forcePounds: {
    device: 'Force sensor',
    title: 'Another unit',
    tells: 'The board says pounds where it said kilograms.',
    ends: 'byHand',
    comes: alarm('motorStall'),
  },
  forceOffset: {
    device: 'Force sensor',
    title: 'Reads 8 N too much',
    tells: 'The zero of the load cell has moved by 8 N.',
    ends: 'byHand',
    comes: alarm('occlusion'),
  },
  forceRestart: {
    device: 'Force sensor',
    title: 'Restarts',
    tells: 'The board starts again, with its banner, and counts its time from zero.',
    ends: 'byItself',
    comes: alarm('motorStall'),
  },
  forceUnplugged: {
    device: 'Force sensor',
    title: 'Unplugged',
    tells: 'The cable of the load cell is pulled.',
    ends: 'withTheRun',
    comes: alarm('motorStall'),
  },
  baySilent: {
    device: 'Cartridge bay',
    title: 'Does not answer',
    tells: 'The switch of the bay says nothing any more.',
    ends: 'byHand',
    comes: none(
      'A switch is asked at power-on and speaks when it changes: silence is noticed at the next start.',
    ),
  },
  bayUnplugged: {
    device: 'Cartridge bay',
    title: 'Unplugged',
    tells: 'The cable of the switch is pulled.',
    ends: 'withTheRun',
    comes: none('The cable is found missing when something is next said over it: at the next start.'),
  },
  cgmLoss: {
    device: 'Glucose sensor',
    title: 'CGM loss',
    tells: 'Silences the glucose sensor.',
    ends: 'byHand',
    comes: alarm('cgmLost'),
  },
  cgmNoise: {
    device: 'Glucose sensor',
    title: 'Noisy',
    tells: 'A loose filament: each reading is 15 % above or below in turn.',
    ends: 'byHand',
    comes: alarm('sensorUnready'),
  },
  cgmSpike: {
    device: 'Glucose sensor',
    title: 'One spike',
    tells: 'One reading is 90 mg/dL too high.',
    ends: 'byItself',
    comes: alarm('risingFast'),
  },
  cgmFlat: {
    device: 'Glucose sensor',
    title: 'Stuck value',
    tells: 'The sensor repeats its last reading.',
    ends: 'byHand',
    comes: alarm('sensorUnready'),
  },
  cgmLow: {
    device: 'Glucose sensor',
    title: 'Compressed',
    tells: 'Somebody lies on it: it reads half of what there is.',
    ends: 'byHand',
    comes: alarm('glucoseLow'),
  },
  cgmSaysHigh: {
    device: 'Glucose sensor',
    title: 'Says HIGH',
    tells: 'The sensor says that glucose is above its range, which is no number.',
    ends: 'byHand',
    comes: alarm('glucoseHigh'),
  },
  cgmSaysLow: {
    device: 'Glucose sensor',
    title: 'Says LOW',
    tells: 'The sensor says that glucose is below its range, which is no number.',
    ends: 'byHand',
    comes: alarm('urgentLow'),
  },
  cgmTwice: {
    device: 'Glucose sensor',
    title: 'Everything twice',
    tells: 'Each reading is heard twice, under one number.',
    ends: 'byHand',
    comes: none('A number that was heard before is refused, and the first reading holds.'),
  },
  cgmAhead: {
    device: 'Glucose sensor',
    title: 'From the future',
    tells: 'Each reading is dated 10 min ahead.',
    ends: 'byHand',
    comes: alarm('cgmLost'),
  },
  cgmStale: {
    device: 'Glucose sensor',
    title: 'Old readings',
    tells: 'Each reading was measured 15 min before it is heard.',
    ends: 'byHand',
    comes: alarm('cgmLost'),
  },
  speakerDead: {
    device: 'Sound board',
    title: 'Speaker dead',
    tells: 'The speaker draws no current: noticed at the next burst, or at the test of every 24 h.',
    ends: 'byHand',
    comes: alarm('sounderFault'),
  },
  vibratorDead: {
    device: 'Sound board',
    title: 'Vibrator dead',
    tells: 'The vibrator draws no current: noticed at the next burst, or at the test of every 24 h.',
    ends: 'byHand',
    comes: alarm('sounderFault'),
  },
  buzzerDead: {
    device: 'Sound board',
    title: 'Buzzer dead',
    tells: 'The buzzer draws no current: noticed at the next burst, or at the test of every 24 h.',
    ends: 'byHand',
    comes: alarm('sounderFault'),
  },
  soundFrozen: {
    device: 'Sound board',
    title: 'Frozen',
    tells:
      'The board hears, and does and says nothing: noticed at the next burst, or at the test of every 24 h.',
    ends: 'withTheRun',
    comes: alarm('sounderFault'),
  },
  soundUnplugged: {
    device: 'Sound board',
    title: 'Unplugged',
    tells: 'The cable of the sound board is pulled: noticed at the next burst, or at the test of every 24 h.',
    ends: 'withTheRun',
    comes: alarm('sounderFault'),
  },
  supplyFails: {
    device: 'Power',
    title: 'Supply fails',
    tells: 'A brown-out: what is stored lasts for a moment, in which the pump stops and writes.',
    ends: 'withTheRun',
    comes: alarm('powerInterrupted'),
  },
  powerFrozen: {
    device: 'Power',
    title: 'Board frozen',
    tells: 'The power board hears, and does and says nothing.',
    ends: 'withTheRun',
    comes: none(
      'Its gauge speaks when the charge changes: a board that was silent anyway is missed at the next start.',
    ),
  },
  powerUnplugged: {
    device: 'Power',
    title: 'Board unplugged',
    tells: 'The cable of the power board is pulled.',
    ends: 'withTheRun',
    comes: none(
      'In simulated time nobody kicks its watchdog, and nothing is written to it: it is missed at the next start.',
    ),
  },
  watchdogDeaf: {
    device: 'Power',
    title: 'Watchdog deaf',
    tells: 'The watchdog never runs out.',
    ends: 'withTheRun',
    comes: none('It is tried at power-on: the next start stops at its self-test.'),
  },
  watchdogWelded: {
    device: 'Power',
    title: 'Watchdog welded',
    tells: 'Its contact stays closed: it cannot take the supply of the motor away.',
    ends: 'withTheRun',
    comes: none('It is tried at power-on: the next start stops at its self-test.'),
  },
  supervisorGone: {
    device: 'Second channel',
    title: 'Process killed',
    tells: 'The process that counts a second time is gone without a word.',
    ends: 'withTheRun',
    comes: alarm('supervisorLost'),
  },
  supervisorEncoderFrozen: {
    device: 'Second channel',
    title: 'Its encoder stuck',
    tells: 'The second encoder stays where it is.',
    ends: 'byHand',
    comes: alarm('supervisorLost'),
  },
  supervisorEncoderSilent: {
    device: 'Second channel',
    title: 'Its encoder silent',
    tells: 'The second encoder says nothing any more.',
    ends: 'byHand',
    comes: alarm('supervisorLost'),
  },
  relayWelded: {
    device: 'Second channel',
    title: 'Its relay welded',
    tells: 'The contact in the supply of the motor stays closed, whatever the second channel says.',
    ends: 'withTheRun',
    comes: none('It is noticed when it must open: another device stops the motor first.'),
  },
  relayFrozen: {
    device: 'Second channel',
    title: 'Its relay board frozen',
    tells: 'The relay board hears, and does and says nothing.',
    ends: 'withTheRun',
    comes: none('Its contact stays closed. It is asked at power-on, and when it must open.'),
  },
  buttonStuck: {
    device: 'Button',
    title: 'Stuck',
    tells: 'The button of the quick bolus stays down.',
    ends: 'byHand',
    comes: alarm('buttonStuck'),
  },
  storageFails: {
    device: 'Storage',
    title: 'Full',
    tells: 'The volume of the journal takes no byte more.',
    ends: 'byHand',
    comes: alarm('journalFailed'),
  },
  storageSlow: {
    device: 'Storage',
    title: 'Slow',
    tells: 'Each record takes 20 ms of real time until it is durable.',
    ends: 'byHand',
    comes: none(
      'Simulated time waits for the journal: nothing is late, and the speed that is reached falls.',
    ),
  },
  checkFails: {
    device: 'Self-test',
    title: 'Memory changed',
    tells: 'The check that runs every 15 min finds memory that is not as it was.',
    ends: 'byHand',
    comes: alarm('periodicTestFailed'),
  },
});

export type FaultName = keyof typeof rows;
export const WORLD_FAULTS: Readonly<Record<FaultName, WorldFault>> = rows;

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(rows, name);
export const FAULT_NAMES: readonly FaultName[] = Object.keys(rows).filter(isFaultName);
