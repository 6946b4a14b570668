// What opens a WebSocket.
import * as z from 'zod'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

export const issueSocketTicket = operation({
  method: 'POST',
  path: '/api/v1/socket-tickets',
  id: 'issueSocketTicket',
  chapter: 'Live',
  summary: 'A ticket that opens one socket, once and soon',
  description: "Open `/ws` with the sub-protocols `['playhead.v1', ticket]`.",
  access: { kind: 'project', atLeast: 'viewer' },
  query: inProject(),
  answers: { 201: z.object({ ticket: z.string(), expiresAt: z.number().int() }) },
})
