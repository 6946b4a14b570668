import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimSchema } from '../../../../core/ingest/claim.ts'
import { CLAIM_GONE, readClaimed, readRecord } from '../../../../core/ingest/read-record.ts'
import { CLAIM_MAX_BYTES } from '../../../../core/limits.ts'
import { makeStamped, uuid } from '../make-batch.ts'

const batch = makeStamped({ seq: 7 })
const { v, projectId, visitorId, sessionId, tabId, seq, receivedAt } = batch
const claim = claimSchema.parse({
  ...{ v, projectId, visitorId, sessionId, tabId, seq, receivedAt },
  claim: { key: `claims/${projectId}/${sessionId}/x.json`, bytes: 1_200_000 },
})

const fixtures = new URL('../fixtures/claim/', import.meta.url)

test.each(readdirSync(fixtures))('%s, once on a stream, is read for ever', (file) => {
  const record = JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'))
  expect(readRecord(record)).toEqual({ claim: record })
})

test('a record is a batch or the claim of one', () => {
  expect(readRecord(batch)).toMatchObject({ batch: { seq: 7 } })
  expect(readRecord(claim)).toEqual({ claim })
})

test('a claim that a consumer could not hold is none', () => {
  const tooLarge = { ...claim, claim: { ...claim.claim, bytes: CLAIM_MAX_BYTES + 1 } }
  expect(readRecord(tooLarge)).toEqual({ reason: expect.stringMatching(/^claim\.bytes: /) })
})

test('what is claimed is the very batch that the claim speaks of', () => {
  expect(readClaimed(claim, JSON.stringify(batch))).toMatchObject({ batch: { seq: 7 } })
  expect(readClaimed(claim, undefined)).toEqual({ reason: CLAIM_GONE })
  for (const other of [
    { seq: 8 },
    { sessionId: uuid(1) },
    { projectId: 'prj_zyxwvutsrqpo' },
    { receivedAt: 1 },
  ])
    expect(readClaimed(claim, JSON.stringify({ ...batch, ...other }))).toEqual({
      reason: 'claim: its object is another batch',
    })
})

test('whatever lies on the stream or in S3, reading it ends with a batch, a claim or a reason', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, text) => {
      const spoiled = { ...claim, claim: value }
      for (const read of [readRecord(value), readRecord(spoiled), readClaimed(claim, text)])
        expect('reason' in read || 'batch' in read || 'claim' in read).toBe(true)
    }),
    { numRuns: 500 },
  )
})
