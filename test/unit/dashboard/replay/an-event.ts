// An event for tests that care about a few of its fields only.
import type { SessionEvent } from '../../../../core/sessions/session-event.ts'

let made = 0

export const anEvent = (name: string, ts: number, change: Partial<SessionEvent> = {}): SessionEvent => {
  made += 1
  return {
    eventId: `00000009-0000-4000-8000-${String(made).padStart(12, '0')}`,
    name,
    rawName: name,
    ts,
    url: 'https://shop.example/',
    tabId: '00000007-0000-4000-8000-000000000001',
    seq: 0,
    props: {},
    ...change,
  }
}
