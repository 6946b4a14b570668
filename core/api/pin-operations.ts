// Pins: sessions that are kept beyond their project's days.
import * as z from 'zod'
import { sessionSchema } from '../sessions/session.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Pins'
const access = { kind: 'project', atLeast: 'analyst' } as const
const sessionInPath = z.object({ sessionId: z.uuid() })

export const pinSession = operation({
  method: 'PUT',
  path: '/api/v1/sessions/{sessionId}/pin',
  id: 'pinSession',
  chapter,
  summary: 'Keep a session until it is unpinned',
  description:
    'Its recording, screenshots, events, notes and highlights outlive the days that the project keeps them; its rows in the lake do not. Pinning it again changes nothing. A project has 1,000 pins at most. An erasure of its person takes a pinned session, too. That it was pinned stands in the audit log.',
  access,
  params: sessionInPath,
  query: inProject(),
  answers: { 200: z.object({ session: sessionSchema }) },
  problems: [404, 409],
})

export const unpinSession = operation({
  method: 'DELETE',
  path: '/api/v1/sessions/{sessionId}/pin',
  id: 'unpinSession',
  chapter,
  summary: 'Let a session go by its project’s days again',
  description:
    'One that is past them is not there any more from then on, and the next expiry removes it. That it was unpinned stands in the audit log.',
  access,
  params: sessionInPath,
  query: inProject(),
  answers: { 204: null },
  problems: [404],
})
