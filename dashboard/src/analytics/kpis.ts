// The names of the figures at a glance, as they stand in the URL.

export const KPIS = ['visitors', 'views', 'sessions', 'bounceRate', 'durationMs', 'viewsPerSession'] as const

export type Kpi = (typeof KPIS)[number]

export const kpiOf = (value: unknown): Kpi | undefined => KPIS.find((kpi) => kpi === value)
