// The erasure of people: on behalf of a project, or by the visitor's own browser.
import * as z from 'zod'
import {
  erasureAnswerSchema,
  erasureIdSchema,
  erasureListSchema,
  personIdSchema,
} from '../erasure/erasure.ts'
import { forgetVisitorSchema } from '../erasure/visitor-secret.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Privacy'
const access = { kind: 'project', atLeast: 'admin', secretKey: true } as const

export const erasePerson = operation({
  method: 'DELETE',
  path: '/api/v1/people/{personId}',
  id: 'erasePerson',
  chapter,
  summary: 'Erase a person from every store',
  description:
    'The id is a user id of yours or a visitor id. A user goes with all its visitors and their sessions; a visitor goes alone, whoever its user is. Answered at once with a receipt, and done within the hour; nothing of the id is taken any more from now on. There is no way back. An id that nobody knows has a receipt of nothing.',
  access,
  params: z.object({ personId: personIdSchema }),
  query: inProject(),
  limit: 'erasure',
  answers: { 202: erasureAnswerSchema },
})

export const listErasures = operation({
  method: 'GET',
  path: '/api/v1/erasures',
  id: 'listErasures',
  chapter,
  summary: 'The receipts of a project, newest first',
  access,
  query: inProject(pageQuerySchema.shape),
  answers: { 200: erasureListSchema },
})

export const getErasure = operation({
  method: 'GET',
  path: '/api/v1/erasures/{erasureId}',
  id: 'getErasure',
  chapter,
  summary: 'One receipt: what became of an erasure',
  description:
    '`erasing` is under way; `settling` has removed everything and waits to look again; `erased` looked through every store and found nothing; `complete` did so again after the stream had forgotten, too. A receipt names nobody.',
  access,
  params: z.object({ erasureId: erasureIdSchema }),
  query: inProject(),
  answers: { 200: erasureAnswerSchema },
})

export const forgetVisitor = operation({
  method: 'POST',
  path: '/api/v1/forget',
  id: 'forgetVisitor',
  chapter,
  summary: 'Erase the visitor that asks',
  description:
    "For the visitor's own browser: the id of a visitor is made of a secret that only its browser has, and the secret is the proof. Takes the key as `/api/v1/track` does. Whether anything was kept of the visitor is not told.",
  access: { kind: 'ingest' },
  query: z.object({ k: z.string().max(200).optional() }),
  body: forgetVisitorSchema,
  limit: 'erasure',
  answers: { 202: z.object({ accepted: z.literal(true) }) },
  problems: [403],
  anyOrigin: true,
})
