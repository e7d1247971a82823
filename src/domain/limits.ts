/**
 * Hard limits: constants that no setting, file or algorithm can exceed.
 * Values and their basis: the reference parameter set of the pump domain (RPS), modelled on the
 * published limits of commercial pumps.
 */
export const HARD = {
  /** No pump rate above 15 U/h. */
  maxBasalUuPerHour: 15_000_000,
  /** A rate other than none is at least 0.025 U/h, a pulse an hour: less is a slip of a thousandfold. */
  leastBasalUuPerHour: 25_000,
  /** Rates of a profile that are reckoned, not typed, are in steps of 0.01 U/h. */
  basalStepUuPerHour: 10_000,
  /** Automation aims at no less and no more than this, mg/dL (AndroidAPS); at another target for a day at most. */
  targetLeastMgDl: 80,
  targetMostMgDl: 200,
  temporaryTargetMostMs: 24 * 3_600_000,
  /** No bolus above 25 U. */
  maxBolusUu: 25_000_000,
  /** No more than 300 U in a rolling day, whatever the setting. */
  maxDailyUu: 300_000_000,
  /** Smallest bolus and its step: 0.05 U. Finer requests are refused, never rounded. */
  bolusStepUu: 50_000,
  /** An extended bolus takes 15 min to 8 h, in steps of 15 min. */
  extendedLeastMs: 15 * 60_000,
  extendedMostMs: 8 * 3_600_000,
  extendedStepMs: 15 * 60_000,
  /** So much of its amount delivered since a request was made, and it may be its own repetition (SR-032). */
  repeatedPercent: 20,
  /** A cartridge holds at most 300 U. */
  cartridgeUu: 300_000_000,
  /** A bolus may not take the reservoir below this. */
  reservoirReserveUu: 1_000_000,
  veryLowReservoirUu: 5_000_000,
  /** Every amount is reckoned for U-100; another strength would make each dose two or five times too large. */
  unitsPerMl: 100,
  /** The least that the tubing of a set holds. */
  tubingUu: 8_000_000,
  /** More than this in one step of priming is asked about. */
  primeMostUu: 30_000_000,
  /** What a cannula takes. */
  fillLeastUu: 100_000,
  fillMostUu: 1_000_000,
  tempBasalPercent: 250,
  tempBasalLeastMs: 15 * 60_000,
  tempBasalMostMs: 24 * 3_600_000,
  tempBasalStepMs: 15 * 60_000,
  /** A suspension for a chosen time: when it may remind. */
  suspensionLeastMs: 15 * 60_000,
  suspensionMostMs: 2 * 3_600_000,
} as const;

/** The two settings that the cap of the hour is reckoned from, in µU. */
type HourlySettings = { readonly maxBasalUuPerHour: number; readonly maxBolusUu: number };

/**
 * The most that all channels together may give in any rolling hour, in µU (SR-015): one hour of the highest basal
 * and one and a half of the largest bolus, the hard limits binding whatever is set. Whoever counts independently
 * counts against this one cap: with two, a slip in either would pass for a disagreement.
 */
export const hourlyMostUu = ({ maxBasalUuPerHour, maxBolusUu }: HourlySettings): number =>
  Math.min(maxBasalUuPerHour, HARD.maxBasalUuPerHour) +
  Math.floor((Math.min(maxBolusUu, HARD.maxBolusUu) * 3) / 2);

