import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AlarmName } from '../../src/domain/alarms.ts';
import { emptyLedger } from '../../src/domain/ledger/ledger.ts';
import { endStorm, noteResume } from '../../src/domain/ledger/storm.ts';
import { calm, resumed, type Storm } from '../../src/domain/storm.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const names: readonly AlarmName[] = ['occlusion', 'motorStall', 'reservoirEmpty'];

type Resume = { readonly ended: readonly AlarmName[]; readonly at: number };
const life = (resumes: readonly Resume[]): Storm =>
  resumes.reduce((storm, { ended, at }) => resumed(storm, ended, monoMs(at)), calm);

test(
  'SR-086 three resumes of the same alarm in ten minutes are a storm; in more, or of several, they are none',
  req('SR-086'),
  () => {
    const occlusionAt = (...minutes: readonly number[]) =>
      life(minutes.map(minute => ({ ended: ['occlusion'], at: minute * MINUTE }))).phase;
    expect(occlusionAt(0, 5, 10)).toBe('raging');
    expect(occlusionAt(0, 5, 10.001)).toBe('calm');
    expect(occlusionAt(0, 9)).toBe('calm');
    expect(life([0, 1, 2].map(at => ({ ended: [names[at] ?? 'occlusion'], at }))).phase).toBe('calm');
  },
);

test(
  'SR-086 a storm begins exactly when some alarm has three resumes within ten minutes, and stays',
  req('SR-086'),
  () => {
    const one = fc.record({
      ended: fc.uniqueArray(fc.constantFrom(...names)),
      afterMs: fc.integer({ min: 0, max: 8 * MINUTE }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), list => {
        let at = 0;
        const resumes = list.map(({ ended, afterMs }) => {
          at += afterMs;
          return { ended, at };
        });
        const isThird = ({ ended, at: now }: Resume): boolean =>
          ended.some(
            name =>
              resumes.filter(
                other => other.at <= now && now - other.at <= 10 * MINUTE && other.ended.includes(name),
              ).length >= 3,
          );
        expect(life(resumes).phase).toBe(resumes.some(isThird) ? 'raging' : 'calm');
      }),
    );
  },
);

test('SR-086 a storm is told when it begins and when it ends, and at no other time', req('SR-086'), () => {
  const resume = (storm: Storm, at: number) =>
    noteResume({ ...emptyLedger, storm }, ['occlusion'], monoMs(at * MINUTE));
  const twice = life([0, 1].map(minute => ({ ended: ['occlusion'], at: minute * MINUTE })));
  const [second, third] = [resume(life([{ ended: ['occlusion'], at: 0 }]), 1), resume(twice, 2)];
  expect(second).toMatchObject({ ledger: { storm: { phase: 'calm' } }, derived: [] });
  expect(third).toMatchObject({
    ledger: { storm: { phase: 'raging' } },
    derived: [{ type: 'storm.detected' }],
  });
  const fourth = resume(third.ledger.storm, 3);
  expect(fourth).toMatchObject({ ledger: { storm: { phase: 'raging' } }, derived: [] });
  expect(endStorm(fourth.ledger)).toEqual({
    ledger: { ...fourth.ledger, storm: calm },
    derived: [{ type: 'storm.ended' }],
  });
  expect(endStorm(second.ledger)).toEqual({ ledger: { ...second.ledger, storm: calm }, derived: [] });
});
