/** Returns the value that a share of the sorted values doesn't exceed: the nearest rank, which is always one of the values; undefined of none. */
export const percentile = (sorted, share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
