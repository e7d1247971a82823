import type { Requirement } from './requirement.ts';

/** SR-108 to SR-118: environment, security, the independent supervisor, and faults of our own. */
export const supervision = [
  {
    id: 'SR-108',
    text: 'A temperature below 2 °C or above 45 °C for 60 s, a pressure outside 70 kPa to 106 kPa, or a pressure change above 2 kPa/s for 3 s shall stop delivery with a HIGH alarm; a temperature below 5 °C or above 37 °C shall raise a LOW one.',
    hazards: ['H-ENV', 'H-BIO'],
    rationale: 'Heat and frost also spoil insulin, which no other sensor can see.',
    verified: ['property', 'test', 'scenario'],
  },
  {
    id: 'SR-109',
    text: 'After a rapid change of pressure the user shall be told to disconnect and to look for air before a resume is accepted.',
    hazards: ['H-FREE'],
    verified: ['test', 'scenario'],
  },
  {
    id: 'SR-110',
    text: 'A remote link shall need pairing by physical presence, authentication of both sides, encryption and a rising counter; its commands shall be valid for at most 60 s and shall be limited to what the partner is allowed.',
    hazards: ['H-SEC'],
    verified: ['property', 'explored', 'test'],
  },
  {
    id: 'SR-111',
    text: 'Input that is malformed or out of range shall be rejected and recorded, and never moved into range.',
    hazards: ['H-SEC'],
    verified: ['property', 'test'],
  },
  {
    id: 'SR-112',
    text: 'Loss of the remote link during a bolus shall not change the bolus; afterwards each side shall ask for the state and not assume it.',
    hazards: ['H-SEC', 'H-OVER'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-113',
    text: 'A supervisor shall recompute the limits from its own count of pulses and shall be able to stop the motor.',
    hazards: ['H-SW'],
    rationale: 'It is a process of its own with an encoder and a switch of its own: it catches a hang, too.',
    verified: ['property', 'test'],
  },
  {
    id: 'SR-114',
    text: 'Silence of the supervisor for more than 2 s, or its disagreement, shall lead to fail-safe.',
    hazards: ['H-SW'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-115',
    text: 'Deliveries, commands with their confirmations, malfunctions, alarms with their acknowledgements and connections shall all be recorded and exportable.',
    hazards: ['H-ALARM'],
    verified: ['test', 'inspection'],
    partDue: 'when export is built',
  },
  {
    id: 'SR-116',
    text: 'No way to stop delivery or to raise an alarm shall depend on a network, a display or a remote service.',
    hazards: ['H-NOFLOW'],
    verified: ['test', 'inspection'],
  },
  {
    id: 'SR-117',
    text: 'A difference of version or configuration between the pump and its supervisor shall prevent delivery.',
    hazards: ['H-SW'],
    verified: ['test'],
  },
  {
    id: 'SR-118',
    text: 'Any exception shall stop the motor, latch the fault and lead to fail-safe; alarm and journal shall carry on.',
    hazards: ['H-SW'],
    verified: ['property', 'test'],
  },
] as const satisfies readonly Requirement[];
