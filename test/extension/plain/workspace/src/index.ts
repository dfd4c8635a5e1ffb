/** Speaks to nobody. */
export const answer = 42;
