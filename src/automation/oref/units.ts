/** oref0's rounded factor; everywhere else in Islet the exact one holds (src/domain/units.ts). */
export const MG_PER_DL_PER_MMOL_PER_L_OF_OREF0 = 18;
