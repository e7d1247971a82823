import { HARD } from '../limits.ts';

/** For whom a pump is set up. Each has limits of its own that no setting exceeds. */
export const PEOPLE = ['child', 'teenager', 'adult', 'resistantAdult', 'pregnant'] as const;
export type Kind = (typeof PEOPLE)[number];

/** The most for a kind of person: µU/h, µU, and µU of net insulin on board that automation may bring about. */
export type KindLimits = {
  readonly maxBasalUuPerHour: number;
  readonly maxBolusUu: number;
  readonly maxOnBoardUu: number;
};

const UNIT = 1_000_000;

const limits = (basal: number, bolus: number, onBoard: number): KindLimits => ({
  maxBasalUuPerHour: Math.min(basal * UNIT, HARD.maxBasalUuPerHour),
  maxBolusUu: Math.min(bolus * UNIT, HARD.maxBolusUu),
  maxOnBoardUu: onBoard * UNIT,
});

/** The hard limits of AndroidAPS by type of patient (pump domain 1F), and never above the pump's own. */
export const KIND_LIMITS: Readonly<Record<Kind, KindLimits>> = {
  child: limits(2, 5, 7),
  teenager: limits(5, 10, 13),
  adult: limits(10, 17, 22),
  resistantAdult: limits(12, 25, 30),
  pregnant: limits(25, 60, 70),
};
