// Stores what each session did under its own prefix: one object per session and delivery.
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type Delivery, rangeOf } from '../runtime/stream/delivery.ts'
import { batchesOf, eachGroup, groupBy, sessionOf } from '../runtime/stream/each-group.ts'
import { stream } from '../runtime/stream/stream.ts'
import { claims } from '../stores/claims.ts'
import { quarantine } from '../stores/quarantine.ts'
import { sessionParts } from '../stores/session-parts.ts'

type Deps = { parts: Pick<ReturnType<typeof sessionParts>, 'write'> }

export const storeSession =
  ({ parts }: Deps) =>
  (deliveries: Delivery[]): Promise<void> =>
    eachGroup(
      groupBy(deliveries, sessionOf),
      (delivery) => delivery,
      (delivered) => parts.write(batchesOf(delivered), rangeOf(delivered)),
    )

const env = readEnvironment(['SESSION_BUCKET', 'QUARANTINE_BUCKET'])

export const handler = stream(
  {
    claims: claims(s3, env.SESSION_BUCKET),
    quarantine: quarantine(s3, env.QUARANTINE_BUCKET),
    now: Date.now,
  },
  storeSession({ parts: sessionParts(s3, env.SESSION_BUCKET) }),
)
