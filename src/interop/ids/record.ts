import type { LocalTime } from './localTime.ts';
import type {
  Activation,
  AnnunciationStatus,
  BasalContext,
  BolusType,
  EndReason,
  Operational,
  PrimingEnd,
  TemplateType,
  Therapy,
  TimeReason,
} from './words.ts';

/** Kinds of events that this pump writes into its history, with the codes of the standard. It writes no others. */
export const EVENT = {
  referenceTime: 0x000f,
  bolusProgrammed: 0x005a,
  bolusProgrammedMore: 0x0066,
  bolusDelivered: 0x0069,
  bolusDeliveredMore: 0x0096,
  basalRateChanged: 0x0099,
  tbrStarted: 0x00a5,
  tbrEnded: 0x00aa,
  tbrChanged: 0x00c3,
  profileActivated: 0x00cc,
  totalDaily: 0x00ff,
  therapyChanged: 0x0303,
  operationalChanged: 0x030c,
  reservoirChanged: 0x0330,
  annunciationChanged: 0x033f,
  annunciationChangedMore: 0x0356,
  primingStarted: 0x0395,
  primingDone: 0x039a,
  maxBolusChanged: 0x03fc,
} as const;
export type EventKind = keyof typeof EVENT;

/** A temporary rate: µU/h, or percent of the profile. */
export type TbrLevel =
  | { readonly type: 'absolute'; readonly rateUuPerHour: number }
  | { readonly type: 'relative'; readonly percent: number };

/** The parts of a bolus, in µU, and over how many minutes the second is spread. */
export type BolusAmounts = {
  readonly bolus: number;
  readonly type: BolusType;
  readonly fastUu: number;
  readonly extendedUu: number;
  readonly minutes: number;
};

/** One annunciation: which occurrence, of what type, and what the maker says besides. */
export type AnnunciationTold = {
  /** Of this occurrence, and of no other. */
  readonly instance: number;
  readonly type: number;
  readonly status: AnnunciationStatus;
  /** Which of our alarms it is: 7 is A-07. */
  readonly alarm: number | null;
  /** 1 information, 2 low, 3 medium, 4 high. */
  readonly priority: number | null;
};

/** What has happened. Amounts are whole µU, null where there is none to tell. */
export type IddEvent =
  | { readonly event: 'referenceTime'; readonly reason: TimeReason; readonly time: LocalTime }
  | ({ readonly event: 'bolusProgrammed' } & BolusAmounts)
  | {
      readonly event: 'bolusProgrammedMore';
      readonly correction: boolean;
      readonly meal: boolean;
      readonly delayMinutes: number | null;
      readonly template: number | null;
      readonly activation: Activation | null;
    }
  | ({ readonly event: 'bolusDelivered' } & BolusAmounts)
  | {
      readonly event: 'bolusDeliveredMore';
      /** Seconds from being programmed to its beginning. */
      readonly startedAfterS: number;
      readonly activation: Activation | null;
      readonly reason: EndReason | null;
      readonly instance: number | null;
    }
  | {
      readonly event: 'basalRateChanged';
      readonly before: number;
      readonly after: number;
      readonly context: BasalContext | null;
    }
  | {
      readonly event: 'tbrStarted';
      readonly level: TbrLevel;
      readonly minutes: number;
      readonly template: number | null;
    }
  | {
      readonly event: 'tbrChanged';
      readonly level: TbrLevel;
      readonly minutes: number;
      readonly elapsedMinutes: number;
      readonly template: number | null;
    }
  | {
      readonly event: 'tbrEnded';
      readonly type: TbrLevel['type'];
      readonly elapsedMinutes: number;
      readonly reason: EndReason;
      readonly template: number | null;
      readonly instance: number | null;
    }
  | {
      readonly event: 'profileActivated';
      readonly type: TemplateType;
      readonly before: number;
      readonly after: number;
    }
  | {
      readonly event: 'totalDaily';
      /** The clock was set on that day. */
      readonly timeChanged: boolean;
      readonly bolusUu: number;
      readonly basalUu: number;
      readonly year: number;
      readonly month: number;
      readonly day: number;
    }
  | { readonly event: 'therapyChanged'; readonly before: Therapy; readonly after: Therapy }
  | { readonly event: 'operationalChanged'; readonly before: Operational; readonly after: Operational }
  | { readonly event: 'reservoirChanged'; readonly leftUu: number | null }
  | ({ readonly event: 'annunciationChanged' } & AnnunciationTold)
  | {
      readonly event: 'annunciationChangedMore';
      readonly aux3: number | null;
      readonly aux4: number | null;
      readonly aux5: number | null;
    }
  | { readonly event: 'primingStarted'; readonly amountUu: number | null }
  | {
      readonly event: 'primingDone';
      readonly deliveredUu: number;
      readonly reason: PrimingEnd;
      readonly instance: number | null;
    }
  | { readonly event: 'maxBolusChanged'; readonly beforeUu: number; readonly afterUu: number };

export type EventOf<Kind extends EventKind> = Extract<IddEvent, { event: Kind }>;

/** One entry of the history. */
export type IddRecord = IddEvent & {
  /** Counts from 1 and never again begins. */
  readonly sequence: number;
  /** Seconds since the reference time before it. */
  readonly offsetS: number;
};
