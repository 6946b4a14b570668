// How sure a share of a sample is: Wilson's interval, which holds for small samples and for shares near 0 and 1, too.

/** Of the normal distribution, so that 95 % lie within. */
const Z = 1.959_963_984_540_054

/** Bounds between which the true share lies with 95 %; null without a sample. */
export const wilsonInterval = (hits: number, sample: number): { low: number; high: number } | null => {
  if (sample === 0) return null
  const share = hits / sample
  const spread = Z ** 2 / sample
  const centre = share + spread / 2
  const margin = Z * Math.sqrt((share * (1 - share)) / sample + spread / (4 * sample))
  return {
    low: hits === 0 ? 0 : (centre - margin) / (1 + spread),
    high: hits === sample ? 1 : (centre + margin) / (1 + spread),
  }
}
