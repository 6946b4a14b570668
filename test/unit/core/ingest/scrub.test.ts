import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scrubEvent, scrubText, scrubUrl } from '../../../../core/ingest/scrub.ts'
import type { JsonValue } from '../../../../core/json/json-value.ts'
import { makeEvent } from '../make-batch.ts'

test.each([
  ['write to ada.l+shop@example.co.uk now', 'write to [email] now'],
  ['ada%40example.com', '[email]'],
  ['4111 1111 1111 1111', '[card]'],
  ['card 4111-1111-1111-1111.', 'card [card].'],
  ['378282246310005', '[card]'],
])('%s becomes %s', (text, scrubbed) => {
  expect(scrubText(text)).toBe(scrubbed)
})

test.each([
  '4111 1111 1111 1112',
  '1763640000000',
  'order 12345',
  '00000000-0000-4000-8000-000000000000',
  'a@b',
  '@mention and #tag',
  'deadbeef4111111111111111',
])('%s is no secret', (text) => {
  expect(scrubText(text)).toBe(text)
})

test('a URL loses tokens, passwords and addresses, and keeps the rest', () => {
  expect(
    scrubUrl('https://shop.example/a?ref=x&token=abc&mail=ada@example.com&page=2#access_token=ey.J&state=1'),
  ).toBe('https://shop.example/a?ref=x&token=[secret]&mail=[email]&page=2#access_token=[secret]&state=1')
})

test('every text of an event is scrubbed, the site’s own user id is not', () => {
  const event = makeEvent({
    url: 'https://shop.example/?q=ada@example.com',
    referrer: 'https://mail.example/?password=hunter2',
    userId: 'ada@example.com',
    target: { id: 'pay', text: '4111111111111111' },
    props: { note: 'ada@example.com', list: [{ deep: '4111111111111111' }], amount: 12, empty: null },
  })
  expect(scrubEvent(event)).toEqual({
    ...event,
    url: 'https://shop.example/?q=[email]',
    referrer: 'https://mail.example/?password=[secret]',
    target: { id: 'pay', text: '[card]' },
    props: { note: '[email]', list: [{ deep: '[card]' }], amount: 12, empty: null },
  })
})

test.each(
  'access_token id_token refresh_token token api_key apikey API_KEY secret password passwd pwd'.split(' '),
)('a URL loses its parameter %s', (name) => {
  expect(scrubUrl(`/a?x=1&${name}=abc`)).toBe(`/a?x=1&${name}=[secret]`)
})

test('what hides deep inside is found at any depth, and its neighbours keep their place', () => {
  const nest = (secret: string) =>
    Array.from({ length: 200 }).reduce<JsonValue>(
      (inner, _, level) => (level % 2 ? [inner] : { before: 1, inner, after: 2 }),
      secret,
    ) as Record<string, JsonValue>
  const { props } = scrubEvent(makeEvent({ props: { nest: nest('ada@example.com') } }))
  expect(JSON.stringify(props)).toBe(JSON.stringify({ nest: nest('[email]') }))
})

test('a property that is called like the prototype stays a property', () => {
  const props = JSON.parse('{"__proto__":"ada@example.com","x":1}')
  expect(JSON.stringify(scrubEvent(makeEvent({ props })).props)).toBe('{"__proto__":"[email]","x":1}')
})

test('an event without anything to hide is what it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.integer()), (props) => {
      const event = makeEvent({ props })
      expect(scrubEvent(event)).toEqual(event)
    }),
  )
})

test('scrubbing never throws, and scrubs once for all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (text, value) => {
      const once = scrubEvent(makeEvent({ url: text, props: { value: value as JsonValue } }))
      expect(scrubEvent(once)).toEqual(once)
    }),
  )
})

test('no text is slow to scrub', () => {
  for (const piece of ['a', 'a@', 'a.', '4 ', '%40', '&token=']) {
    expect(scrubUrl(piece.repeat(30_000)).length).toBeGreaterThan(0)
  }
})
