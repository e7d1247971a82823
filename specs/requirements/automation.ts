import type { Requirement } from './requirement.ts';

/** SR-088 to SR-100: what an algorithm may do, and on which readings. */
export const automation = [
  {
    id: 'SR-088',
    text: 'Automation shall be able to lower or raise basal and to request an automatic bolus within the caps, and nothing else: it shall have no way to disable an alarm, the gate or a limit.',
    hazards: ['H-OVER'],
    verified: ['explored', 'inspection'],
    due: 'when closed loop is built',
  },
  {
    id: 'SR-089',
    text: 'Predictive suspension shall last at most 120 min in any rolling 150 min.',
    hazards: ['H-NOFLOW'],
    verified: ['property'],
    due: 'when predictive suspend is built',
  },
  {
    id: 'SR-090',
    text: 'A predictive suspension or an automatic zero rate shall not end a normal bolus of the user; it shall end automatic boluses and, by default, the extended part of a bolus.',
    hazards: ['H-NOFLOW', 'H-OVER'],
    verified: ['explored', 'scenario'],
    due: 'when predictive suspend is built',
  },
  {
    id: 'SR-091',
    text: 'Without a valid glucose reading for 10 min a predictive suspension shall end in scheduled basal; if the last reading was below 70 mg/dL, at most 30 min later.',
    hazards: ['H-NOFLOW'],
    verified: ['property', 'scenario'],
    due: 'when predictive suspend is built',
  },
  {
    id: 'SR-092',
    text: 'After the user ended a predictive suspension no other shall start for 30 min.',
    hazards: ['H-NOFLOW'],
    verified: ['explored', 'scenario'],
    due: 'when predictive suspend is built',
  },
  {
    id: 'SR-093',
    text: 'No glucose reading that is older than 12 min, flat, of medium noise or worse, or more than 40 mg/dL from the one before shall increase insulin.',
    hazards: ['H-CGM'],
    verified: ['property'],
  },
  {
    id: 'SR-094',
    text: 'An automatic command shall be valid for at most 30 min; when it expires the rate shall return to the lower of the safe rate and the profile.',
    hazards: ['H-OVER', 'H-NOFLOW'],
    verified: ['property', 'explored'],
    due: 'when closed loop is built',
  },
  {
    id: 'SR-095',
    text: 'An automatic rate shall not exceed the lowest of the maximum basal rate, 3 times the highest rate of the profile and 4 times its current rate; insulin on board with the automatic part shall not exceed its maximum.',
    hazards: ['H-OVER'],
    verified: ['property'],
    due: 'when closed loop is built',
  },
  {
    id: 'SR-096',
    text: 'An automatic bolus shall follow one selected policy: at least 60 min after any bolus, or at least 3 min after one and at most 30 min of basal in size; it shall not be given while glucose is falling or below the threshold.',
    hazards: ['H-OVER'],
    verified: ['property'],
    due: 'when closed loop is built',
  },
  {
    id: 'SR-097',
    text: 'While glucose is below 60 mg/dL, or predicted below the threshold, automated delivery shall be zero.',
    hazards: ['H-OVER'],
    verified: ['property', 'explored'],
    due: 'when closed loop is built',
  },
  {
    id: 'SR-098',
    text: 'Automation shall not start during a temporary basal, an extended bolus or a suspension, nor with insulin on board unknown, nor before three fresh glucose readings.',
    hazards: ['H-OVER'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-099',
    text: 'Without controller or glucose for more than 20 min the rate shall be the lower of the profile and the adaptive rate; after 90 min automation shall end with an alarm.',
    hazards: ['H-CGM'],
    verified: ['explored', 'scenario'],
    partDue: 'when closed loop is built',
  },
  {
    id: 'SR-100',
    text: 'Automation at its highest rate for 4 h, or at zero or its lowest rate for 2.5 h, shall fall back to the limited rate and alert the user.',
    hazards: ['H-CGM'],
    verified: ['explored', 'test', 'scenario'],
    partDue: 'when closed loop is built',
  },
] as const satisfies readonly Requirement[];
