// POST /api/v1/conversations/{conversationId}/messages: writes into a conversation.
import { sendMessage as operation } from '../../../core/api/conversation-operations.ts'
import { type Message, toMessage } from '../../../core/conversations/conversation.ts'
import { AppError } from '../../../core/errors.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { type GivenUserId, textOfId } from '../../../core/users/user-id.ts'
import { refuseErased } from '../../gate/refuse-erased.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { foundConversation } from './found-conversation.ts'
import { knownUsers } from './known-users.ts'
import { pushMessage } from './push-message.ts'
import { type Stores, stores } from './stores.ts'

export const sendMessage =
  (
    deps: Pick<
      Stores,
      'conversations' | 'profiles' | 'presence' | 'sockets' | 'suppressions' | 'now' | 'random'
    >,
  ) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const senderId = senderOf(caller, body.senderId)
    const conversation = await foundConversation(deps, caller, params.conversationId)
    if (!conversation.participants.includes(senderId))
      throw new AppError('not-a-participant', 403, 'The sender takes no part in this conversation.')
    await refuseErased(deps.suppressions, caller.projectId, senderId)
    const message: Message = {
      messageId: makeId('msg', deps.random(RANDOM_ID_BYTES)),
      senderId,
      text: body.text,
      sentAt: deps.now(),
    }
    await deps.conversations.send(conversation, message)
    const told = toMessage(message, await knownUsers(deps, caller.projectId, [conversation], 'what is shown'))
    await pushMessage(deps, conversation, told)
    return created({ success: true, data: told })
  }

const senderOf = (caller: object, named: GivenUserId | undefined): string => {
  const own = 'userId' in caller ? String(caller.userId) : undefined
  const sender = named === undefined ? own : textOfId(named)
  if (sender === undefined)
    throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
      fields: [{ field: 'senderId', message: 'is required of a server' }],
    })
  if (own !== undefined && sender !== own)
    throw new AppError('forbidden', 403, 'A user writes for itself alone.')
  return sender
}

export const sendMessageRoute = route(operation, sendMessage(stores))
