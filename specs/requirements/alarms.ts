import type { Requirement } from './requirement.ts';

/** SR-080 to SR-087: alarms that are raised, heard, kept and acted on. */
export const alarms = [
  {
    id: 'SR-080',
    text: 'Every stop of delivery that the user did not command shall raise a HIGH alarm within 1 s, except a predictive or automatic zero rate (A-47), a cartridge change (A-12) and start-up.',
    hazards: ['H-ALARM'],
    rationale: 'Hours of unnoticed non-delivery cause ketoacidosis: silence is a hazard.',
    source: ['our own design'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-081',
    text: 'A HIGH alarm that nobody acknowledges shall reach the siren within 10 min, and no setting shall silence it.',
    hazards: ['H-ALARM'],
    rationale: 'Somebody asleep in the next room is reached only by what grows louder.',
    source: ['MiniMed alarm guides'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-082',
    text: 'An audio pause of a HIGH alarm shall last at most 2 min, and a new alarm of equal or higher priority shall end it.',
    hazards: ['H-ALARM'],
    rationale: 'A pause is for reading the screen, and not for forgetting the alarm.',
    source: ['IEC 60601-1-8 (from memory)'],
    verified: ['explored', 'property'],
  },
  {
    id: 'SR-083',
    text: 'An alarm that was active before a reset shall be active and announced again after it.',
    hazards: ['H-ALARM'],
    rationale: 'A reset cures no occlusion and fills no cartridge.',
    source: ['our own design'],
    verified: ['test'],
  },
  {
    id: 'SR-084',
    text: 'Of several active alarms the one of highest priority, and of these the earliest, shall sound; all shall be listed.',
    hazards: ['H-ALARM'],
    rationale: 'Several tones at once are understood by nobody, and the worst must not wait.',
    source: ['Smiths Medical CSCM6000 manual'],
    verified: ['property', 'explored'],
  },
  {
    id: 'SR-085',
    text: 'Speaker and vibrator shall be tested at power-on and every 24 h; fail-safe shall have a buzzer of its own.',
    hazards: ['H-HW'],
    rationale:
      'An alarm that cannot be heard is no alarm, and a program that failed may be unable to sound one.',
    source: ['Open PCA Pump requirements, EC17'],
    verified: ['test', 'scenario'],
    rig: 'A rig with a microphone hears the buzzer while the processor of the pump is held in reset.',
  },
  {
    id: 'SR-086',
    text: 'The third time within 10 min that the same alarm stops delivery and the user resumes shall stop delivery with a HIGH alarm and refuse further resumes until the cartridge or the site was changed.',
    hazards: ['H-USE'],
    rationale:
      'Who resumes three times has not found the cause, and each try leaves the dose more uncertain.',
    source: ['Open PCA Pump requirements, 6.5(18)'],
    verified: ['property', 'scenario'],
  },
  {
    id: 'SR-087',
    text: 'A LOW alarm shall never stop delivery.',
    hazards: ['H-NOFLOW'],
    rationale: 'To stop for a trifle exchanges a nuisance for a danger.',
    source: ['YpsoPump manual'],
    verified: ['explored', 'property'],
  },
] as const satisfies readonly Requirement[];
