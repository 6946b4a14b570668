import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sessionStateSchema } from '../../../core/sessions/session-state.ts'
import { packState, stateOf } from '../../../functions/stores/session-item.ts'

const fixture = (version: 1 | 2): Record<string, unknown> =>
  JSON.parse(
    readFileSync(new URL(`../../unit/core/fixtures/session-state/v${version}.json`, import.meta.url), 'utf8'),
  )

/** As the first version that packed wrote it: unpacked for ever, whatever becomes of the dictionary. */
const PACKED_V2 =
  'lZXbEoIgEED/xV67gJeKn8hPaEgpM0sHq2mm6d8bUGQXy4wHZpR1FTxn94nIJO2Y6SlU09pc6sGI7zl0y3zLd0kq9ofsmJ8KB+4RGSkQwOMp9xzmWURXEWOMEOLir5aWTR5gQu9+T4k6K6u5ePBzVYgFrA0XhdonRdATCZe6GHUi2DDBZZJ1gZ61w0cw+whmgOsPri3MVO9tQFVwbK+pXW+/nbvnpMzG/v7lbfO2sDnxTmE6pcpiYN1V3pB0bWsxyplGMWjbJoa+kcAaF9dF6Vh3N4cN3QP7nowgNACqjgo3OvdaMwLTqg3/w1fLQRFHStjSjbKbLuJEj68VKJtTNt4='

test('a session comes out of its item as it went in', () => {
  const state = sessionStateSchema.parse(fixture(2))
  expect(stateOf(packState(state))).toEqual(state)
})

test('what was packed by the first version that packed is read for ever', () => {
  expect(stateOf({ packed: Buffer.from(PACKED_V2, 'base64') })).toEqual(sessionStateSchema.parse(fixture(2)))
})

test('items from before sessions were packed are read as ever', () => {
  for (const version of [1, 2] as const)
    expect(stateOf({ ...fixture(version), revision: 3, startKey: 'x' })).toEqual(
      sessionStateSchema.parse(fixture(version)),
    )
})

test('a common session fits a kilobyte with its keys, so that a write of it is one unit', () => {
  expect(packState(sessionStateSchema.parse(fixture(2))).packed.length).toBeLessThan(600)
})
