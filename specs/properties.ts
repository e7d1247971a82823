import { alarming } from './properties/alarming.ts';
import { boluses } from './properties/boluses.ts';
import { ending } from './properties/ending.ts';
import { finding } from './properties/finding.ts';
import { living } from './properties/living.ts';
import { motion } from './properties/motion.ts';
import { obeying } from './properties/obeying.ts';
import { ordering } from './properties/ordering.ts';
import { spreading } from './properties/spreading.ts';
import { supplying } from './properties/supplying.ts';
import { suspending } from './properties/suspending.ts';
import type { Property } from './property.ts';

/**
 * What must hold of the pump's control logic in every state it can reach and in every step it can take.
 * Each property is checked exhaustively, and each has a broken pump that it is known to catch.
 */
export const properties: readonly Property[] = [
  ...motion,
  ...boluses,
  ...spreading,
  ...supplying,
  ...finding,
  ...suspending,
  ...obeying,
  ...alarming,
  ...living,
  ...ending,
  ...ordering,
];
