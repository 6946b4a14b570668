// What the marks of a time line are called, one and many.
import type { MarkerKind } from '../time-line/cluster-markers.ts'

export const MARK_NAMES: Record<MarkerKind, [one: string, many: string]> = {
  error: ['error', 'errors'],
  rage_click: ['rage click', 'rage clicks'],
  dead_click: ['dead click', 'dead clicks'],
  network: ['failed request', 'failed requests'],
  recording: ['gap', 'gaps'],
  custom: ['own event', 'own events'],
  page_view: ['page', 'pages'],
  click: ['click', 'clicks'],
}
