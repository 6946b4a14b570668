import { expect, test } from 'vitest'
import { visitorName } from '../../../../core/people/visitor-name.ts'
import { matchesFilter } from '../../../../core/sessions/matches-filter.ts'
import type { Session } from '../../../../core/sessions/session.ts'
import { sessionQuerySchema } from '../../../../core/sessions/session-query.ts'
import { aSession } from '../../dashboard/a-session.ts'

const matches = (query: Record<string, string>, change: Partial<Session> = {}) => {
  const { sort: _, ...filter } = sessionQuerySchema.parse(query)
  return matchesFilter(aSession(change), filter, 0)
}

test.each<[string, string, Partial<Session>, Partial<Session>]>([
  ['hasDeadClicks', 'true', { deadClicks: 1 }, { deadClicks: 0 }],
  ['hasDeadClicks', 'false', { deadClicks: 0 }, { deadClicks: 1 }],
  ['minPages', '3', { pageViews: 3 }, { pageViews: 2 }],
  ['minClicks', '3', { clicks: 3 }, { clicks: 2 }],
  ['minErrors', '2', { errors: 2 }, { errors: 1 }],
  ['maxDuration', '5000', { lastSeenAt: 5_000 }, { lastSeenAt: 5_001 }],
  ['minDuration', '5000', { lastSeenAt: 5_000 }, { lastSeenAt: 4_999 }],
  ['bot', 'false', { bot: false }, { bot: true }],
  ['city', 'são paulo', { city: 'São Paulo' }, { city: null }],
  ['region', 'BE', { region: 'be' }, { region: 'by' }],
  ['country', 'de', { country: 'DE' }, { country: 'DK' }],
  [
    'entryPage',
    '/cart',
    { entryUrl: 'https://a.example/Cart?x=1' },
    { entryUrl: 'https://a.example/?at=/cart' },
  ],
  ['exitPage', 'thanks', { exitUrl: 'https://a.example/thanks' }, { exitUrl: null }],
  ['page', '/cart', { pages: ['/', '/cart/2'] }, { pages: ['/'], exitUrl: 'https://a.example/' }],
  ['referrer', 'google', { referrer: 'https://www.google.com/a' }, { referrer: 'https://a.example/google' }],
  ['referrer', 'direct', { referrer: null }, { referrer: 'https://direct.example/' }],
  [
    'utmSource',
    'NEWS',
    { entryUrl: 'https://a.example/?utm_source=news' },
    { entryUrl: 'https://a.example/' },
  ],
  ['utmMedium', 'mail', { entryUrl: '/?utm_medium=mail' }, { entryUrl: '/?utm_medium=email' }],
  ['utmCampaign', 'may sale', { entryUrl: '/?utm_campaign=May+Sale' }, { entryUrl: '/?utm_campaign=May' }],
  ['event', 'Checkout Started', { eventNames: ['checkout_started'] }, { eventNames: ['checkout'] }],
  ['os', 'windows', { os: 'Windows 11' }, { os: 'Windows11' }],
])('%s %s finds whom it names and nobody else', (name, value, one, other) => {
  expect(matches({ [name]: value }, one)).toBe(true)
  expect(matches({ [name]: value }, other)).toBe(false)
})

test('words are found in whatever a row shows, the name of a visitor too, until the site names them', () => {
  const { visitorId, sessionId } = aSession()
  for (const q of [visitorName(visitorId), visitorId, sessionId, 'firefox ubuntu', 'CART', 'de'])
    expect(matches({ q }), q).toBe(true)
  expect(matches({ q: visitorName(visitorId) }, { userId: 'ada' })).toBe(false)
  expect(matches({ q: 'firefox nowhere' })).toBe(false)
})
