import { expect, test } from 'vitest'
import { targetSchema } from '../../../../core/ingest/envelope.ts'
import { clientFactsSchema, stampedEventSchema } from '../../../../core/ingest/stamped-batch.ts'
import { glueTypes, type LakeTable, lakeTableNames, lakeTables } from '../../../../core/lake/columns.ts'
import { sessionSchema } from '../../../../core/sessions/session.ts'

/**
 * The folder of a row says its project; what a session did last is for who looks on, and the events know it; a pin keeps
 * no row.
 */
const NOT_KEPT = ['projectId', 'lastEvent', 'pinned']

const fieldsOf = ({ columns }: LakeTable) => columns.map(({ from }) => from).toSorted()

test('every field of an event has its column', () => {
  const { target: _target, ...event } = stampedEventSchema.shape
  const batch = ['v', 'visitorId', 'sessionId', 'tabId', 'seq', 'receivedAt']
  const target = Object.keys(targetSchema.shape).map((field) => `target.${field}`)
  const fields = [...Object.keys(event), ...batch, ...target, ...Object.keys(clientFactsSchema.shape)]
  expect(fieldsOf(lakeTables.events)).toEqual(fields.toSorted())
})

test('every field of a session has its column', () => {
  const { utm, ...session } = sessionSchema.shape
  const campaign = Object.keys(utm.shape).map((field) => `utm.${field}`)
  const fields = ['v', 'revision', ...Object.keys(session), ...campaign].filter(
    (field) => !NOT_KEPT.includes(field),
  )
  expect(fieldsOf(lakeTables.sessions)).toEqual(fields.toSorted())
})

test.each(lakeTableNames)('the columns of %s are named as Glue can, once each', (name) => {
  const { columns, key } = lakeTables[name]
  const names = columns.map((column) => column.name)
  expect(names.filter((column) => !/^[a-z][a-z_]*$/.test(column))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain(key)
  expect(columns.filter(({ type }) => glueTypes[type] === undefined)).toEqual([])
})
