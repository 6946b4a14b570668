import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { visitorIdOfHash, visitorSecretSchema } from '../../../../core/erasure/visitor-secret.ts'
import { hashOfSecret } from '../../../../tracker/src/identity/hash-of-secret.ts'
import { openStore } from '../../../../tracker/src/identity/store.ts'
import { randomHex } from '../../../../tracker/src/identity/uuid.ts'
import { SECRET_KEY, visitorRules } from '../../../../tracker/src/identity/visitor.ts'
import { memoryArea } from './memory-area.ts'

test('the hash is the beginning of SHA-256, for any secret', () => {
  const secrets = Array.from({ length: 500 }, () => randomHex())
  for (const secret of ['0'.repeat(32), 'f'.repeat(32), ...secrets]) {
    expect(hashOfSecret(secret)).toBe(createHash('sha256').update(secret).digest('hex').slice(0, 32))
  }
})

test('a visitor is minted as the server will check it', () => {
  for (let i = 0; i < 200; i++) {
    const area = memoryArea()
    const own = openStore(() => area)
    const id = visitorRules(own, 30, true).mint(0)
    const [kept, secret] = `${own.get(SECRET_KEY)}`.split('~')
    expect(kept).toBe(id)
    expect(visitorSecretSchema.safeParse(secret).success).toBe(true)
    expect(id).toBe(visitorIdOfHash(createHash('sha256').update(`${secret}`).digest()))
  }
})
