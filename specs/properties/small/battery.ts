import { ofMachine } from '../../smallProperty.ts';

/** What must hold of the battery and of what feeds the pump. */
export const batteryProperties = ofMachine('battery', [
  {
    name: 'a battery that is low is announced',
    req: ['SR-068'],
    rule: { eachStep: { on: ['battery.low'] }, is: { to: 'battery.charge.low', raises: 'batteryLow' } },
  },
  {
    name: 'a battery that is critical is announced, whatever was announced before',
    req: ['SR-068'],
    rule: {
      eachStep: { on: ['battery.critical'] },
      is: { to: 'battery.charge.critical.lasting', raises: 'batteryCritical' },
    },
  },
  {
    name: 'the last ten minutes of a battery are announced by a HIGH alarm',
    req: ['SR-068'],
    rule: {
      eachStep: { on: ['battery.ending'] },
      is: { to: 'battery.charge.critical.ending', raises: { alarm: 'batteryCritical', grade: 'worse' } },
    },
  },
  {
    name: 'a battery that is depleted stops therapy with its own alarm',
    req: ['SR-068', 'SR-080'],
    rule: {
      eachStep: { on: ['battery.depleted'] },
      is: { to: 'battery.charge.depleted.alarming', raises: 'batteryDepleted' },
    },
  },
  {
    name: 'a battery that has recovered stops nothing',
    req: ['SR-068'],
    rule: { eachStep: { on: ['battery.recovered'] }, is: { to: 'battery.charge.ok' } },
  },
  {
    name: 'what was announced of a low battery is over when it is so no longer',
    req: ['SR-068'],
    rule: {
      eachStep: { from: 'battery.charge.low', to: { not: 'battery.charge.low' } },
      is: { ceases: ['batteryLow'] },
    },
  },
  {
    name: 'what was announced of a critical battery is over when it is so no longer',
    req: ['SR-068'],
    rule: {
      eachStep: { from: 'battery.charge.critical', to: { not: 'battery.charge.critical' } },
      is: { ceases: ['batteryCritical'] },
    },
  },
  {
    name: 'what was announced of a depleted battery is over when it is so no longer',
    req: ['SR-068'],
    rule: {
      eachStep: { from: 'battery.charge.depleted', to: { not: 'battery.charge.depleted' } },
      is: { ceases: ['batteryDepleted'] },
    },
  },
  {
    name: 'a pump with a depleted battery is shut down, or fed again',
    req: ['SR-068', 'SR-069'],
    rule: {
      whenever: 'battery.charge.depleted.alarming',
      leadsTo: {
        step: {
          on: [
            'timer.shutdownElapsed',
            'battery.recovered',
            'battery.low',
            'battery.critical',
            'battery.ending',
            'battery.depleted',
            'power.lost',
          ],
        },
      },
      given: ['running timers elapse'],
    },
  },
  {
    name: 'the alarm of a depleted battery has its time before the pump shuts down',
    req: ['SR-068'],
    rule: {
      eachStep: { from: 'battery.charge.depleted.alarming', on: ['timer.shutdownElapsed'] },
      is: { to: 'battery.charge.depleted.shuttingDown', asks: ['shutDown'] },
    },
  },
  {
    name: 'only a battery whose alarm has had its time shuts the pump down, or power that fails',
    req: ['SR-068', 'SR-069'],
    rule: { eachStep: { asks: ['shutDown'] }, is: { on: ['timer.shutdownElapsed', 'power.failing'] } },
  },
  {
    name: 'a supply that fails stops therapy and closes the journal at once',
    req: ['SR-069', 'SR-080'],
    rule: {
      eachStep: { on: ['power.failing'], from: 'battery.supply.steady' },
      is: { to: 'battery.supply.failing', raises: 'powerInterrupted', asks: ['shutDown'] },
    },
  },
  {
    name: 'a supply that fails does not recover before the power was gone',
    req: ['SR-069'],
    rule: {
      eachStep: { from: 'battery.supply.failing', to: 'battery.supply.steady' },
      is: { on: ['power.lost'], ceases: ['powerInterrupted'] },
    },
  },
  {
    name: 'nothing is known of a battery after a restart',
    req: ['SR-068', 'SR-069'],
    rule: {
      eachStep: { on: ['power.lost'] },
      is: { to: { all: ['battery.charge.unknown', 'battery.supply.steady'] } },
    },
  },
]);
