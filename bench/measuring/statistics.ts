// Medians and percentiles of measured values, and how they are written.

/** The smallest value that at least this share of all values does not exceed. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const precise = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** Three digits say what a measurement knows. */
export const figure = (value: number): string =>
  Number.isNaN(value) ? '–' : (value < 100 ? precise : whole).format(value)

export const percent = (value: number): string => `${(value * 100).toFixed(1)} %`
