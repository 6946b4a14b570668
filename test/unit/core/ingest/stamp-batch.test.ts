import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stampBatch } from '../../../../core/ingest/stamp-batch.ts'
import { stampedBatchSchema } from '../../../../core/ingest/stamped-batch.ts'
import { client, makeBatch, makeEvent, NOON } from '../make-batch.ts'

const stamp = { projectId: 'prj_abcdefghijkl', receivedAt: NOON, client }

test('a stamped batch has our names, our times and no secrets', () => {
  const ahead = NOON + 3_600_000
  const batch = makeBatch({
    sentAt: ahead,
    events: [makeEvent({ name: 'PAGE_VIEW', ts: ahead - 100, props: { mail: 'ada@example.com' } })],
  })
  const stamped = stampBatch(batch, stamp)
  expect(stamped).toMatchObject({
    projectId: stamp.projectId,
    receivedAt: NOON,
    clockOffsetMs: -3_600_000,
    client,
  })
  expect(stamped.events[0]).toMatchObject({
    name: 'page_view',
    rawName: 'PAGE_VIEW',
    ts: NOON - 100,
    props: { mail: '[email]' },
  })
})

test('a name that is canonical already is not kept twice', () => {
  expect(stampBatch(makeBatch(), stamp).events[0]).not.toHaveProperty('rawName')
})

test('the recording travels as it came', () => {
  const replay = { format: 'rrweb-2', events: [{ type: 4, data: { href: 'https://shop.example' } }] }
  expect(stampBatch(makeBatch({ replay }), stamp).replay).toEqual(replay)
})

test('what is stamped is what consumers read', () => {
  const stamped = stampBatch(makeBatch({ events: [makeEvent({ name: 'aB'.repeat(50) })] }), stamp)
  expect(stampedBatchSchema.parse(JSON.parse(JSON.stringify(stamped)))).toEqual(stamped)
})

const fixtures = new URL('../fixtures/stamped-batch/', import.meta.url)

test.each(readdirSync(fixtures))('%s, once on a stream, is read for ever', (file) => {
  const record = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'))
  expect(stampedBatchSchema.parse(record)).toMatchObject(record)
})
