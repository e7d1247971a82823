import { explore } from './src/verify/explore.ts';
import { openPump, pumpInPlant } from './src/verify/systems.ts';

const c = () => process.cpuUsage().user / 1e6;
let a = c();
const g = explore(openPump());
console.log('open', g.states.length, g.targets.length, (c() - a).toFixed(1));
a = c();
const h = explore(pumpInPlant());
console.log(
  'plant',
  h.states.length,
  h.targets.length,
  (c() - a).toFixed(1),
  process.memoryUsage().rss / 1e6,
);
