// A session for tests that care about a few of its fields only.
import type { Session } from '../../../core/sessions/session.ts'

export const aSession = (change: Partial<Session> = {}): Session => ({
  sessionId: '0198a000-0000-7000-8000-000000000001',
  projectId: 'prj_000000000001',
  visitorId: '5b0c3c52-6ba8-4f5e-9f3b-2f0a1e3d4c5b',
  userId: null,
  startedAt: 0,
  lastSeenAt: 0,
  endedAt: null,
  durationMs: 0,
  entryUrl: 'https://shop.example/',
  exitUrl: 'https://shop.example/cart',
  referrer: null,
  events: 1,
  pageViews: 1,
  clicks: 0,
  errors: 0,
  hasReplay: false,
  browser: 'Firefox 145',
  os: 'Ubuntu',
  device: 'desktop',
  country: 'DE',
  bot: false,
  ...change,
})
