// Counts what is captured, waits, was sent and was left out, from what the core tells while the overlay is open.
import type { Event } from '../../../core/ingest/envelope.ts'
import { isFailed, type Outcome } from '../transport/outcome.ts'

export type Line = { at: number; name: string; says: string }

export type Ledger = {
  captured: (event: Event) => void
  sent: (body: string, outcome: Outcome) => void
  readonly lines: Line[]
  readonly facts: {
    captured: number
    waiting: number
    sent: number
    bytes: number
    pieces: number
    failed: number
  }
  /** What was left out, by reason. */
  readonly dropped: Map<string, number>
  readonly lastFault: string
}

const LINES_MAX = 40

const saysOf = ({ target, props, url }: Event): string => {
  const text =
    target?.text ?? props['message'] ?? props['reason'] ?? props['title'] ?? target?.selector ?? url
  return String(text ?? '').slice(0, 80)
}

export const openLedger = (): Ledger => {
  const waiting = new Set<string>()
  const lines: Line[] = []
  const dropped = new Map<string, number>()
  const facts = { captured: 0, waiting: 0, sent: 0, bytes: 0, pieces: 0, failed: 0 }
  let lastFault = ''

  const line = (event: Event) => {
    lines.unshift({ at: event.ts, name: event.name, says: saysOf(event) })
    lines.length = Math.min(lines.length, LINES_MAX)
  }

  return {
    captured: (event) => {
      facts.captured++
      waiting.add(event.eventId)
      facts.waiting = waiting.size
      line(event)
    },
    sent: (body, outcome) => {
      if (outcome.status >= 400 || !outcome.status) {
        facts.failed++
        lastFault = isFailed(outcome.status)
          ? 'will be tried again'
          : `${outcome.said?.detail ?? ''} (${outcome.status})`
        return
      }
      const { events, replay } = JSON.parse(body) as { events: Event[]; replay?: { events: unknown[] } }
      facts.bytes += body.length
      facts.sent += events.length
      facts.pieces += replay?.events.length ?? 0
      for (const event of events) {
        waiting.delete(event.eventId)
        if (event.name !== 'tracker_dropped') continue
        const { reason: why, count } = event.props
        dropped.set(String(why), (dropped.get(String(why)) ?? 0) + Number(count))
        line(event)
      }
      facts.waiting = waiting.size
    },
    lines,
    facts,
    dropped,
    get lastFault() {
      return lastFault
    },
  }
}
