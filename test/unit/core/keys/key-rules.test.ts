import { expect, test } from 'vitest'
import { afterRegeneration, inGrace, keyStatus } from '../../../../core/keys/key-rules.ts'
import { newestPublishableKey, type StoredKey, toProjectKey } from '../../../../core/keys/stored-key.ts'
import { KEY_MAX_PREVIOUS } from '../../../../core/limits.ts'

const key: StoredKey = {
  keyId: 'key_0000000000000000',
  projectId: 'prj_0000000000000000',
  kind: 'publishable',
  environment: 'live',
  name: 'Website',
  prefix: 'pk_live_new1',
  text: 'pk_live_new1…',
  hash: 'hash of the new',
  createdAt: 1,
  createdBy: 'ada',
  validUntil: null,
  revokedAt: null,
  previous: [{ hash: 'hash of the old', prefix: 'pk_live_old1', validUntil: 100 }],
}

test('a key is active until it ends or is revoked', () => {
  expect(keyStatus(key, 50)).toBe('active')
  expect(keyStatus({ ...key, validUntil: 51 }, 50)).toBe('active')
  expect(keyStatus({ ...key, validUntil: 50 }, 50)).toBe('expired')
  expect(keyStatus({ ...key, validUntil: 50, revokedAt: 10 }, 50)).toBe('revoked')
})

test('an earlier text works until its time, and not at it', () => {
  expect(inGrace(key.previous, 99)).toHaveLength(1)
  expect(inGrace(key.previous, 100)).toEqual([])
})

test('the text that is replaced keeps its grace, and those that ended go', () => {
  const replaced = { hash: key.hash, prefix: key.prefix, validUntil: 60 }
  expect(afterRegeneration(key, 50, 10)).toEqual([...key.previous, replaced])
  expect(afterRegeneration(key, 100, 10)).toEqual([{ ...replaced, validUntil: 110 }])
})

test.each([
  ['key-revoked', { revokedAt: 1 }],
  ['key-expired', { validUntil: 50 }],
  ['too-many-previous-keys', { previous: Array(KEY_MAX_PREVIOUS).fill(key.previous[0]) }],
])('a key is not given another text: %s', (code, parts) => {
  expect(() => afterRegeneration({ ...key, ...parts }, 50, 10)).toThrow(
    expect.objectContaining({ code, status: 409 }),
  )
})

test('members see how a key and its earlier texts begin, and no hash', () => {
  const shown = toProjectKey({ ...key, validUntil: 200 }, { requests: 3, lastUsedAt: 40 }, 50)
  expect(shown).toMatchObject({ expiresAt: 200, requests: 3, lastUsedAt: 40, status: 'active' })
  expect(shown.previous).toEqual([{ prefix: 'pk_live_old1', validUntil: 100 }])
  expect(JSON.stringify(shown)).not.toContain('hash')
})

test('the newest publishable key that works is the one to embed', () => {
  const older = { ...key, text: 'older', createdAt: 0 }
  const secret = { ...key, kind: 'secret', text: null, createdAt: 9 } as const
  expect(newestPublishableKey([key, secret, older], 50)).toBe(key.text)
  expect(newestPublishableKey([older, { ...key, validUntil: 50 }], 50)).toBe('older')
  expect(newestPublishableKey([{ ...key, revokedAt: 3 }, secret], 50)).toBeNull()
})
