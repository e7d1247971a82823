import { createTestModel } from '@xstate/test';
import * as G from 'xstate/graph';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { isolated } from '../support/regionPaths.ts';
import { exploring } from '../bench/explore.ts';
for (const c of exploring()) { const t=performance.now(); const n=await c.run(); console.log(c.name,n,(performance.now()-t).toFixed(0)); }
const view=timerView(pumpMachine); const events:any=alphabetOf(view).map(e=>({...e}));
let t=performance.now(); console.log('graph paths', G.getShortestPaths(view,{events}).length, (performance.now()-t).toFixed(0));
for (const r of Object.keys(pumpMachine.states)) { const v=timerView(isolated(pumpMachine,r,true)); const ev:any=alphabetOf(v).map(e=>({...e}));
 const t0=performance.now(); const a=G.getShortestPaths(v,{events:ev}).length; const t1=performance.now();
 const b=createTestModel(v).getPaths((l:any,o:any)=>G.getShortestPaths(l,o),{events:ev}).length; const t2=performance.now();
 const c=G.createTestModel(v as any).getShortestPaths({events:ev}).length; const t3=performance.now();
 let own='ok'; try{ createTestModel(v).getShortestPaths({events:ev}); }catch(e){ own=String(e).slice(0,60);} 
 console.log(r,'graph.getShortestPaths',a,(t1-t0).toFixed(1),'@xstate/test',b,(t2-t1).toFixed(1),'xstate/graph TestModel',c,(t3-t2).toFixed(1),own); }
try { createTestModel(pumpMachine) } catch(e){ console.log('after:', String(e).slice(0,120)); }
t=performance.now();
console.log('@xstate/test whole pump paths', createTestModel(view).getPaths((l:any,o:any)=>G.getShortestPaths(l,o),{events}).length,(performance.now()-t).toFixed(0));
