// What opens a WebSocket, and what a site's server has made for its users.
import { askUserTokenSchema, userTokenSchema } from '../presence/user-token.ts'
import { askTicketSchema, ticketSchema } from '../socket/ticket.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Live'

export const issueUserToken = operation({
  method: 'POST',
  path: '/api/v1/user-tokens',
  id: 'issueUserToken',
  chapter,
  summary: "A token by which a user's page may call",
  description:
    'For a server: the page of a user that has logged in there sends it as `Authorization: Bearer <token>`. Nobody can claim to be another user, for only the secret key makes one. It ends after an hour.',
  access: { kind: 'server' },
  body: askUserTokenSchema,
  answers: { 201: userTokenSchema },
  problems: [409],
})

export const issueSocketTicket = operation({
  method: 'POST',
  path: '/api/v1/socket-tickets',
  id: 'issueSocketTicket',
  chapter,
  summary: 'A ticket that opens one socket, once and soon',
  description:
    "Open `/ws` with the sub-protocols `['playhead.v1', ticket]` within a minute. A user of the site asks with its user token, a member with an access token, an anonymous visitor with the publishable key and its `visitorId`: such a one is counted, and may do nothing else. The socket is taken for dead when it was silent for 2.5 times `pingSeconds`.",
  access: { kind: 'user', member: 'viewer', visitor: true },
  query: inProject(),
  body: askTicketSchema.optional(),
  answers: { 201: ticketSchema },
  problems: [409],
  anyOrigin: true,
})
