// The id by which a site knows one of its users: a text, or a number, which is kept as a text and told as the number it was.
import * as z from 'zod'
import { USER_ID_MAX_CHARS } from '../limits.ts'
import { siteUserIdSchema } from '../presence/user-token.ts'

export const userIdSchema = siteUserIdSchema

/** As a caller may write it. */
export const givenUserIdSchema = z.union([userIdSchema, z.int()], {
  error: `must be a text of 1 to ${USER_ID_MAX_CHARS} characters, or a whole number`,
})

/** As it is told again. */
export const toldUserIdSchema = z.union([z.string(), z.number()])

export const userIdTypeSchema = z.enum(['string', 'number'])

export type UserIdType = z.infer<typeof userIdTypeSchema>
export type GivenUserId = z.infer<typeof givenUserIdSchema>
export type ToldUserId = z.infer<typeof toldUserIdSchema>

export const textOfId = (given: GivenUserId): string => String(given)

export const typeOfId = (given: GivenUserId): UserIdType => (typeof given === 'number' ? 'number' : 'string')

/** Only what is the number's own spelling becomes one again. */
export const toldId = (userId: string, type: UserIdType = 'string'): ToldUserId =>
  type === 'number' && String(Number(userId)) === userId ? Number(userId) : userId
