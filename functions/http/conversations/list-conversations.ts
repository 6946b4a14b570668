// GET /api/v1/conversations: the conversations of a user, the newest message first, with who of the others is here.
import * as z from 'zod'
import { listConversations as operation } from '../../../core/api/conversation-operations.ts'
import { type ConversationList, toListed } from '../../../core/conversations/conversation.ts'
import { AppError } from '../../../core/errors.ts'
import { USER_MAX_CONVERSATIONS } from '../../../core/limits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sightOf } from './found-conversation.ts'
import { knownUsers } from './known-users.ts'
import { type Stores, stores } from './stores.ts'

const positionSchema = z.object({ at: z.number(), id: z.string() })

export const listConversations =
  (deps: Pick<Stores, 'conversations' | 'profiles' | 'presence'>) =>
  async ({ caller, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const whose = whoseList(caller, query.userId)
    const after = cursors.read(positionSchema, query.cursor)
    const all = (await deps.conversations.listOf(projectId, whose)).slice(0, USER_MAX_CONVERSATIONS)
    const left = all.filter(
      ({ lastAt, conversationId }) =>
        !after || lastAt < after.at || (lastAt === after.at && conversationId > after.id),
    )
    const page = left.slice(0, query.limit)
    const found = await deps.conversations.findMany(
      projectId,
      page.map(({ conversationId }) => conversationId),
    )
    // One that is not there died on its way here.
    const conversations = page.flatMap(({ conversationId }) => found.get(conversationId) ?? [])
    const sight = sightOf(caller)
    const users = await knownUsers(deps, projectId, conversations, sight)
    const last = page.at(-1)
    return ok({
      success: true,
      data: conversations.map((one) => toListed(one, whose, users, sight)),
      nextCursor: cursors.write(
        last && left.length > page.length ? { at: last.lastAt, id: last.conversationId } : undefined,
      ),
    } satisfies ConversationList)
  }

const whoseList = (caller: object, named: string | undefined): string => {
  const own = 'userId' in caller ? String(caller.userId) : undefined
  if (own !== undefined && named !== undefined && named !== own)
    throw new AppError('forbidden', 403, 'A user lists its own conversations alone.')
  const whose = own ?? named
  if (whose !== undefined) return whose
  throw new AppError('invalid-request', 400, 'The query is not what this route takes.', {
    fields: [{ field: 'userId', message: 'is required of a server' }],
  })
}

export const listConversationsRoute = route(operation, listConversations(stores))
