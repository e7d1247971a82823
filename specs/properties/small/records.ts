import { ofMachine } from '../../smallProperty.ts';

/** What must hold of a pump whose journal does not go back to the first day. */
export const recordsProperties = ofMachine('records', [
  {
    name: 'a journal that was set aside stops the pump, and is told',
    req: ['SR-070', 'SR-072', 'SR-075'],
    rule: {
      eachStep: { on: ['journal.setAside'] },
      is: { to: 'records.past.lost', raises: 'journalFailed' },
    },
  },
  {
    name: 'a journal that was set aside is told until a person has seen it, and no longer',
    req: ['SR-070', 'SR-075'],
    rule: { eachStep: { on: ['journal.setAside'] }, is: { ceases: ['journalFailed'] } },
  },
  {
    name: 'what was given before is unknown until a person starts delivery',
    req: ['SR-072'],
    rule: {
      eachStep: { from: 'records.past.lost', to: 'records.past.known' },
      is: { on: ['delivery.started'] },
    },
  },
  {
    name: 'who starts delivery begins with a journal that is whole',
    req: ['SR-072'],
    rule: { eachStep: { on: ['delivery.started'] }, is: { to: 'records.past.known' } },
  },
]);
