import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { does, MINUTE_MS } from './glucoseEpisodes.ts';
import { linger, pass, type Spot, settle, take } from './spot.ts';
import { AIR, answers, handedOver, seesAll, type Tale, THIN, unheard, without, worn } from './tale.ts';

/** A step that nobody may take now: the person hears which one is next. */
const asksWhatIsNext = (spot: Spot): Spot => does(spot, { type: 'change.cancelled' });

const opened = (spot = worn()): Spot =>
  does(spot, { type: 'change.requested' }, { type: 'cartridge.removed' });
const disconnected = (spot?: Spot): Spot => does(opened(spot), { type: 'set.disconnected' });
const rewound = (spot?: Spot): Spot => does(disconnected(spot), { type: 'rewind.requested' });
const seated = (spot?: Spot): Spot => does(rewound(spot), { type: 'cartridge.inserted' });
export const loaded = (spot?: Spot): Spot => does(seated(spot), cartridgeOf(200_000_000));
const primed = (spot?: Spot): Spot => does(loaded(spot), { type: 'prime.skipped' });
const filling = (spot?: Spot): Spot => take(primed(spot), { type: 'fill.requested', amountUu: 1_000_000 });

/** The key is held for so long. */
export const holds = (from: Spot, forMs: number): Spot => {
  let spot = from;
  for (let left = forMs; left > 0; left -= 500) {
    spot = pass(take(settle(spot), { type: 'prime.held' }), 500);
  }
  return spot;
};

/** Of a whole tubing a pulse takes half a second. */
const WHOLE_TUBING_MS = 170_000;
/** And of the most that one step of priming may take. */
const MOST_MS = 640_000;

const CHANGED = cartridgeOf(150_000_000);
/** So much force, at once, and the line is taken for blocked. */
export const BLOCKED: Fact = { type: 'force.measured', forceMn: 15_000 };

