// Conversations between users of a site: one function, since a site asks them together.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { createConversationRoute } from './conversations/create-conversation.ts'
import { getConversationRoute } from './conversations/get-conversation.ts'
import { listConversationsRoute } from './conversations/list-conversations.ts'
import { sendMessageRoute } from './conversations/send-message.ts'

export const handler = http(
  gate,
  listConversationsRoute,
  createConversationRoute,
  getConversationRoute,
  sendMessageRoute,
)
