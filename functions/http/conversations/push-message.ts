// Tells the sockets of those who take part of a new message: whoever is not reached reads it with the next look.
import type { Conversation, ToldMessage } from '../../../core/conversations/conversation.ts'
import { MESSAGE_MAX_PUSHES } from '../../../core/limits.ts'
import { errorFields, log } from '../../runtime/log.ts'
import type { Stores } from './stores.ts'

export const pushMessage = async (
  { presence, sockets }: Pick<Stores, 'presence' | 'sockets'>,
  { projectId, conversationId, participants }: Conversation,
  message: ToldMessage,
): Promise<void> => {
  try {
    const users = participants.filter((userId) => userId !== null)
    const open = (await presence.connectionsOf(projectId, users)).slice(0, MESSAGE_MAX_PUSHES)
    const frame = { event: 'message' as const, data: { conversationId, message } }
    const pushed = await Promise.allSettled(open.map((connection) => sockets.push(connection, frame)))
    const failed = pushed.find((one) => one.status === 'rejected')
    if (failed) log.warn('a message was not pushed to all', errorFields(failed.reason))
  } catch (error) {
    log.warn('a message was not pushed', errorFields(error))
  }
}