/** Lengths of time that the charts and the ledger live by, in ms. */
export const TIMING = {
  selfTest: 10_000,
  /** A bolus that nobody confirms within 90 s is discarded (SR-026). */
  confirmation: 90_000,
  /** From motor-on to arrival: 400 ms, then nobody knows where the plunger is. */
  pulse: 400,
  /** From arrival to an answer of both sensors. */
  verification: 400,
  /** From a stop command to the confirmation that the motor is at rest. */
  halt: 400,
  /** Between two pulses of a bolus: 1.5 U/min (SR-036). */
  bolusInterval: 1_000,
  /** Between two pulses of a prime or fill: 3 U/min. */
  primeInterval: 500,
  /** A held key is heard of every 500 ms. After four signs that never came it counts as let go: 0.1 U at most. */
  primeSign: 500,
  primeHold: 2_000,
  /** The plunger goes all the way back within this time. */
  rewind: 120_000,
  /** The plunger meets a cartridge within this time. */
  seating: 60_000,
  /** A step of a cartridge change that nobody takes within 3 min is announced. */
  changeStep: 180_000,
  /** A suspension that nobody ended in 15 min is announced, and again every 15 min. */
  suspension: 15 * 60_000,
  /** A loss of glucose is told 20 min after the last reading, again at 60 min, and then every hour. */
  lossNotice: 40 * 60_000,
  lossRepeat: 60 * 60_000,
  /** A controller that has not answered within half a minute has not answered. */
  answer: 30_000,
  /** Automation that cannot start in 30 min is given up. */
  attempt: 30 * 60_000,
  /** Automation that does less for 90 min ends with an alarm (SR-099). */
  limitation: 90 * 60_000,
  /** SR-091: without readings, so long a suspension goes on that began low; SR-092: none after one was overruled. */
  blindness: 30 * 60_000,
  shortLockout: 30 * 60_000,
  /** A suspension that is used up and that nobody answered: none for so long, after the MiniMed guide. */
  longLockout: 4 * 3_600_000,
  /** A depleted battery: so long the alarm is heard before the pump switches itself off. */
  shutdown: 3 * 60_000,
  /** Beyond its limits the temperature is borne for 60 s; it is over after 5 min in range. */
  temperatureBearable: 60_000,
  temperatureReturn: 5 * 60_000,
  /** Without a clock the lowest basal is given for at most 60 min (SR-078). */
  clockGrace: 60 * 60_000,
  /** Program, memory and what is stored are checked every 15 min (SR-065); an answer takes 10 s at most. */
  checkPeriod: 15 * 60_000,
  checkAnswer: 10_000,
  /**
   * The supervisor beats once a second. A beat that is a quarter late is missed; 750 ms later the second is
   * missed too, 2 s after the last that came (SR-114).
   */
  supervisorBeat: 1_250,
  supervisorSilence: 750,
  /** So long after the pump's last word the supervisor cuts the motor; the relay has 250 ms to do it (SR-114). */
  mainSilence: 1_750,
  /** From power to its first word. */
  supervisorReady: 5_000,
  /** Speaker, vibrator and buzzer are tested every day (SR-085). */
  sounderPeriod: 24 * 3_600_000,
  sounderAnswer: 10_000,
  /** The quick bolus: held so long on purpose, counted until nobody pressed for so long, confirmed within so long. */
  quickHold: 2_000,
  quickPause: 4_000,
  quickWait: 10_000,
  /** A button is stuck after 60 s, jammed 2 min later, and free again 5 s after it was released. */
  buttonHeld: 60_000,
  buttonJam: 120_000,
  buttonRest: 5_000,
  /** From the first reminder to MEDIUM at one hour, and from there to HIGH at two; then every 3 min (SR-041). */
  firstHour: 45 * 60_000,
  secondHour: 60 * 60_000,
  insistence: 3 * 60_000,
  /** Auto-off warns so long before it stops delivery, and again every minute (SR-044). */
  autoOffWarning: 15 * 60_000,
  countdown: 60_000,
  /** Longest stretch of basal accounted for at once; more is dropped, never caught up (SR-012). */
  absorbMost: 60_000,
  /** A bolus that nobody looked after for so long is late, and ends. */
  bolusLate: 30_000,
  /** How often the ledger asks to be woken at least. */
  absorbEvery: 30_000,
  /** A person has this long to type a pairing code on the remote; between 60 s and 120 s. */
  pairingWindow: 90_000,
  /** A permission for a bolus from afar, and a challenge that a remote answers, live 60 s (SR-110). */
  remotePermission: 60_000,
  challenge: 60_000,
  /** So long without an authenticated message, and the remote is lost. */
  remoteContact: 30 * 60_000,
  /** The screen locks after 60 s without a touch; between 30 s and 120 s (SR-107). */
  screenLock: 60_000,
  /** An entry that nobody goes on with for 90 s is discarded. */
  entry: 90_000,
  /** Settings that nobody confirms within 90 s are not wanted. */
  proposal: 90_000,
} as const;

/** Bounds within which any algorithm has to live, in ms. */
export const LIMITS_OF_AUTOMATION = {
  /** A reading this old is still fresh. */
  freshMs: 6 * 60_000,
  /** No command is valid for longer (SR-094). */
  validMostMs: 30 * 60_000,
  /** A controller that has been silent for longer is lost (SR-099). */
  silenceMs: 20 * 60_000,
  /** What has been given on average is known after so long; no more than a day of it counts (SR-099). */
  averageLeastMs: 6 * 3_600_000,
  averageMostMs: 24 * 3_600_000,
  /** Without glucose a rate of zero goes on for so long, and for an hour in all, after the Omnipod 5. */
  zeroMoreMs: 40 * 60_000,
  zeroMostMs: 60 * 60_000,
  /** So long at its highest, or at its lowest rate, and it falls back (SR-100). */
  mostMs: 4 * 3_600_000,
  leastMs: 150 * 60_000,
} as const;
