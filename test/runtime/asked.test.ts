import { describe, expect, test } from 'vitest';
import type { StateValue } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { ALARMS } from '../../src/domain/alarms.ts';
import { address, type Circumstance, whyStopped } from '../../src/runtime/asked.ts';
import { takeEvent } from '../../src/runtime/charts.ts';
import { blankState } from '../../src/runtime/state.ts';
import { req } from '../support/req.ts';

const blank = blankState();

/** The chart of a pump that delivers, but for these regions. */
const chart = (regions: Readonly<Record<string, StateValue>> = {}) =>
  pumpMachine.resolveState({
    value: {
      ...blank.pump.value,
      life: 'operating',
      supply: 'ready',
      permission: 'delivering',
      ...regions,
    } as never,
    context: blank.pump.context,
  });

const at = (parts: Partial<Circumstance> = {}): Circumstance => ({
  ledger: blank.ledger,
  pump: chart(),
  alarms: blank.alarms,
  happening: { type: 'bolus.withdrawn' } as never,
  envelope: { seq: 7, monoMs: 0, wallMs: 0 } as never,
  ...parts,
});

const asks = (
  action: string,
  parts: Partial<Circumstance> = {},
  params: Readonly<Record<string, unknown>> = {},
) => address({ type: 'asked', action, params }, at(parts));

/** A happening of this type, with whatever else it carries. */
const of = (type: string, more: object = {}) => ({ happening: { type, ...more } as never });

describe('what a chart asks for without what it needs is a defect of ours, named', () => {
  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['claimPulse', 'bolus.withdrawn is due to no channel', {}],
    ['skipPulse', 'bolus.withdrawn is due to no channel', {}],
    ['grantPermission', 'bolus.withdrawn admits no remote', {}],
    ['permitRemote', 'bolus.withdrawn admits no remote', {}],
    ['reportRestart', 'bolus.withdrawn verifies no restart', {}],
    ['openPairing', 'bolus.withdrawn opens no pairing', {}],
    ['raiseAlarm', 'thirst is no alarm', { alarm: 'thirst' }],
    ['ceaseAlarm', 'undefined is no alarm', {}],
    ['raiseAlarm', 'dire is no grade of an alarm', { alarm: 'occlusion', grade: 'dire' }],
    ['endBolus', 'boredom is no way for a bolus to end', { reason: 'boredom' }],
    ['endExtended', 'undefined is no way for a bolus to end', {}],
    ['recordOutcome', 'a pulse without an outcome cannot be concluded', {}],
    ['fly', 'the chart asked for fly, which nothing obeys', {}],
  ])('%s: %s', (action, says, params) => {
    expect(() => asks(action, {}, params)).toThrow(says);
  });

  test('SR-006 a pulse in flight of which nothing is known yet is not concluded', req('SR-006'), () => {
    const ledger = { ...blank.ledger, flight: { intent: { pulse: 3 }, outcome: null } } as never;
    expect(() => asks('recordOutcome', { ledger })).toThrow('a pulse without an outcome cannot be concluded');
  });
});

