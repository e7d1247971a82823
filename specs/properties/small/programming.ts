import { ofMachine } from '../../smallProperty.ts';

/** What must hold of a change of settings, and of settings that are lost. */
export const programmingProperties = ofMachine('programming', [
  {
    name: 'settings come into use only by the second step, of what was proposed and shown',
    req: ['SR-105'],
    rule: {
      eachStep: { asks: ['applySettings'] },
      is: { on: ['settings.agreed'], from: 'programming.proposal.proposed' },
    },
  },
  {
    name: 'settings that were proposed and agreed to come into use',
    req: ['SR-105'],
    rule: {
      eachStep: { on: ['settings.agreed'], from: 'programming.proposal.proposed' },
      is: { to: 'programming.proposal.idle', asks: ['applySettings'] },
    },
  },
  {
    name: 'settings that are admitted are shown before anything else, and have their own time',
    req: ['SR-105'],
    rule: {
      eachStep: { on: ['settings.admitted'] },
      is: {
        enters: 'programming.proposal.proposed',
        to: 'programming.proposal.proposed',
        asks: ['askSettings'],
      },
    },
  },
  {
    name: 'settings that are refused are told to be, and change nothing that waits',
    req: ['SR-105', 'SR-106'],
    rule: {
      eachStep: { on: ['settings.refused'] },
      is: {
        asks: ['refuseSettings'],
        entersNone: ['programming.proposal.proposed', 'programming.proposal.idle'],
      },
    },
  },
  {
    name: 'what ends a proposal otherwise discards it',
    req: ['SR-105'],
    rule: {
      eachStep: {
        on: ['settings.withdrawn', 'settings.discarded', 'fault.latched', 'power.lost'],
        from: 'programming.proposal.proposed',
      },
      is: { to: 'programming.proposal.idle', asks: ['discardProposal'] },
    },
  },
  {
    name: 'no proposal waits without end',
    req: ['SR-105'],
    rule: {
      whenever: 'programming.proposal.proposed',
      leadsTo: {
        step: {
          on: [
            'timer.proposalElapsed',
            'settings.admitted',
            'settings.agreed',
            'settings.withdrawn',
            'settings.discarded',
            'fault.latched',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'a proposal that nobody goes on with is discarded, and told',
    req: ['SR-105'],
    rule: {
      eachStep: { on: ['timer.proposalElapsed'] },
      is: {
        to: 'programming.proposal.idle',
        asks: ['discardProposal'],
        raises: 'entryIncomplete',
        ceases: ['entryIncomplete'],
      },
    },
  },
  {
    name: 'settings that are lost stop delivery',
    req: ['SR-073'],
    rule: { eachStep: { on: ['settings.lost'] }, is: { to: 'programming.memory.lost' } },
  },
  {
    name: 'settings that are lost are announced',
    req: ['SR-073', 'SR-080'],
    rule: {
      eachStep: { from: 'programming.memory.kept', to: 'programming.memory.lost' },
      is: { raises: 'settingsInvalid' },
    },
  },
  {
    name: 'only whole settings end the loss of settings',
    req: ['SR-073'],
    rule: {
      eachStep: { from: 'programming.memory.lost', to: 'programming.memory.kept' },
      is: { on: ['settings.accepted'], ceases: ['settingsInvalid'] },
    },
  },
  {
    name: 'whole settings end the loss of settings',
    req: ['SR-073'],
    rule: { eachStep: { on: ['settings.accepted'] }, is: { to: 'programming.memory.kept' } },
  },
]);
