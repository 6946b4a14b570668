// POST /api/v1/conversations: begins a conversation, or answers the one that two users have.
import { createConversation as operation } from '../../../core/api/conversation-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { CONVERSATION_MAX_PARTICIPANTS } from '../../../core/limits.ts'
import { textOfId } from '../../../core/users/user-id.ts'
import { refuseErased } from '../../gate/refuse-erased.ts'
import { created, type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { uuidOf } from '../../runtime/uuid-of.ts'
import { sightOf } from './found-conversation.ts'
import { showConversation } from './show-conversation.ts'
import { type Stores, stores } from './stores.ts'

export const createConversation =
  (
    deps: Pick<
      Stores,
      'conversations' | 'profiles' | 'presence' | 'watches' | 'suppressions' | 'now' | 'newId'
    >,
  ) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const own = 'userId' in caller ? [caller.userId] : []
    const participants = [...new Set([...own, ...body.participants.map(textOfId)])]
    if (participants.length < 2 || participants.length > CONVERSATION_MAX_PARTICIPANTS)
      throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
        fields: [{ field: 'participants', message: `are 2 to ${CONVERSATION_MAX_PARTICIPANTS} users` }],
      })
    for (const userId of participants) await refuseErased(deps.suppressions, projectId, userId)
    const conversation = {
      projectId,
      conversationId:
        participants.length === 2
          ? uuidOf('conversation of two', projectId, ...participants.toSorted())
          : deps.newId(),
      participants,
      createdAt: deps.now(),
      lastMessage: null,
    }
    // First, so that a try that dies in between is made good by the next one.
    await deps.watches.befriend(projectId, participants)
    const isNew = await deps.conversations.create(conversation)
    const known = isNew ? conversation : ((await deps.conversations.find(conversation)) ?? conversation)
    return (isNew ? created : ok)(await showConversation(deps, known, sightOf(caller)))
  }

export const createConversationRoute = route(operation, createConversation(stores))
