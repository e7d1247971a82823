import { alarms } from './alarms.ts';
import { bay } from './bay.ts';
import { boot, left } from './boot.ts';
import { drive } from './drive.ts';
import { extended } from './extended.ts';
import { journal } from './journal.ts';
import { bolus, delivery, flight, levels, rate } from './ledger.ts';
import { line } from './line.ts';
import { prime } from './prime.ts';
import { plant } from './setup.ts';
import { user } from './user.ts';

/** The world the pump lives in: only what the pump's own chart cannot know. */
export const plantMachine = plant.createMachine({
  id: 'plant',
  type: 'parallel',
  context: { records: 'none', channel: 'nobody' },
  states: {
    boot,
    left,
    bay,
    journal,
    drive,
    user,
    delivery,
    flight,
    bolus,
    extended,
    prime,
    rate,
    levels,
    line,
    alarms,
  },
});

export type PlantMachine = typeof plantMachine;
