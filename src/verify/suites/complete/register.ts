import { hMethod, hsiMethod, type Method, reportedMethod, wMethod, wpMethod } from './methods.ts';
import { spyMethod } from './spy.ts';

/** A way to make complete suites. */
export type CompleteMethod = {
  readonly name: string;
  readonly source: string;
  readonly method: Method;
  /** Whether the machine reports its state after every input, beside what it asks. */
  readonly reported: boolean;
};

export const METHODS: readonly CompleteMethod[] = [
  {
    name: 'W',
    source: 'M. P. Vasilevskii (Kibernetika 4, 1973); T. S. Chow (IEEE TSE 4(3), 1978)',
    method: wMethod,
    reported: false,
  },
  {
    name: 'Wp',
    source: 'S. Fujiwara et al.: Test selection based on finite state models (IEEE TSE 17(6), 1991)',
    method: wpMethod,
    reported: false,
  },
  {
    name: 'HSI',
    source:
      'G. Luo, A. Petrenko, G. v. Bochmann: Selecting test sequences for partially-specified nondeterministic FSMs (IWPTS 1994)',
    method: hsiMethod,
    reported: false,
  },
  {
    name: 'H',
    source: 'R. Dorofeeva, K. El-Fakih, N. Yevtushenko: An improved conformance testing method (FORTE 2005)',
    method: hMethod,
    reported: false,
  },
  {
    name: 'SPY',
    source:
      'A. Simão, A. Petrenko, N. Yevtushenko: On reducing test length for FSMs with extra states (STVR 22(6), 2012)',
    method: spyMethod,
    reported: false,
  },
  {
    name: 'reported',
    source:
      'T. S. Chow (IEEE TSE 4(3), 1978), with a state that is reported: no characterisation set is needed',
    method: reportedMethod,
    reported: true,
  },
];
