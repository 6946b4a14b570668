// A conversation as it is answered: who takes part, who of them is here, and a page of messages.
import {
  type Conversation,
  type ConversationAnswer,
  type Message,
  toMessage,
  toParticipant,
} from '../../../core/conversations/conversation.ts'
import type { Sight } from '../../../core/users/shown-presence.ts'
import { knownUsers } from './known-users.ts'
import type { Stores } from './stores.ts'

export const showConversation = async (
  deps: Pick<Stores, 'profiles' | 'presence'>,
  conversation: Conversation,
  sight: Sight,
  page: { messages: Message[]; nextCursor: string | null } = { messages: [], nextCursor: null },
): Promise<ConversationAnswer> => {
  const { conversationId, participants, projectId } = conversation
  const users = await knownUsers(deps, projectId, [conversation], sight)
  return {
    success: true,
    data: {
      conversationId,
      participants: participants.map((userId) => toParticipant(userId, users, sight)),
      messages: page.messages.map((message) => toMessage(message, users)),
      nextCursor: page.nextCursor,
    },
  }
}
