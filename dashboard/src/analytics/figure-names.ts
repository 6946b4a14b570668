// The names of the figures at a glance, as they stand in the URL.

export const FIGURE_NAMES = [
  'visitors',
  'views',
  'sessions',
  'bounceRate',
  'durationMs',
  'viewsPerSession',
] as const

export type FigureName = (typeof FIGURE_NAMES)[number]

export const figureNameOf = (value: unknown): FigureName | undefined =>
  FIGURE_NAMES.find((name) => name === value)
