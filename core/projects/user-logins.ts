// A project's setting: whether the users of its site have their accounts here, and whose tokens of other providers are taken.
import * as z from 'zod'

const clientIds = z.array(z.string().trim().min(1).max(200)).max(10)

export const userLoginsSchema = z.strictObject({
  enabled: z.boolean(),
  /** The site's own client ids at the provider: a token must have been made for one of them. */
  googleClientIds: clientIds,
  appleClientIds: clientIds,
})

export type UserLogins = z.infer<typeof userLoginsSchema>

export const NO_USER_LOGINS: UserLogins = { enabled: false, googleClientIds: [], appleClientIds: [] }
