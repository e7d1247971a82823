import { ofMachine } from '../../smallProperty.ts';

/** What must hold of what a person wants to be reminded of. */
export const remindersProperties = ofMachine('reminders', [
  {
    name: 'a bolus that was expected and not given is told, and stops nothing',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['missedBolus.due'] },
      is: { to: 'reminders.missedBolus.due', raises: 'missedBolus' },
    },
  },
  {
    name: 'what is told of a bolus that was expected and not given is over when it is settled',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['missedBolus.settled'] },
      is: { to: 'reminders.missedBolus.quiet', ceases: ['missedBolus'] },
    },
  },
  {
    name: 'glucose that is to be measured is told, and stops nothing',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucoseCheck.due'] },
      is: { to: 'reminders.glucoseCheck.due', raises: 'glucoseCheck' },
    },
  },
  {
    name: 'what is told of glucose that is to be measured is over when it is settled',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['glucoseCheck.settled'] },
      is: { to: 'reminders.glucoseCheck.quiet', ceases: ['glucoseCheck'] },
    },
  },
  {
    name: 'a site that is due to be changed is told, and stops nothing',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['siteChange.due'] },
      is: { to: 'reminders.siteChange.due', raises: 'siteChange' },
    },
  },
  {
    name: 'what is told of a site that is due to be changed is over when it is settled',
    req: ['SR-087'],
    rule: {
      eachStep: { on: ['siteChange.settled'] },
      is: { to: 'reminders.siteChange.quiet', ceases: ['siteChange'] },
    },
  },
  {
    name: 'a switch settles nothing that a person wants to be reminded of',
    req: ['SR-083', 'SR-087'],
    rule: {
      eachStep: { on: ['power.lost'] },
      is: {
        asksNone: ['ceaseAlarm'],
        to: {
          all: ['reminders.missedBolus.quiet', 'reminders.glucoseCheck.quiet', 'reminders.siteChange.quiet'],
        },
      },
    },
  },
]);
