import { begin } from './begin.tsx';
import { loadOther } from './other.ts';
import { serverSource } from './server-source.ts';
import { token } from './token.ts';

begin(serverSource(token()));
void loadOther();
