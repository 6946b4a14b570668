// Stores what each session did under its own prefix: one object per session and delivery.
import { suppressionsFor } from '../gate/suppressed.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type Delivery, rangeOf } from '../runtime/stream/delivery.ts'
import { batchesOf, eachGroup, groupBy, sessionOf } from '../runtime/stream/each-group.ts'
import { leaveOutErased } from '../runtime/stream/leave-out-erased.ts'
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

const env = readEnvironment(['SESSION_BUCKET', 'QUARANTINE_BUCKET', 'PEOPLE_TABLE', 'SECRET_ID'])

export const handler = stream(
  {
    claims: claims(s3, env.SESSION_BUCKET),
    quarantine: quarantine(s3, env.QUARANTINE_BUCKET),
    now: Date.now,
  },
  leaveOutErased(suppressionsFor(env), storeSession({ parts: sessionParts(s3, env.SESSION_BUCKET) })),
)
