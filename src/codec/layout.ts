/** Layout of the two-byte tables, shared by their generator and reader: leads 81–FE × trails 40–FE. */
export const FIRST_LEAD = 0x81;
export const LAST_LEAD = 0xfe;
export const FIRST_TRAIL = 0x40;
export const LAST_TRAIL = 0xfe;
export const ROW: number = LAST_TRAIL - FIRST_TRAIL + 1;
