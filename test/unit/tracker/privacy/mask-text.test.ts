import { expect, test } from 'vitest'
import { maskText } from '../../../../tracker/src/privacy/mask-text.ts'

test.each([
  ['write to ann.b+shop@ferns.example.org now', 'write to *** now'],
  ['ann%40ferns.example', '***'],
  ['jürgen@grün.example', '***'],
  ['card 4111 1111 1111 1111 thanks', 'card *** thanks'],
  ['5500-0000-0000-0004', '***'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'Bearer ***'],
])('%s', (text, masked) => {
  expect(maskText(text)).toBe(masked)
})

test.each(['4 plants @ 12.50', 'order 4111 1111 1111 1112', '1795000000123', 'fern@home'])(
  '%s stays',
  (text) => {
    expect(maskText(text)).toBe(text)
  },
)

test('a long hostile text is masked in a bounded number of steps', () => {
  const hostile = `${'a.'.repeat(50_000)}@${'b-'.repeat(50_000)}`
  expect(maskText(hostile)).toBe(hostile)
})
