import { expect, test } from 'vitest';
import { proveAftermath } from '../support/crash/aftermath.ts';
import { doomOf } from '../support/crash/kill.ts';
test('a first try at it', async () => {
  for (const name of ['bolus', 'suspend-in-mid-bolus', 'stall', 'power-cut','occlusion']) {
  const doom = doomOf(name);
  const whole = await doom.whole();
  const t = performance.now(); let n = 0; let slow=0;
  let at = -1; const fails: string[] = [];
  for (let end = whole.journal.indexOf('\n') + 1; end > 0; end = whole.journal.indexOf('\n', end) + 1) {
    if (name==='occlusion' && n%20) {n++; continue}
    const state = whole.commitments.filter(c => c.bytes < end || c.bytes===0).at(-1)?.state;
    if (!state) throw new Error('x');
    n++;
    const t1=performance.now();
    try { await proveAftermath(whole.journal.subarray(0, end), state); } catch (e) { fails.push(`${n} ${end} ${whole.journal.subarray(whole.journal.lastIndexOf('\n', end-2)+1,end).toString().slice(0,150)} ${String((e as Error).message).slice(0, 400)}`); }
    slow=Math.max(slow,performance.now()-t1);
  }
  console.log(name, n, ((performance.now()-t)/n).toFixed(0),'ms each, slowest', slow, 'fails', fails.length, fails.slice(0,6).join('\n'));
  doom.forget();
  }
}, 600000);
