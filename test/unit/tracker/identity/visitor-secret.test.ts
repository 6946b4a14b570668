import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visitorIdOfHash, visitorSecretSchema } from '../../../../core/erasure/visitor-secret.ts'
import { beginningOfHash, mintVisitor } from '../../../../tracker/src/identity/visitor-secret.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest()

test('the hash is SHA-256, of whatever fits one block', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii', maxLength: 55 }), (text) => {
      expect(Buffer.from(beginningOfHash(text))).toEqual(sha256(text).subarray(0, 16))
    }),
  )
})

test('a visitor is minted as the server wants it proved', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      const { secret, id } = mintVisitor((into) => {
        into.set(bytes)
        return into
      })
      expect(visitorSecretSchema.parse(secret)).toBe(secret)
      expect(id).toBe(visitorIdOfHash(sha256(secret)))
    }),
  )
})
