// The ranges of days that usage is shown for.

export const USAGE_RANGES = [7, 30, 90] as const

export type UsageRange = (typeof USAGE_RANGES)[number]

/** Undefined for any other, so that the usual one is shown. */
export const usageRange = (value: unknown): UsageRange | undefined =>
  USAGE_RANGES.find((range) => range === Number(value))
