// GET /api/v1/conversations/{conversationId}: who takes part, who of them is here, and the newest messages.
import * as z from 'zod'
import { getConversation as operation } from '../../../core/api/conversation-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundConversation, sightOf } from './found-conversation.ts'
import { showConversation } from './show-conversation.ts'
import { type Stores, stores } from './stores.ts'

export const getConversation =
  (deps: Pick<Stores, 'conversations' | 'profiles' | 'presence'>) =>
  async ({ caller, params, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const before = cursors.read(z.string(), query.cursor)
    const conversation = await foundConversation(deps, caller, params.conversationId)
    const { messages, next } = await deps.conversations.messages(conversation, before, query.limit)
    const page = { messages, nextCursor: cursors.write(next) }
    return ok(await showConversation(deps, conversation, sightOf(caller), page))
  }

export const getConversationRoute = route(operation, getConversation(stores))
