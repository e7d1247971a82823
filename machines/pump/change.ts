import { primingTubing } from './priming.ts';
import { pump, type Region } from './setup.ts';

const fault = { type: 'raiseAlarm', params: { alarm: 'cartridgeFault' } } as const;
const exhaustedIsOver = { type: 'ceaseAlarm', params: { alarm: 'fillMaximum' } } as const;
const unprimed = {
  actions: { type: 'raiseAlarm', params: { alarm: 'notPrimed' } },
  meta: { req: ['SR-048'] },
} as const;
/** A step that nobody takes. Nothing is delivered meanwhile, and somebody must hear of it. */
const idle = {
  changeStep: {
    actions: { type: 'raiseAlarm', params: { alarm: 'changeIncomplete' } },
    meta: { req: ['SR-052'] },
  },
} as const;

/** A cartridge change, step by step: what comes out, what goes in, and what fills tubing and cannula. */
export const changing = pump.createStateConfig({
  description: 'Nothing is delivered: the set is off the body until its site is in.',
  meta: { req: ['SR-048'] },
  initial: 'occupied',
  exit: [
    { type: 'ceaseAlarm', params: { alarm: 'changeIncomplete' } },
    { type: 'ceaseAlarm', params: { alarm: 'notPrimed' } },
    exhaustedIsOver,
  ],
  states: {
    unloading: {
      description: 'The prepared cartridge is still in: it may stay, or come out.',
      on: { 'change.cancelled': '#pump.supply.ready', 'cartridge.removed': 'empty' },
      after: idle,
    },
    occupied: {
      description: 'What is in the bay is not prepared, and must come out: the plunger goes back only alone.',
      on: { 'cartridge.removed': 'empty' },
      after: idle,
    },
    empty: {
      description: 'The plunger waits: what it presses out of a cartridge is no dose, and must meet no body.',
      meta: { req: ['SR-049'] },
      on: { 'cartridge.inserted': 'occupied', 'set.disconnected': 'disconnected' },
      after: idle,
    },
    disconnected: {
      description: 'A person has said that the set is off the body.',
      on: {
        'cartridge.inserted': 'occupied',
        'rewind.requested': { guard: 'motorIsFree', target: 'rewinding' },
      },
      after: idle,
    },
    rewinding: {
      description: 'The only movement backwards, and only with an open bay.',
      meta: { req: ['SR-010'] },
      entry: 'rewindDrive',
      on: {
        'plunger.homed': 'rewound',
        'rewind.failed': { target: 'empty', actions: fault },
        'cartridge.inserted': { target: 'occupied', actions: 'stopMotor', meta: { req: ['SR-010'] } },
        'alarm.stopRaised': { target: 'empty', actions: 'stopMotor' },
      },
      after: { rewind: { target: 'empty', actions: ['stopMotor', fault] } },
    },
    rewound: { on: { 'cartridge.inserted': 'seating' }, after: idle },
    seating: {
      description: 'Forward, step by step, until the force says that the plunger has met the cartridge.',
      entry: 'seatPlunger',
      on: {
        'seat.verified': 'seated',
        'seat.doubted': { target: 'occupied', actions: fault, meta: { req: ['SR-061'] } },
        'seating.failed': { target: 'occupied', actions: fault },
        'cartridge.removed': { target: 'empty', actions: 'stopMotor' },
        'alarm.stopRaised': { target: 'occupied', actions: 'stopMotor' },
      },
      after: { seating: { target: 'occupied', actions: ['stopMotor', fault] } },
    },
    seated: {
      description: 'The user says how much is in it, and of which strength.',
      // Rest position and force of this cartridge are what later readings are held against.
      entry: ['readEncoder', 'measureForce'],
      on: {
        'cartridge.accepted': {
          target: 'loaded',
          actions: 'acceptCartridge',
          meta: { req: ['SR-053', 'SR-055'] },
        },
        'cartridge.removed': 'empty',
      },
      after: idle,
    },
    loaded: {
      on: {
        'prime.started': { guard: 'motorIsStill', target: 'primingTubing', meta: { req: ['SR-049'] } },
        'prime.skipped': 'primed',
        'cartridge.removed': 'empty',
      },
      after: idle,
    },
    primingTubing,
    primed: {
      description: 'Drops at the needle. The site goes in now.',
      on: {
        'prime.started': { guard: 'motorIsStill', target: 'primingTubing', meta: { req: ['SR-049'] } },
        'fill.requested': { guard: 'fillIsPossible', target: 'fillingCannula', meta: { req: ['SR-049'] } },
        'fill.skipped': { target: '#pump.supply.ready', actions: 'finishChange' },
        'cartridge.removed': 'empty',
      },
      after: idle,
    },
    fillingCannula: {
      description:
        'So much as was asked, and not once more: what an interrupted fill has given is not given again.',
      meta: { req: ['SR-049', 'SR-050'] },
      entry: 'startFill',
      exit: 'stopPrime',
      on: {
        'fill.completed': { target: '#pump.supply.ready', actions: 'finishChange' },
        'fill.cancelled': 'primed',
        'alarm.stopRaised': 'primed',
        'cartridge.removed': 'empty',
      },
    },
  },
  on: { 'resume.requested': unprimed, 'bolus.admitted': unprimed },
} satisfies Region);
