// An organisation, its members, a project, its keys, sessions and events, as the API would answer them.
import type { AuditEntry } from '../../../core/audit/audit-entry.ts'
import { type Erasure, NOTHING_ERASED } from '../../../core/erasure/erasure.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import type { Membership } from '../../../core/organisations/membership.ts'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import { type MemberProject, PROJECT_DEFAULTS } from '../../../core/projects/project.ts'
import type { QuarantineEntry } from '../../../core/quarantine/quarantine-list.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import type { Usage } from '../../../core/usage/usage.ts'
import { ORGANISATION_ID } from './mock-accounts.ts'
import { MEMBER } from './mock-logins.ts'

const MINUTE = 60_000

const uuid = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`

export const fern: MemberOrganisation = {
  organisationId: ORGANISATION_ID,
  name: 'Fern & Oak',
  createdAt: Date.UTC(2026, 9, 1, 8),
  role: 'owner',
}

export const shop: MemberProject = {
  ...PROJECT_DEFAULTS,
  organisationId: ORGANISATION_ID,
  role: 'owner',
  projectId: 'prj_000000000001',
  name: 'Shop',
  origins: ['https://shop.example', 'https://*.shop.example'],
  createdAt: Date.UTC(2026, 10, 2, 9, 30),
  publishableKey: 'pk_test_0123456789abcdefghijABCDEFGHIJ4f9Kq2',
}

const DAY = 24 * 60 * MINUTE

export const team: Membership[] = [
  {
    memberId: 'member-1',
    email: MEMBER.email,
    name: 'Ada Lovelace',
    role: 'owner',
    joinedAt: 1_790_000_000_000,
  },
  {
    memberId: 'member-2',
    email: 'grace@shop.example',
    name: null,
    role: 'admin',
    joinedAt: 1_791_000_000_000,
  },
  {
    memberId: 'member-3',
    email: 'linus@shop.example',
    name: 'Linus',
    role: 'viewer',
    joinedAt: 1_792_000_000_000,
  },
]

export const keysAt = (now: number): ProjectKey[] => {
  const key: ProjectKey = {
    keyId: 'key_0000000000000001',
    projectId: shop.projectId,
    kind: 'publishable',
    environment: 'test',
    name: 'Website',
    prefix: 'pk_test_0123',
    text: shop.publishableKey,
    status: 'active',
    createdAt: shop.createdAt,
    expiresAt: null,
    revokedAt: null,
    previous: [],
    lastUsedAt: now - 4 * MINUTE,
    requests: 48_211,
  }
  return [
    key,
    {
      ...key,
      keyId: 'key_0000000000000002',
      kind: 'secret',
      environment: 'live',
      name: 'Order service with a rather long name that somebody typed',
      prefix: 'sk_live_9aZb',
      text: null,
      previous: [{ prefix: 'sk_live_77Qk', validUntil: now + DAY }],
      expiresAt: now + 30 * DAY,
      requests: 310,
    },
    {
      ...key,
      keyId: 'key_0000000000000003',
      kind: 'secret',
      name: 'Old import',
      prefix: 'sk_test_1111',
      text: null,
      status: 'revoked',
      revokedAt: now - 9 * DAY,
      lastUsedAt: null,
      requests: 0,
    },
  ]
}

export const usageAt = (now: number): Usage => ({
  days: Array.from({ length: 90 }, (_, n) => ({
    date: new Date(now - (89 - n) * DAY).toISOString().slice(0, 10),
    requests: 900 + ((n * 137) % 800),
    events: 12_000 + ((n * 3_571) % 9_000),
    rejected: (n * 7) % 23,
    limited: n % 13 === 0 ? 40 : 0,
  })),
  keys: [
    { keyId: 'key_0000000000000001', name: 'Website', requests: 48_211, events: 612_004, lastUsedAt: now },
    { keyId: 'key_0000000000000002', name: 'Order service', requests: 310, events: 0, lastUsedAt: null },
  ],
})

export const entriesAt = (now: number): AuditEntry[] =>
  Array.from({ length: 70 }, (_, n) => {
    const entry: AuditEntry = {
      entryId: `entry-${n}`,
      at: now - n * 7 * 60 * MINUTE,
      action: 'project.changed',
      actor: { memberId: 'member-1', email: MEMBER.email },
      target: { id: shop.projectId, name: shop.name },
      projectId: shop.projectId,
      changes: [{ field: 'timeZone', before: 'UTC', after: 'Europe/Berlin' }],
    }
    const others: Partial<AuditEntry>[] = [
      {},
      {
        action: 'member.role-changed',
        target: { id: 'member-3', name: 'linus@shop.example' },
        changes: [{ field: 'role', before: 'viewer', after: 'analyst' }],
      },
      { action: 'key.revoked', target: { id: 'key_0000000000000003', name: 'Old import' }, changes: [] },
    ]
    return { ...entry, ...nth(others, n) }
  })

const clients = [
  { browser: 'Chrome 142', os: 'Windows 11', device: 'desktop' },
  { browser: 'Mobile Safari 19', os: 'iOS 19', device: 'mobile' },
  { browser: 'Firefox 145', os: 'Ubuntu', device: 'desktop' },
  { browser: 'Edge 142', os: 'Windows 11', device: 'desktop' },
  { browser: 'Chrome 142', os: 'Android 16', device: 'tablet' },
] as const
const paths = [
  '/',
  '/products?sort=new',
  '/products/linen-shirt-with-long-name',
  '/cart',
  '/checkout/payment',
  '/blog/2026/care',
]
const countries = ['DE', 'US', 'JP', 'BR', null, 'FR', 'IN']
const site = 'https://shop.example'

const nth = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

/** The n-th newest of many. */
export const sessionAt = (n: number, now: number, change: Partial<Session> = {}): Session => {
  const startedAt = now - MINUTE * (n === 0 ? 2 : n * 13)
  const durationMs = n === 0 ? 110_000 : 20_000 + ((n * 97_013) % (26 * MINUTE))
  const live = n < 2
  return {
    sessionId: uuid(1, n),
    projectId: shop.projectId,
    visitorId: uuid(2 + (n % 17), n % 17),
    userId: n % 4 === 1 ? `customer-${1000 + n}@shop.example` : null,
    startedAt,
    lastSeenAt: live ? now - 9_000 : startedAt + durationMs,
    endedAt: live ? null : startedAt + durationMs,
    durationMs,
    entryUrl: `${site}${nth(paths, n * 3)}`,
    exitUrl: `${site}${nth(paths, n * 5 + 1)}`,
    referrer: n % 3 === 0 ? 'https://search.example/' : null,
    events: 12 + ((n * 31) % 240),
    pageViews: 1 + (n % 9),
    clicks: (n * 7) % 40,
    errors: n % 7 === 2 ? 1 + (n % 3) : 0,
    rageClicks: n % 9 === 3 ? 2 : 0,
    deadClicks: n % 5 === 4 ? 3 : 0,
    engagedMs: 0,
    pages: [],
    eventNames: [],
    lastEvent: null,
    activity: { minutes: 1, from: 0, counts: [] },
    referrerHost: null,
    utm: { source: null, medium: null, campaign: null, term: null, content: null },
    region: null,
    city: null,
    hasReplay: false,
    pinned: null,
    ...nth(clients, n),
    country: nth(countries, n),
    bot: n % 11 === 10,
    ...change,
  }
}

const eventKinds: Partial<SessionEvent>[] = [
  { name: 'page_view', props: { title: 'Linen shirts', screenWidth: 1440, screenHeight: 900 } },
  {
    name: 'click',
    target: {
      selector: 'main > ul.products > li:nth-child(3) button.add',
      text: 'Add to cart',
      x: 812,
      y: 466,
    },
  },
  { name: 'scroll', props: { depth: 64 } },
  { name: 'input', target: { selector: 'input#email' }, props: { value: '•••••••••' } },
  {
    name: 'error_occurred',
    props: {
      message: "Cannot read properties of undefined (reading 'price')",
      stack: 'at total (cart.js:12:8)',
    },
  },
  { name: 'checkout_started', rawName: 'Checkout Started', props: { items: 3, total: 129.9, coupon: null } },
]

export const eventAt = (n: number, session: Session, change: Partial<SessionEvent> = {}): SessionEvent => ({
  eventId: uuid(9, n),
  ts: session.startedAt + 400 + n * 2_310,
  url: `${site}${nth(paths, Math.floor(n / 4))}`,
  tabId: uuid(7, 1),
  seq: Math.floor(n / 10),
  props: {},
  ...({ name: 'page_view', ...nth(eventKinds, n) } as Pick<SessionEvent, 'name'>),
  ...change,
})

/** Receipts in each state. */
export const erasuresAt = (now: number): Erasure[] =>
  (['settling', 'erased', 'complete', 'complete'] as const).map((status, n) => ({
    erasureId: `ers_${String(now - n * 60 * MINUTE).padStart(13, '0')}AbCdEfGhIjKlMnO${n}`,
    projectId: shop.projectId,
    subject: String(n).repeat(64),
    requestedBy: (['secret-key', 'visitor', 'member', 'member'] as const)[n] ?? 'member',
    requestedAt: now - (n + 1) * 30 * 60 * MINUTE,
    status,
    erasedAt: status === 'settling' ? null : now - n * 30 * 60 * MINUTE,
    completedAt: status === 'complete' ? now - n * 60 * MINUTE : null,
    verified: status === 'erased' || n === 2,
    counts:
      n === 1
        ? NOTHING_ERASED
        : { sessions: 12 * (n + 1), people: 3, objects: 61, lakeRows: 2_431, quarantined: n, watches: 0 },
    unreadable: n === 3 ? 1 : 0,
  }))

/** One that no consumer could read, and one that Lambda gave up. */
export const quarantineAt = (now: number): QuarantineEntry[] => [
  {
    recordId: 'dW5yZWFkYWJsZQ',
    kind: 'unreadable',
    consumer: 'Playhead-prod-RollUpSessions',
    reason: 'events.3.props: is no object',
    quarantinedAt: now - 12 * MINUTE,
    sessionIds: [uuid(2, 1)],
    records: 1,
    bytes: 4_310,
  },
  {
    recordId: 'YXdzL2xhbWJkYQ',
    kind: 'given-up',
    consumer: 'Playhead-prod-ArchiveEvents',
    reason: 'RetryAttemptsExhausted after 1001 calls',
    quarantinedAt: now - 26 * 60 * MINUTE,
    sessionIds: [uuid(2, 2), 'rubbish'],
    records: 3,
    bytes: 48_200,
  },
]