describe('an action of a chart comes with its particulars', () => {
  const due = of('pulse.due', { channel: 'bolus' });
  const admitted = of('remote.admitted', { principal: 'phone', bolus: 'b' });
  test.each<[string, Partial<Circumstance>, Readonly<Record<string, unknown>>, object]>([
    ['claimPulse', due, {}, { to: 'ledger', order: { type: 'claimPulse', channel: 'bolus' } }],
    ['skipPulse', due, {}, { to: 'ledger', order: { type: 'skipPulse', channel: 'bolus' } }],
    [
      'grantPermission',
      admitted,
      {},
      { to: 'ledger', order: { type: 'grantPermission', principal: 'phone', bolus: 'b' } },
    ],
    [
      'permitRemote',
      admitted,
      {},
      { to: 'world', command: { type: 'permitRemote', principal: 'phone', bolus: 'b' } },
    ],
    ['openQuestion', {}, {}, { to: 'ledger', order: { type: 'openQuestion', question: 7 } }],
    [
      'endBolus',
      {},
      { reason: 'cancelled' },
      { to: 'ledger', order: { type: 'endBolus', reason: 'cancelled' } },
    ],
    [
      'raiseAlarm',
      {},
      { alarm: 'occlusion' },
      { to: 'alarms', do: 'raise', alarm: 'occlusion', grade: 'first' },
    ],
    [
      'raiseAlarm',
      {},
      { alarm: 'motorStall', grade: 'worse' },
      { to: 'alarms', do: 'raise', alarm: 'motorStall', grade: 'worse' },
    ],
    ['ceaseAlarm', {}, { alarm: 'occlusion' }, { to: 'alarms', do: 'cease', alarm: 'occlusion' }],
    ['resumeAlarms', {}, {}, { to: 'alarms', do: 'resume' }],
    ['soundReady', {}, {}, { to: 'world', command: { type: 'sound', signal: 'ready', times: 1 } }],
    ['soundStep', {}, {}, { to: 'world', command: { type: 'sound', signal: 'step', times: 1 } }],
    ['soundRefusal', {}, {}, { to: 'world', command: { type: 'sound', signal: 'refusal', times: 1 } }],
    [
      'soundCount',
      { ledger: { ...blank.ledger, quick: { ...blank.ledger.quick, steps: 3 } } },
      {},
      { to: 'world', command: { type: 'sound', signal: 'count', times: 3 } },
    ],
    [
      'reportRestart',
      of('restart.verified', { gapMs: 900 }),
      {},
      { to: 'world', command: { type: 'reportRestart', gapMs: 900 } },
    ],
    [
      'openPairing',
      of('pairing.opened', { role: 'viewer' }),
      {},
      { to: 'world', command: { type: 'openPairing', role: 'viewer' } },
    ],
  ])('%s', (action, parts, params, expected) => {
    expect(asks(action, parts, params)).toEqual(expected);
  });
});

describe('SR-046 a refusal gives its reasons', () => {
  const refusing = [
    ['refuseSettings', 'settings'],
    ['refuseBolus', 'bolus'],
    ['refuseAutomation', 'automation'],
    ['refuseTempBasal', 'tempBasal'],
    ['refuseRemote', 'remotePermission'],
    ['refuseChange', 'change'],
  ] as const;

  test.each(refusing)('%s tells those of the happening', req('SR-046'), (action, request) => {
    expect(asks(action, of('request.refused', { reasons: ['Too much.', 'Too soon.'] }))).toEqual({
      to: 'world',
      command: { type: 'refuse', request, reasons: ['Too much.', 'Too soon.'] },
    });
  });

  test.each(refusing.slice(0, 4))(
    '%s tells why nothing is delivered, where the happening has none',
    req('SR-046'),
    (action, request) => {
      const pump = chart({ permission: 'suspendedByUser' });
      expect(asks(action, { pump })).toEqual({
        to: 'world',
        command: { type: 'refuse', request, reasons: ['Delivery is suspended.'] },
      });
    },
  );

  test('of a permission that another request holds', req('SR-046'), () => {
    expect(asks('refuseRemote')).toMatchObject({
      command: { reasons: ['another request holds the permission; ask again in a minute.'] },
    });
  });

  const resumed = (regions: Readonly<Record<string, StateValue>>, origin?: string) =>
    asks('refuseResume', { pump: chart(regions), ...of('resume.requested', origin ? { origin } : {}) });

  test.each<[string, Readonly<Record<string, StateValue>>, string | undefined, readonly string[]]>([
    ['that runs already', {}, undefined, ['Delivery runs already.']],
    ['that is suspended', { permission: 'suspendedByUser' }, 'local', ['Delivery is suspended.']],
    [
      'that a person at the pump suspended, asked from afar',
      { permission: 'suspendedByUser' },
      'remote',
      ['Delivery is suspended.', 'Only a person at the pump may end this suspension.'],
    ],
    [
      'that was suspended from afar',
      { permission: 'suspendedRemotely' },
      'remote',
      ['Delivery is suspended.'],
    ],
  ])('of a delivery %s', req('SR-046'), (_what, regions, origin, reasons) => {
    expect(resumed(regions, origin)).toEqual({
      to: 'world',
      command: { type: 'refuse', request: 'resume', reasons },
    });
  });
});

