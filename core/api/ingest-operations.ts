// Where batches come in.
import * as z from 'zod'
import { rejectedEventSchema } from '../ingest/envelope.ts'
import { trackBodySchema } from '../ingest/track-body.ts'
import { BATCH_MAX_BYTES } from '../limits.ts'
import { pageSettingsSchema } from '../projects/page-settings.ts'
import { operation } from './operation.ts'

export const track = operation({
  method: 'POST',
  path: '/api/v1/track',
  id: 'track',
  chapter: 'Ingest',
  summary: 'Send a batch of events',
  description:
    'Plain or gzip, as `application/json` or `text/plain`. The key is in `X-API-Key` or, for beacons, in the query as `k`. 202 means that the events are safe; each bad one is named and costs no other. Without `tabId` and `seq` the events are loose ones, as of `POST /api/v1/events`; `session_id` is `sessionId`. A page that sends `c`, the version of the project’s settings that it knows, is answered the settings if they are others.',
  access: { kind: 'ingest' },
  query: z.object({
    k: z.string().max(200).optional(),
    /** Version of the settings that the page knows; empty when it knows none. */
    c: z.string().max(20).optional(),
  }),
  body: trackBodySchema,
  bodyNames: { session_id: 'sessionId', visitor_id: 'visitorId', user_id: 'userId' },
  bodyMaxBytes: BATCH_MAX_BYTES,
  cost: ({ events }) => Math.max(1, events.length),
  answers: {
    202: z.object({
      accepted: z.number().int(),
      rejected: z.array(rejectedEventSchema),
      /** To a page that named another version than today's. */
      settings: pageSettingsSchema.optional(),
      /** Somebody watches this session at this moment: send every second, and begin the recording anew. */
      live: z.literal(true).optional(),
    }),
  },
  problems: [503],
  anyOrigin: true,
})