/** A change in which something comes where it does not belong. */
export const OF_CHANGE: readonly Tale[] = [
  {
    name: 'the cartridge is taken out once it is seated',
    told: () => asksWhatIsNext(does(seated(), { type: 'cartridge.removed' })),
  },
  {
    name: 'the cartridge is taken out while the cannula is filled',
    told: () => asksWhatIsNext(does(pass(filling(), 2_000), { type: 'cartridge.removed' })),
  },
  {
    name: 'the plunger meets nothing',
    told: () => {
      const seating = does(without(rewound(), 'plunger.seated'), { type: 'cartridge.inserted' });
      return asksWhatIsNext(does(seating, { type: 'seating.failed', reason: 'no contact' }));
    },
  },
  {
    name: 'the plunger meets less than a cartridge',
    told: () => {
      const seating = does(without(rewound(), 'plunger.seated'), { type: 'cartridge.inserted' });
      const slight = { type: 'plunger.seated', freeMn: 0, seatedMn: 1, travelMicrosteps: 1_000 } as const;
      return asksWhatIsNext(does(seating, slight));
    },
  },
  {
    name: 'the plunger never says that it has met anything',
    told: () => {
      const seating = does(without(rewound(), 'plunger.seated'), { type: 'cartridge.inserted' });
      return asksWhatIsNext(pass(seating, 2 * MINUTE_MS));
    },
  },
  {
    name: 'the plunger never says that it is back',
    told: () => {
      const back = does(without(disconnected(), 'plunger.homed'), { type: 'rewind.requested' });
      return asksWhatIsNext(pass(back, 3 * MINUTE_MS));
    },
  },
  {
    name: 'a fill is cancelled',
    told: () => asksWhatIsNext(does(pass(filling(), 2_000), { type: 'fill.cancelled' })),
  },
  {
    name: 'as much is primed as may be, and the set is used',
    told: () => {
      const exhausted = asksWhatIsNext(holds(does(loaded(), { type: 'prime.started' }), MOST_MS));
      return pass(does(exhausted, { type: 'prime.skipped' }, { type: 'fill.skipped' }), MINUTE_MS);
    },
  },
  {
    name: 'the key is pressed once more while it is held',
    told: () =>
      holds(does(pass(does(loaded(), { type: 'prime.started' }), 400), { type: 'prime.started' }), 2_000),
  },
  {
    name: 'the key is pressed once more when the tubing is full',
    told: () => {
      const full = holds(does(loaded(), { type: 'prime.started' }), WHOLE_TUBING_MS);
      return pass(does(full, { type: 'prime.started' }), 4_000);
    },
  },
  {
    name: 'an amount is stated while the key is held',
    told: () => holds(does(pass(does(loaded(), { type: 'prime.started' }), 400), CHANGED), 2_000),
  },
  {
    name: 'an amount is stated while a pulse fills the tubing',
    told: () => {
      const moving = take(without(loaded(), 'motor.arrived'), { type: 'prime.started' });
      return pass(take(linger(settle(moving), 100), CHANGED), MINUTE_MS);
    },
  },
  {
    name: 'the cartridge is taken out while a pulse fills the tubing',
    told: () => {
      const moving = take(without(loaded(), 'motor.arrived'), { type: 'prime.started' });
      return pass(take(linger(settle(moving), 100), { type: 'cartridge.removed' }), MINUTE_MS);
    },
  },
  {
    name: 'the cannula is to be filled once more while it is',
    told: () => pass(does(pass(filling(), 2_000), { type: 'fill.requested', amountUu: 500_000 }), MINUTE_MS),
  },
  {
    name: 'an amount is stated while the cannula is filled',
    told: () => pass(does(pass(filling(), 2_000), CHANGED), MINUTE_MS),
  },
  {
    name: 'an alarm is seen while the plunger goes back',
    told: () => {
      const thin = does(disconnected(), THIN, AIR);
      const back = does(without(thin, 'plunger.homed'), { type: 'rewind.requested' });
      return pass(does(seesAll(back), { type: 'plunger.homed' }), MINUTE_MS);
    },
  },
  {
    name: 'an alarm is seen while the plunger seeks the cartridge',
    told: () => {
      const thin = does(rewound(), THIN, AIR);
      const seating = does(without(thin, 'plunger.seated'), { type: 'cartridge.inserted' });
      return pass(asksWhatIsNext(seesAll(seating)), MINUTE_MS);
    },
  },
  {
    name: 'an alarm is seen while a pulse fills the tubing',
    told: () => {
      const thin = does(loaded(), THIN, AIR);
      const moving = take(without(thin, 'motor.arrived'), { type: 'prime.started' });
      return pass(seesAll(linger(settle(moving), 100)), MINUTE_MS);
    },
  },
  {
    name: 'the plunger is to go back while a pulse is being recorded',
    told: () => {
      const recording = pass(without(worn(), 'intent.recorded'), 4 * MINUTE_MS);
      return does(
        recording,
        { type: 'cartridge.removed' },
        { type: 'set.disconnected' },
        { type: 'rewind.requested' },
      );
    },
  },
  {
    name: 'the key is let go and pressed while a pulse is being recorded',
    told: () => {
      const full = holds(does(loaded(), { type: 'prime.started' }), WHOLE_TUBING_MS);
      const recording = pass(take(without(full, 'intent.recorded'), { type: 'prime.held' }), 700);
      return does(recording, { type: 'prime.stopped' }, { type: 'prime.started' });
    },
  },
  {
    name: 'the drive fails while the tubing is filled, and the key is pressed again',
    told: () => {
      const moving = settle(take(without(loaded(), 'motor.arrived'), { type: 'prime.started' }));
      const failed = does(moving, {
        type: 'motor.failed',
        pulse: moving.state.ledger.claims,
        reason: 'refused',
      });
      return does(answers(failed), { type: 'prime.skipped' }, { type: 'prime.started' });
    },
  },
  {
    name: 'the line is blocked when the key is pressed',
    told: () => pass(does(primed(), BLOCKED, { type: 'prime.started' }), MINUTE_MS),
  },
  {
    name: 'a whole change before the self-test is passed',
    told: () => {
      const early = [
        { type: 'cartridge.inserted' } as const,
        { type: 'journal.read', verdict: 'new' } as const,
        { type: 'cartridge.removed' } as const,
      ].reduce((spot: Spot, fact) => take(spot, fact), unheard(handedOver()));
      return pass(
        does(
          early,
          { type: 'set.disconnected' },
          { type: 'rewind.requested' },
          { type: 'cartridge.inserted' },
          CHANGED,
          { type: 'prime.started' },
        ),
        3_000,
      );
    },
  },
  {
    name: 'priming is skipped twice',
    told: () => pass(does(primed(), { type: 'prime.skipped' }), MINUTE_MS),
  },
  {
    name: 'an alarm is seen while the cannula is filled',
    told: () =>
      pass(
        seesAll(
          pass(take(does(primed(), THIN, AIR), { type: 'fill.requested', amountUu: 1_000_000 }), 2_000),
        ),
        MINUTE_MS,
      ),
  },
  ...[
    { type: 'fault.latched', reason: 'a finger on the bench' } as const,
    { type: 'journal.failed', reason: 'full' } as const,
  ].map(fault => ({
    name: `the drive is refused, and while the plunger seeks another cartridge: ${fault.type}`,
    told: () => {
      const moving = settle(take(without(loaded(), 'motor.arrived'), { type: 'prime.started' }));
      const failed = does(moving, {
        type: 'motor.failed',
        pulse: moving.state.ledger.claims,
        reason: 'refused',
      });
      const back = rewound(
        does(answers(seesAll(failed)), { type: 'change.requested' }, { type: 'cartridge.removed' }),
      );
      const seeking = take(back, { type: 'cartridge.inserted' });
      return pass(settle(take(seeking, fault)), MINUTE_MS);
    },
  })),
  {
    name: 'three alarms of a change at once, and it is done',
    told: () => {
      const exhausted = holds(does(loaded(), { type: 'prime.started' }), MOST_MS);
      const waits = does(pass(exhausted, 4 * MINUTE_MS), { type: 'resume.requested' });
      return pass(does(waits, { type: 'prime.skipped' }, { type: 'fill.skipped' }), MINUTE_MS);
    },
  },
];
