// The conversation that a path names, for those who take part and for the server: anybody else finds none.
import type { Conversation } from '../../../core/conversations/conversation.ts'
import { AppError } from '../../../core/errors.ts'
import type { Sight } from '../../../core/users/shown-presence.ts'
import type { Stores } from './stores.ts'

type Caller = { projectId: string } | { projectId: string; userId: string }

export const foundConversation = async (
  { conversations }: Pick<Stores, 'conversations'>,
  caller: Caller,
  conversationId: string,
): Promise<Conversation> => {
  const found = await conversations.find({ projectId: caller.projectId, conversationId })
  const isIn = !('userId' in caller) || found?.participants.includes(caller.userId)
  if (!found || !isIn) throw new AppError('conversation-not-found', 404, 'There is no such conversation.')
  return found
}

/** A server sees everything; a user what the others show. */
export const sightOf = (caller: object): Sight => ('userId' in caller ? 'what is shown' : 'everything')
