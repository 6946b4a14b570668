// Conversations between users of a site: small and whole, with who of them is here.
import * as z from 'zod'
import {
  conversationAnswerSchema,
  conversationListQuery,
  conversationListSchema,
  createConversationSchema,
  messageAnswerSchema,
  messagePageQuery,
  sendMessageSchema,
} from '../conversations/conversation.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Conversations'
const access = { kind: 'user', secretKey: true } as const
const inPath = z.object({ conversationId: z.uuid() })
const shared = { chapter, access, anyOrigin: true } as const

export const listConversations = operation({
  ...shared,
  method: 'GET',
  path: '/api/v1/conversations',
  id: 'listConversations',
  summary: 'The conversations of a user, the newest message first',
  description: 'A user is answered its own; a server says whose, as `userId`.',
  query: inProject(conversationListQuery.shape),
  answers: { 200: conversationListSchema },
})

export const createConversation = operation({
  ...shared,
  method: 'POST',
  path: '/api/v1/conversations',
  id: 'createConversation',
  summary: 'Begin a conversation',
  description:
    'Two users have one conversation: beginning it again answers 200 with the one there is. A user takes part in what it begins.',
  query: inProject(),
  body: createConversationSchema,
  answers: { 200: conversationAnswerSchema, 201: conversationAnswerSchema },
  problems: [409],
  idempotent: true,
})

export const getConversation = operation({
  ...shared,
  method: 'GET',
  path: '/api/v1/conversations/{conversationId}',
  id: 'getConversation',
  summary: 'A conversation: who takes part, who of them is here, and the newest messages',
  description: 'For those who take part, and the server. `cursor` goes on to older messages.',
  params: inPath,
  query: inProject(messagePageQuery.shape),
  answers: { 200: conversationAnswerSchema },
})

export const sendMessage = operation({
  ...shared,
  method: 'POST',
  path: '/api/v1/conversations/{conversationId}/messages',
  id: 'sendMessage',
  summary: 'Write into a conversation',
  description: 'A server says for whom, as `senderId`. The sockets of those who take part are told at once.',
  params: inPath,
  query: inProject(),
  body: sendMessageSchema,
  answers: { 201: messageAnswerSchema },
  problems: [403, 409],
  idempotent: true,
})
