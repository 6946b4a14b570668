// The figures that a screen shows at a glance: what each is called, and whether more of it is good.

import type { Figures } from '../../../core/analytics/figures.ts'
import type { FigureKind } from '../format/figure.ts'
import type { FigureName } from './figure-names.ts'

type FigureFacts = {
  label: string
  kind: FigureKind
  hint: string /** 1: more is better; -1: less is. */
  good: 1 | -1
}

export const FIGURE_FACTS: Record<FigureName, FigureFacts> = {
  visitors: {
    label: 'Visitors',
    kind: 'count',
    hint: 'People who were here; a user and their browsers are one',
    good: 1,
  },
  views: { label: 'Views', kind: 'count', hint: 'Pages that were looked at', good: 1 },
  sessions: { label: 'Sessions', kind: 'count', hint: 'Visits that began in this time', good: 1 },
  bounceRate: {
    label: 'Bounce rate',
    kind: 'share',
    hint: 'Sessions that were over before they began',
    good: -1,
  },
  durationMs: {
    label: 'Duration',
    kind: 'duration',
    hint: 'From the first to the last event of a session, on average',
    good: 1,
  },
  viewsPerSession: { label: 'Views per session', kind: 'ratio', hint: 'Views, divided by sessions', good: 1 },
}

export const figureOf = (name: FigureName, figures: Figures | undefined): number | null =>
  figures?.[name] ?? null

export const BOUNCE_WORDS = {
  engaged: 'Without attention',
  strict: 'One view, no action',
  views: 'One view',
} as const

export const BOUNCE_HINTS = {
  engaged: 'At most one view, no event of the site’s own, and less than ten seconds of attention.',
  strict: 'At most one view, and no event of the site’s own.',
  views: 'Exactly one view, whatever else happened.',
} as const
