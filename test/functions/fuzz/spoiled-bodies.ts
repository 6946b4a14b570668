// Bodies that no honest client sends: spoiled JSON, spoiled text, spoiled bytes.
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { MARKER } from './schema-values.ts'

export type RawBody = Buffer | string | undefined

const HOSTILE: unknown[] = [
  null,
  true,
  -1,
  0.1,
  1e308,
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '${jndi:ldap://x}',
  '__proto__',
  MARKER,
  'x'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  { toString: 1, valueOf: MARKER },
  Array.from({ length: 200 }, (_, n) => n),
]

const POLLUTERS = ['__proto__', 'constructor', 'prototype', 'toJSON', 'hasOwnProperty', MARKER]

type Step = 'replace' | 'remove' | 'add' | 'wrap'

/** One place of a value, chosen by `path`, is made something else. */
const spoilt = (value: unknown, path: number[], step: Step, hostile: unknown, name: string): unknown => {
  const [turn, ...rest] = path
  const isBox = typeof value === 'object' && value !== null
  if (turn === undefined || !isBox || Object.keys(value).length === 0) {
    return step === 'wrap' ? [value] : hostile
  }
  const entries = Object.entries(value)
  const at = turn % entries.length
  const changed = entries.flatMap(([key, part], index): [string, unknown][] => {
    if (index !== at) return [[key, part]]
    if (rest.length > 0) return [[key, spoilt(part, rest, step, hostile, name)]]
    if (step === 'remove') return []
    if (step === 'add') {
      return [
        [key, part],
        [name, hostile],
      ]
    }
    return [[key, step === 'wrap' ? { [key]: part } : hostile]]
  })
  // An own member of that name, as JSON.parse makes it: assigning would set the prototype instead.
  return Array.isArray(value) ? changed.map(([, part]) => part) : Object.fromEntries(changed)
}

export const spoiltValues = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      values,
      fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
      fc.constantFrom<Step>('replace', 'remove', 'add', 'wrap'),
      fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 3 })),
      fc.constantFrom(...POLLUTERS),
    )
    .map(([value, path, step, hostile, name]) => spoilt(value, path, step, hostile, name))

const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels)

/** Made once: each is as long as what it stands for. */
const TEXTS = [
  '',
  'null',
  '"',
  '{',
  `{"${MARKER}":`,
  `{"a":1,"a":2,"__proto__":{"admin":true},"constructor":{"prototype":{"role":"owner"}}}`,
  '{"\\u005f\\u005fproto\\u005f\\u005f":{"role":"owner"}}',
  '{"name":1e999,"days":-1e999,"n":0.1e-400}',
  `[${'9'.repeat(60_000)}]`,
  '\ufeff{}',
  '{"name":"\\ud800"}',
  nested(50_000, '[', ']'),
  nested(30_000, '{"a":', '}').replace('}', '1}'),
  '['.repeat(60_000),
  nested(990, '[', ']'),
  `{"name":${nested(990, '[', ']')}}`,
  `{"events":[{"props":${nested(900, '{"a":', '}').replace('}', '1}')}}]}`,
  'x=1&y=2',
  `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>`,
]

const BYTES = [
  Buffer.from([0xff, 0xfe, 0xfd]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0x1f, 0x8b]),
  Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]),
  gzipSync(`{"name":"${MARKER}"}`).subarray(0, 20),
  Buffer.concat([gzipSync('{}'), Buffer.from(MARKER)]),
  gzipSync(gzipSync('{}')),
  /** 50 MB of blanks in 50 kB, and 50 MB of brackets. */
  gzipSync(Buffer.alloc(50_000_000, ' ')),
  gzipSync(Buffer.alloc(50_000_000, '[')),
  gzipSync(nested(60_000, '[', ']')),
]

const HUGE = [Buffer.alloc(10_000_000, 'x'), `{"name":"${'x'.repeat(10_000_000)}"}`]

export const bodiesOf = (values: fc.Arbitrary<unknown> | undefined): fc.Arbitrary<RawBody> => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value))
  const rubbish: fc.WeightedArbitrary<RawBody>[] = [
    { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 6, arbitrary: fc.constantFrom(...BYTES) },
    { weight: 4, arbitrary: json },
    { weight: 4, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 2, arbitrary: fc.constant(undefined) },
  ]
  if (!values) return fc.oneof({ weight: 40, arbitrary: fc.constant(undefined) }, ...rubbish)
  const [good, spoiled] = [values, spoiltValues(values)].map((some) => some.map((one) => JSON.stringify(one)))
  return fc.oneof(
    { weight: 30, arbitrary: good as fc.Arbitrary<RawBody> },
    { weight: 40, arbitrary: spoiled as fc.Arbitrary<RawBody> },
    { weight: 4, arbitrary: values.map((value) => gzipSync(JSON.stringify(value))) },
    {
      weight: 3,
      arbitrary: fc.tuple(values, fc.nat(200)).map(([v, end]) => JSON.stringify(v).slice(0, end)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...HUGE) },
    ...rubbish,
  )
}
