// How a session is watched: its replay, the segments of the recording, and what was told beside the document.
import * as z from 'zod'
import { CURSOR_MAX_CHARS, SIDE_PAGE_DEFAULT, SIDE_PAGE_MAX } from '../limits.ts'
import { replayAnswerSchema, segmentNameSchema, sideEventListSchema } from '../replay/replay.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Sessions'
const access = { kind: 'project', atLeast: 'viewer', secretKey: true, sight: 'replay' } as const
const sessionInPath = z.object({ sessionId: z.uuid() })

export const getReplay = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/replay',
  id: 'getReplay',
  chapter,
  summary: 'What of a session can be played',
  description:
    'Of a session that still runs, too. That it was opened is written into the audit log, once an hour for each who opens it. Segments are fetched by their `name`; a player begins with the one that holds the moment, and its first line is the page as it stood then.',
  access,
  params: sessionInPath,
  query: inProject(),
  answers: { 200: replayAnswerSchema },
})

export const getReplaySegment = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/replay/segments/{name}',
  id: 'getReplaySegment',
  chapter,
  summary: 'A segment of a recording',
  description:
    'NDJSON under gzip, as a file: a line with the snapshot that the segment begins with, then lines of events. At most 4 MiB in one answer; of a larger one ask again with `from`, the bytes that you have, until they are the `bytes` of the replay. A name stands for the same bytes for ever; 404 with `replay-changed` means that the session has other segments by now: read its replay again.',
  access,
  params: sessionInPath.extend({ name: segmentNameSchema }),
  query: inProject({
    /** The `merge` of the replay that names it: not needed, as names are never used again. */
    merge: z.string().max(64).optional(),
    from: z.coerce.number().int().min(0).max(1_000_000_000).default(0),
  }),
  answers: { 200: null },
  answersBinary: ['application/gzip'],
})

export const listReplaySideEvents = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/replay/side-events',
  id: 'listReplaySideEvents',
  chapter,
  summary: 'What a recording tells beside the document, oldest first',
  description:
    'Lines of the console, requests, errors, long tasks, and where recording was paused, of all tabs, on the clock of the replay. As far as the session is merged: ask for its replay first.',
  access,
  params: sessionInPath,
  query: inProject({
    cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
    limit: z.coerce.number().int().min(1).max(SIDE_PAGE_MAX).default(SIDE_PAGE_DEFAULT),
    merge: z.string().max(64).optional(),
  }),
  answers: { 200: sideEventListSchema },
})