describe('SR-046 a person is told why nothing is delivered', () => {
  const told = (regions: Readonly<Record<string, StateValue>>) =>
    whyStopped({ pump: chart(regions), alarms: blank.alarms });
  const concluding = 'A pulse is still being concluded: try again in a second.';

  test.each<[Readonly<Record<string, StateValue>>, readonly string[]]>([
    [{}, []],
    [{ supply: 'unknown' }, []],
    [{ life: 'selfTest' }, ['The pump is not operating yet, or no longer.']],
    [{ life: 'failSafe' }, ['The pump is not operating yet, or no longer.']],
    [{ occlusion: 'suspected' }, []],
    [{ occlusion: 'occluded' }, ['The line is blocked: clear it or change the set.']],
    [{ reservoir: 'veryLow' }, []],
    [{ reservoir: 'empty' }, ['The reservoir is empty: change the cartridge.']],
    [{ motor: 'uncertain' }, ['The drive did not follow: change the cartridge and check the drive.']],
    [{ motor: 'concluding' }, [concluding]],
    [{ permission: 'suspendedByUser' }, ['Delivery is suspended.']],
    [
      { life: 'off', reservoir: 'empty' },
      ['The pump is not operating yet, or no longer.', 'The reservoir is empty: change the cartridge.'],
    ],
  ])('%j', req('SR-046'), (regions, reasons) => {
    expect(told(regions)).toEqual(reasons);
  });

  test('each alarm that stops delivery is named, with what to do', req('SR-046'), () => {
    const occlusion = takeEvent(blank.alarms.occlusion.machine, blank.alarms.occlusion, {
      type: 'alarm.raised',
      grade: 'first',
    }).next;
    const { title, id, remedy } = ALARMS.occlusion;
    expect(whyStopped({ pump: chart(), alarms: { ...blank.alarms, occlusion } })).toEqual([
      `${title} (${id}) stops delivery. ${remedy}`,
    ]);
  });

  const steps: readonly [StateValue, string][] = [
    ['unloading', 'Take the old cartridge out, or cancel the change.'],
    ['occupied', 'Take the cartridge out.'],
    ['empty', 'Take the set off the body and confirm that it is off.'],
    ['disconnected', 'Let the plunger go back.'],
    ['rewinding', 'Wait until the plunger is back.'],
    ['rewound', 'Put the new cartridge in.'],
    ['seating', 'Wait until the plunger has met the cartridge.'],
    ['seated', 'Say how much the cartridge holds.'],
    ['loaded', 'Confirm that the tubing is off the body and hold the key to prime it.'],
    [{ primingTubing: 'short' }, 'Let the key go when there are drops at the needle.'],
    ['primed', 'Put the site in and fill its cannula.'],
    ['fillingCannula', 'Wait until the cannula is filled.'],
  ];

  test.each(steps)(
    'SR-046 SR-048 and which step of a change comes next: %j',
    req('SR-046', 'SR-048'),
    (state, next) => {
      const supply = { changing: state };
      expect(told({ supply })).toEqual([`The cartridge is not ready. ${next}`]);
      expect(asks('refuseChange', { pump: chart({ supply }) })).toEqual({
        to: 'world',
        command: { type: 'refuse', request: 'change', reasons: [next] },
      });
    },
  );

  test('every step of a change has its sentence', req('SR-048'), () => {
    const states = Object.keys(pumpMachine.root.states.supply?.states.changing?.states ?? {});
    expect(steps.map(([state]) => (typeof state === 'object' ? Object.keys(state)[0] : state))).toEqual(
      states,
    );
  });

  test(
    'a step is refused where no change is under way, and while the last pulse is concluded',
    req('SR-046'),
    () => {
      const refused = (regions: Readonly<Record<string, StateValue>>) =>
        asks('refuseChange', { pump: chart(regions) });
      const because = (reason: string) => ({ command: { reasons: [reason] } });
      expect(refused({})).toMatchObject(because('The cartridge is ready: begin a change first.'));
      expect(refused({ supply: 'unknown' })).toMatchObject(because('The pump is not operating.'));
      const primed = { changing: 'primed' };
      expect(refused({ supply: primed, motor: 'concluding' })).toMatchObject(because(concluding));
      expect(refused({ supply: { changing: 'loaded' }, motor: 'concluding' })).toMatchObject(
        because('Confirm that the tubing is off the body and hold the key to prime it.'),
      );
    },
  );
});
