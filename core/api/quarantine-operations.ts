// The quarantine of a project: what could not be read or delivered, and the way back onto the stream.
import * as z from 'zod'
import { CURSOR_MAX_CHARS } from '../limits.ts'
import { pageQuerySchema } from '../paging/page.ts'
import {
  quarantineAnswerSchema,
  quarantineListSchema,
  recordIdSchema,
  redriveAnswerSchema,
} from '../quarantine/quarantine-list.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Quarantine'
const access = { kind: 'project', atLeast: 'admin' } as const
const params = z.object({ recordId: recordIdSchema })

export const listQuarantine = operation({
  method: 'GET',
  path: '/api/v1/quarantine',
  id: 'listQuarantine',
  chapter,
  summary: 'What of a project lies in quarantine, newest day first',
  description:
    'Entries whose partition key names the project; what names none is for the command of whoever runs Playhead. The records of all projects lie together, so one request looks at 200 objects at most: a page may be short or empty and still have a `nextCursor`, from which the next one goes on. Days come newest first; within a day by function, oldest first.',
  access,
  query: inProject(pageQuerySchema.shape),
  answers: { 200: quarantineListSchema },
})

export const getQuarantined = operation({
  method: 'GET',
  path: '/api/v1/quarantine/{recordId}',
  id: 'getQuarantined',
  chapter,
  summary: 'One entry of the quarantine, with its data as text',
  description:
    'It holds what people did, and that it was looked at is written into the audit log. All texts together have 100,000 characters at most; what is cut says so.',
  access,
  params,
  query: inProject(),
  answers: { 200: quarantineAnswerSchema },
})

export const redriveQuarantined = operation({
  method: 'POST',
  path: '/api/v1/quarantine/{recordId}/redrive',
  id: 'redriveQuarantined',
  chapter,
  summary: 'Send an entry of the quarantine through the stream again',
  description:
    "Only the project's own records of it. `sent` means that they are on the stream, and that their sessions are not counted yet: ask again with the `receipt` until it is `done` and the entry is gone, which takes as long as the consumers gather records. Asked again without the receipt it sends once more, and nothing is counted twice. What this version cannot read either stays where it is, with 409.",
  access,
  params,
  query: inProject({ receipt: z.string().max(CURSOR_MAX_CHARS).optional() }),
  answers: { 200: redriveAnswerSchema, 202: redriveAnswerSchema },
  problems: [409],
})
