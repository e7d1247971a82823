import type { Requirement } from './requirement.ts';

/** SR-001 to SR-020: the motor, its pulses, the caps and the basal rate. */
export const motor = [
  {
    id: 'SR-001',
    text: 'The motor shall move only while the delivery gate is open for the channel that owns the pulse.',
    hazards: ['H-OVER'],
    rationale: 'One gate, asked before each pulse, is a rule that can be checked in every state.',
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-002',
    text: 'A condition that stops therapy shall end all motor movement within 400 ms; an occlusion or a fault shall not wait for the pulse in flight to complete.',
    hazards: ['H-OVER', 'H-OCC'],
    verified: ['explored', 'scenario', 'test'],
  },
  {
    id: 'SR-003',
    text: 'A suspension by the user shall let the pulse in flight complete and shall let no further pulse start.',
    hazards: ['H-OVER'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-004',
    text: 'No therapy pulse shall start while the pump is off, in self-test, recovering or in fail-safe.',
    hazards: ['H-SW'],
    verified: ['explored'],
  },
  {
    id: 'SR-005',
    text: 'Each pulse shall be recorded durably as an intent before the motor moves and as an outcome after it was verified; the journal shall hold exactly one of each for each pulse.',
    hazards: ['H-OVER'],
    rationale:
      'If the process dies between the two records, the journal still knows that a pulse may have been delivered.',
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-006',
    text: 'A pulse whose outcome is unknown shall count as delivered in insulin on board, in the caps, in the bolus and in the reservoir.',
    hazards: ['H-OVER'],
    verified: ['property', 'scenario', 'test'],
  },
  {
    id: 'SR-007',
    text: 'The encoder shall verify each pulse to within 20 % of its travel; a second pulse in succession that it does not verify shall stop therapy and raise the motor stall alarm (A-07).',
    hazards: ['H-MECH'],
    rationale: 'Stopping at the first such pulse is stricter, and satisfies this sentence too.',
    verified: ['property', 'scenario', 'test'],
  },
  {
    id: 'SR-008',
    text: 'Encoder movement of half a pulse (0.0125 U) or more that nobody commanded shall lead to fail-safe within 100 ms of its report.',
    hazards: ['H-OVER'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-009',
    text: 'A device independent of the software shall cut the motor supply when the motor has been on for longer than 400 ms.',
    hazards: ['H-OVER'],
    rationale: 'A program that hangs with the motor on cannot stop it.',
    verified: ['test'],
    partDue: 'when the hardware watchdog is built',
  },
  {
    id: 'SR-010',
    text: 'The motor shall not run in reverse unless the cartridge is absent.',
    hazards: ['H-REV'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-011',
    text: 'Delivered insulin shall never exceed commanded insulin by more than one pulse (0.025 U) on a channel; an excess of more than 0.05 U in total shall lead to fail-safe.',
    hazards: ['H-OVER'],
    verified: ['property', 'explored'],
  },
  {
    id: 'SR-012',
    text: 'Basal insulin missed during a suspension, a stall or an alarm shall never be delivered later: within the first pulse interval after a resume at most one pulse shall start.',
    hazards: ['H-OVER'],
    verified: ['property', 'scenario'],
  },
  {
    id: 'SR-013',
    text: 'At most one motor command shall be waiting for its answer at any time.',
    hazards: ['H-SW'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-014',
    text: 'Each therapy pulse shall belong to exactly one delivery that is active when the pulse starts.',
    hazards: ['H-OVER'],
    verified: ['explored', 'property'],
  },
  {
    id: 'SR-015',
    text: 'Therapy insulin in any rolling 60 min shall not exceed one hour at the maximum basal rate plus 1.5 maximum boluses; a bolus and a temporary basal above 100 % shall be admitted only if the profile basal of the coming 60 min still fits below that cap.',
    hazards: ['H-OVER', 'H-NOFLOW'],
    rationale:
      'The reserve keeps the cap from ever starving the basal, which would be a stop nobody commanded.',
    verified: ['property', 'test'],
  },
  {
    id: 'SR-016',
    text: 'A bolus, a temporary basal above 100 % or an automatic increase that would take the rolling 24 h above the daily maximum shall be refused; profile basal shall continue. Settings whose profile alone exceeds the daily maximum shall be refused.',
    hazards: ['H-OVER', 'H-NOFLOW'],
    verified: ['property', 'test'],
    partDue: 'when closed loop is built',
  },
  {
    id: 'SR-017',
    text: 'The basal rate in use shall not exceed the maximum basal rate, whatever its source.',
    hazards: ['H-OVER'],
    verified: ['property'],
  },
  {
    id: 'SR-018',
    text: 'While the gate is open, basal insulin delivered in one hour shall be within one pulse (0.025 U) plus 0.5 % of the integral of the programmed rate.',
    hazards: ['H-UNDER'],
    verified: ['property'],
  },
  {
    id: 'SR-019',
    text: 'The fraction of a pulse already earned shall be kept when the basal rate changes and shall be set to zero by a suspension, a stop, a cartridge change or a loss of power.',
    hazards: ['H-UNDER', 'H-OVER'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-020',
    text: 'At most one basal pulse shall be due at a time: a stall of 10 min in the scheduler shall be followed by at most one pulse before the next interval.',
    hazards: ['H-OVER'],
    verified: ['property', 'test'],
  },
] as const satisfies readonly Requirement[];
