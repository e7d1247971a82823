/**
 * The vocabulary of the Bluetooth Insulin Delivery Service 1.0.2, each word with its code. The codes are words of one
 * code whose members differ in at least four bits, so no damaged bit turns one into another; what is in no table
 * here is prohibited, and never taken for something near it.
 */

/** Whether insulin is given. `pause` would give later what it leaves out now: this pump never does (SR-012). */
export const THERAPY = { undetermined: 0x0f, stop: 0x33, pause: 0x3c, run: 0x55 } as const;
export type Therapy = keyof typeof THERAPY;

export const OPERATIONAL = {
  undetermined: 0x0f,
  off: 0x33,
  standby: 0x3c,
  preparing: 0x55,
  priming: 0x5a,
  waiting: 0x66,
  ready: 0x96,
} as const;
export type Operational = keyof typeof OPERATIONAL;

/** Kinds of annunciation that the standard knows. Makers have the words from 0xF000 on besides. */
export const STANDARD_ANNUNCIATIONS = {
  systemIssue: 0x000f,
  mechanicalIssue: 0x0033,
  occlusionDetected: 0x003c,
  reservoirIssue: 0x0055,
  reservoirEmpty: 0x005a,
  reservoirLow: 0x0066,
  primingIssue: 0x0069,
  infusionSetIncomplete: 0x0096,
  infusionSetDetached: 0x0099,
  powerSourceInsufficient: 0x00a5,
  batteryEmpty: 0x00aa,
  batteryLow: 0x00c3,
  batteryMedium: 0x00cc,
  batteryFull: 0x00f0,
  temperatureOutOfRange: 0x00ff,
  airPressureOutOfRange: 0x0303,
  bolusCanceled: 0x030c,
  tbrOver: 0x0330,
  tbrCanceled: 0x033f,
  maxDelivery: 0x0356,
  dateTimeIssue: 0x0359,
  temperature: 0x0365,
} as const;
export type StandardAnnunciation = keyof typeof STANDARD_ANNUNCIATIONS;

/** `snoozed` is still there; `confirmed` is over. */
export const ANNUNCIATION_STATUS = {
  undetermined: 0x0f,
  pending: 0x33,
  snoozed: 0x3c,
  confirmed: 0x55,
} as const;
export type AnnunciationStatus = keyof typeof ANNUNCIATION_STATUS;

export const BOLUS_TYPE = { undetermined: 0x0f, fast: 0x33, extended: 0x3c, multiwave: 0x55 } as const;
export type BolusType = keyof typeof BOLUS_TYPE;

/** What of a bolus is asked for. */
export const BOLUS_SELECTION = { programmed: 0x0f, remaining: 0x33, delivered: 0x3c } as const;
export type BolusSelection = keyof typeof BOLUS_SELECTION;

/** Who let it begin: a person, a person by a recommendation, or a controller. */
export const ACTIVATION = {
  undetermined: 0x0f,
  manual: 0x33,
  recommended: 0x3c,
  changedRecommended: 0x55,
  commanded: 0x5a,
} as const;
export type Activation = keyof typeof ACTIVATION;

/** Why a bolus or a temporary rate ended. */
export const END_REASON = { undetermined: 0x0f, programmedOver: 0x33, canceled: 0x3c, error: 0x55 } as const;
export type EndReason = keyof typeof END_REASON;

export const PRIMING_END = {
  undetermined: 0x0f,
  abortedByUser: 0x33,
  amountReached: 0x3c,
  error: 0x55,
} as const;
export type PrimingEnd = keyof typeof PRIMING_END;

export const TBR_TYPE = { undetermined: 0x0f, absolute: 0x33, relative: 0x3c } as const;
export type TbrType = keyof typeof TBR_TYPE;

/** Who set the basal rate: at the pump, by a remote, or a controller of an artificial pancreas. */
export const BASAL_CONTEXT = { undetermined: 0x0f, device: 0x33, remote: 0x3c, controller: 0x55 } as const;
export type BasalContext = keyof typeof BASAL_CONTEXT;

export const TEMPLATE_TYPE = {
  undetermined: 0x0f,
  basal: 0x33,
  isf: 0x3c,
  carbRatio: 0x55,
  target: 0x5a,
} as const;
export type TemplateType = keyof typeof TEMPLATE_TYPE;

/** Why a reference time was written. */
export const TIME_REASON = { undetermined: 0x0f, set: 0x33, periodic: 0x3c, lost: 0x55 } as const;
export type TimeReason = keyof typeof TIME_REASON;

export const COUNTER = { lifetime: 0x0f, warranty: 0x33, loaner: 0x3c, reservoirInsulin: 0x55 } as const;
export type Counter = keyof typeof COUNTER;

export const COUNTER_SELECTION = { remaining: 0x0f, elapsed: 0x33 } as const;
export type CounterSelection = keyof typeof COUNTER_SELECTION;

/** Bits of IDD Status Changed. Each stays set until a client has reset it. */
export const CHANGED = {
  therapy: 0,
  operational: 1,
  reservoir: 2,
  annunciation: 3,
  totalDaily: 4,
  basal: 5,
  bolus: 6,
  history: 7,
} as const;
export type Changed = keyof typeof CHANGED;

/** Bits of IDD Features. */
export const FEATURE = {
  protection: 0,
  basal: 1,
  tbrAbsolute: 2,
  tbrRelative: 3,
  tbrTemplate: 4,
  fastBolus: 5,
  extendedBolus: 6,
  multiwaveBolus: 7,
  bolusDelay: 8,
  bolusTemplate: 9,
  bolusActivation: 10,
  multipleBond: 11,
  isf: 12,
  carbRatio: 13,
  targetRange: 14,
  onBoard: 15,
  extension: 23,
} as const;
export type Feature = keyof typeof FEATURE;
