// Conversations between users of a site: one function, since a site asks them together.
import { gate } from '../gate/gate.ts'
import { touching } from '../gate/touching.ts'
import { http } from '../runtime/http/http.ts'
import { createConversationRoute } from './conversations/create-conversation.ts'
import { getConversationRoute } from './conversations/get-conversation.ts'
import { listConversationsRoute } from './conversations/list-conversations.ts'
import { sendMessageRoute } from './conversations/send-message.ts'
import { stores } from './conversations/stores.ts'

const routes = [listConversationsRoute, createConversationRoute, getConversationRoute, sendMessageRoute]

export const handler = http(gate, ...routes.map(touching(stores)))
