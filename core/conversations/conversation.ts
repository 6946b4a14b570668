// A conversation: users of a site who write to each other, and what they wrote.
import * as z from 'zod'
import { CONVERSATION_MAX_PARTICIPANTS, MESSAGE_MAX_CHARS, PAGE_MAX } from '../limits.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { type KnownPresence, type Sight, shownPresence } from '../users/shown-presence.ts'
import { givenUserIdSchema, toldUserIdSchema, userIdSchema } from '../users/user-id.ts'
import { namesOf, type UserProfile, userNamesSchema } from '../users/user-profile.ts'

export const messageSchema = z.object({
  messageId: z.string(),
  /** Whoever wrote it. */
  senderId: userIdSchema,
  text: z.string(),
  /** Milliseconds since 1970 by our clock. */
  sentAt: z.number().int(),
})

export const conversationSchema = z.object({
  projectId: z.string(),
  conversationId: z.uuid(),
  /** Null is somebody who was erased. */
  participants: z.array(userIdSchema.nullable()),
  createdAt: z.number().int(),
  /** The newest. */
  lastMessage: messageSchema.nullable(),
})

export type Message = z.infer<typeof messageSchema>
export type Conversation = z.infer<typeof conversationSchema>

export const createConversationSchema = z.strictObject({
  /** All of them; a user that creates one takes part without being named. */
  participants: z.array(givenUserIdSchema).min(1).max(CONVERSATION_MAX_PARTICIPANTS),
})

export const sendMessageSchema = z.strictObject({
  text: z
    .string()
    .max(MESSAGE_MAX_CHARS)
    .refine((text) => text.trim() !== '', { message: 'says nothing' }),
  /** Of a server alone, which writes for one of the participants. */
  senderId: givenUserIdSchema.optional(),
})

/** Whose conversations: a server and a member say so; a user is asked for its own. */
export const conversationListQuery = pageQuerySchema.extend({ userId: userIdSchema.optional() })
export const messagePageQuery = pageQuerySchema.extend({ limit: pageQuerySchema.shape.limit.default(50) })

const time = z.iso.datetime()

export const toldMessageSchema = z.object({
  messageId: z.string(),
  senderId: toldUserIdSchema,
  text: z.string(),
  sentAt: time,
})

const presenceShape = { isOnline: z.boolean(), lastSeen: time.nullable() }

export const participantSchema = z.strictObject({ ...userNamesSchema.shape, ...presenceShape })

const { displayName: _name, ...otherNames } = userNamesSchema.shape

export const listedConversationSchema = z.strictObject({
  conversationId: z.uuid(),
  /** Of a group the first of the others; null in a conversation with nobody. */
  otherUser: z.strictObject({ ...otherNames, ...presenceShape }).nullable(),
  lastMessage: toldMessageSchema.nullable(),
})

export const conversationListSchema = z.object({
  success: z.literal(true),
  data: z.array(listedConversationSchema).max(PAGE_MAX),
  nextCursor: z.string().nullable(),
})

export const conversationAnswerSchema = z.object({
  success: z.literal(true),
  data: z.strictObject({
    conversationId: z.uuid(),
    participants: z.array(participantSchema),
    /** The newest first. */
    messages: z.array(toldMessageSchema),
    nextCursor: z.string().nullable(),
  }),
})

export const messageAnswerSchema = z.object({ success: z.literal(true), data: toldMessageSchema })

export type ToldMessage = z.infer<typeof toldMessageSchema>
export type ConversationList = z.infer<typeof conversationListSchema>
export type ConversationAnswer = z.infer<typeof conversationAnswerSchema>

export type KnownUsers = {
  profiles: ReadonlyMap<string, UserProfile>
  presences: ReadonlyMap<string, KnownPresence>
}

/** Somebody whose erasure left a place. */
const GONE = {
  userId: null,
  username: null,
  displayName: 'Deleted user',
  profilePictureUrl: null,
  isOnline: false,
  lastSeen: null,
}

export const toParticipant = (
  userId: string | null,
  { profiles, presences }: KnownUsers,
  sight: Sight,
): z.infer<typeof participantSchema> => {
  if (userId === null) return GONE
  const profile = profiles.get(userId)
  const { username, isOnline, lastSeen } = shownPresence(presences.get(userId), profile, sight)
  const names = namesOf(userId, profile)
  return { ...names, username: names.username ?? username, isOnline, lastSeen }
}

export const toMessage = ({ sentAt, senderId, ...message }: Message, users: KnownUsers): ToldMessage => ({
  ...message,
  senderId: namesOf(senderId, users.profiles.get(senderId)).userId ?? senderId,
  sentAt: new Date(sentAt).toISOString(),
})

export const toListed = (
  { conversationId, participants, lastMessage }: Conversation,
  of: string,
  users: KnownUsers,
  sight: Sight,
): z.infer<typeof listedConversationSchema> => {
  const other = participants.find((userId) => userId !== of)
  return {
    conversationId,
    otherUser: other === undefined ? null : withoutDisplayName(toParticipant(other, users, sight)),
    lastMessage: lastMessage && toMessage(lastMessage, users),
  }
}

const withoutDisplayName = ({ displayName: _shown, ...rest }: z.infer<typeof participantSchema>) => rest
