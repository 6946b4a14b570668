// Where events come in that no tab of a browser sends: from servers, apps and clients of other APIs.
import * as z from 'zod'
import { rejectedEventSchema } from '../ingest/envelope.ts'
import { looseBodySchema, retryKeyOf } from '../ingest/loose-event.ts'
import { BATCH_MAX_BYTES } from '../limits.ts'
import { operation } from './operation.ts'

export const sendEvents = operation({
  method: 'POST',
  path: '/api/v1/events',
  id: 'sendEvents',
  chapter: 'Ingest',
  summary: 'Send 1 to 100 events, each with its own visitor, session or user',
  description:
    'For servers, apps and scripts; pages send batches. An event needs a `name`. Without `ts` it has the time of receipt. Whose it is: its `sessionId` and `visitorId`, else its `userId`, else whoever sent it; without a `sessionId` a visitor has one session each day. An event with an `eventId` may be sent again: within a day it is stored and counted once. 202 means that the events are safe; each bad one is named and costs no other.',
  access: { kind: 'ingest' },
  query: z.object({ k: z.string().max(200).optional() }),
  body: looseBodySchema,
  bodyMaxBytes: BATCH_MAX_BYTES,
  cost: ({ events }) => events.length,
  idempotent: true,
  retryKey: retryKeyOf,
  answers: {
    202: z.object({ accepted: z.number().int(), rejected: z.array(rejectedEventSchema) }),
  },
  problems: [503],
  anyOrigin: true,
})
