// A visitor as a browser makes one: a secret, and the id that is the beginning of its hash.
import { createHash, randomBytes } from 'node:crypto'
import { visitorIdOfHash } from '../../core/erasure/visitor-secret.ts'

export const freshVisitor = (): { visitorId: string; secret: string } => {
  const secret = randomBytes(16).toString('hex')
  return { visitorId: visitorIdOfHash(createHash('sha256').update(secret).digest()), secret }
}
