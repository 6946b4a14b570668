import { expect, test } from 'vitest'
import { AUDIT_ACTIONS, type AuditEntry } from '../../../core/audit/audit-entry.ts'
import { auditDetails, auditSentence } from '../../../dashboard/src/settings/audit/audit-sentence.ts'

const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  entryId: 'e',
  at: 0,
  action: 'project.changed',
  actor: { memberId: 'ada', email: 'ada@shop.example' },
  target: { id: 'prj_1', name: 'Shop' },
  projectId: null,
  changes: [],
  ...change,
})
const role = (before: string | null, after: string | null) => [{ field: 'role', before, after }]
const name = (before: string | null, after: string | null) => [{ field: 'name', before, after }]

test.each<[Partial<AuditEntry>, string]>([
  [{ action: 'organisation.created' }, 'made the organisation “Shop”'],
  [
    { action: 'organisation.renamed', changes: name('Old', 'New') },
    'renamed the organisation from “Old” to “New”',
  ],
  [
    { action: 'member.invited', target: { id: 'i', name: 'x@y.example' }, changes: role(null, 'analyst') },
    'invited x@y.example as analyst',
  ],
  [{ action: 'member.joined', changes: role(null, 'viewer') }, 'joined as viewer'],
  [
    {
      action: 'member.role-changed',
      target: { id: 'g', name: 'g@y.example' },
      changes: role('viewer', 'admin'),
    },
    'changed the role of g@y.example from viewer to admin',
  ],
  [{ action: 'member.removed', target: { id: 'g', name: 'g@y.example' } }, 'removed g@y.example'],
  [{ action: 'member.removed', target: { id: 'ada', name: 'ada@shop.example' } }, 'left the organisation'],
  [{ action: 'key.revoked', target: { id: 'key_1', name: null } }, 'revoked the key “key_1”'],
])('%j reads: %s', (change, sentence) => {
  expect(auditSentence(entry(change))).toBe(sentence)
})

test('every action makes a sentence without a hole in it', () => {
  for (const action of AUDIT_ACTIONS) {
    const sentence = auditSentence(entry({ action }))
    expect(sentence).toMatch(/^[a-z]/)
    expect(sentence).not.toMatch(/undefined|null| {2}| $/)
  }
})

test('the details name what a sentence leaves out, in words', () => {
  const changes = [
    { field: 'timeZone', before: 'UTC', after: 'Europe/Berlin' },
    { field: 'name', before: 'Shop', after: 'Store' },
    { field: 'origins', before: null, after: 'https://shop.example' },
  ]
  expect(auditDetails(entry({ changes }))).toEqual([
    'time zone: UTC → Europe/Berlin',
    'name: Shop → Store',
    'sites: none → https://shop.example',
  ])
  expect(auditDetails(entry({ action: 'member.role-changed', changes: role('viewer', 'admin') }))).toEqual([])
})
