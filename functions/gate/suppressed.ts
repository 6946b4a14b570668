// Who is suppressed, for a function without the gate: under the key that is derived from the one secret.
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { secretsManager } from '../runtime/clients/secrets-manager.ts'
import { secret } from '../stores/secret.ts'
import { type SuppressionStore, suppressions } from '../stores/suppressions.ts'
import { derivedKeys } from './sealing.ts'

export const suppressionsFor = (env: { PEOPLE_TABLE: string; SECRET_ID: string }): SuppressionStore => {
  const keyFor = derivedKeys(secret(secretsManager, env.SECRET_ID))
  return suppressions({
    client: dynamodb,
    table: env.PEOPLE_TABLE,
    key: () => keyFor('suppressions'),
    now: Date.now,
  })
}
