// Highlights: stretches of sessions that members cut out under a title.
import * as z from 'zod'
import {
  createHighlightSchema,
  highlightAnswerSchema,
  highlightIdSchema,
  highlightListSchema,
  projectHighlightsSchema,
  updateHighlightSchema,
} from '../highlights/highlight.ts'
import { NOTE_TAG_MAX_CHARS } from '../limits.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Highlights'
const reading = { kind: 'project', atLeast: 'viewer', secretKey: true } as const
const writing = { kind: 'project', atLeast: 'analyst' } as const
const sessionInPath = z.object({ sessionId: z.uuid() })
const highlightInPath = sessionInPath.extend({ highlightId: highlightIdSchema })

export const listProjectHighlights = operation({
  method: 'GET',
  path: '/api/v1/highlights',
  id: 'listProjectHighlights',
  chapter,
  summary: 'The highlights of a project, newest first',
  description:
    'Each with whose session it is of. A request looks at 1,000 highlights at most, so a page may be short or empty and still have a `nextCursor`.',
  access: reading,
  query: inProject({
    ...pageQuerySchema.shape,
    /** Words that are all in the title, the tags, or the address of who made it. */
    q: z.string().max(200).optional(),
    tag: z.string().min(1).max(NOTE_TAG_MAX_CHARS).optional(),
  }),
  answers: { 200: projectHighlightsSchema },
})

export const listHighlights = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/highlights',
  id: 'listHighlights',
  chapter,
  summary: 'The highlights of a session, in the order of their beginnings',
  access: reading,
  params: sessionInPath,
  query: inProject(),
  answers: { 200: highlightListSchema },
})

export const createHighlight = operation({
  method: 'POST',
  path: '/api/v1/sessions/{sessionId}/highlights',
  id: 'createHighlight',
  chapter,
  summary: 'Cut a highlight out of a session',
  description:
    'From one moment to another, a second at least. `screenshotId` is the screenshot of the session by which lists show it. It ends with its session.',
  access: writing,
  params: sessionInPath,
  query: inProject(),
  body: createHighlightSchema,
  answers: { 201: highlightAnswerSchema },
  problems: [409],
  idempotent: true,
})

export const updateHighlight = operation({
  method: 'PATCH',
  path: '/api/v1/sessions/{sessionId}/highlights/{highlightId}',
  id: 'updateHighlight',
  chapter,
  summary: 'Change a highlight of your own',
  access: writing,
  params: highlightInPath,
  query: inProject(),
  body: updateHighlightSchema,
  answers: { 200: highlightAnswerSchema },
})

export const deleteHighlight = operation({
  method: 'DELETE',
  path: '/api/v1/sessions/{sessionId}/highlights/{highlightId}',
  id: 'deleteHighlight',
  chapter,
  summary: 'Delete a highlight',
  description: 'Your own, or as an admin anybody’s, which stands in the audit log.',
  access: writing,
  params: highlightInPath,
  query: inProject(),
  answers: { 204: null },
})
