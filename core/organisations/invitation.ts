// An invitation: lets the holder of one e-mail address join an organisation with a role, once and for a while.
import * as z from 'zod'
import { emailSchema } from '../members/login.ts'
import { base62FromBytes } from '../text/base62.ts'
import { organisationIdSchema } from './organisation.ts'
import { roleSchema } from './role.ts'

export const invitationIdSchema = z.string().regex(/^inv_[0-9A-Za-z]{16}$/, 'is not the id of an invitation')

/** The id and a secret: `inv_….<secret>`. Only a hash of it is kept. */
export const invitationTokenSchema = z
  .string()
  .regex(/^inv_[0-9A-Za-z]{16}\.[0-9A-Za-z]{32}$/, 'is not an invitation')

const SECRET_DIGITS = 32

/** Random bytes that the secret of a token is made from: twice its digits, since a few are thrown away. */
export const INVITATION_SECRET_RANDOM_BYTES = 2 * SECRET_DIGITS

export const makeInvitationToken = (invitationId: string, random: Uint8Array): string =>
  `${invitationId}.${base62FromBytes(random, SECRET_DIGITS)}`

export const parseInvitationToken = (token: string): { invitationId: string; secret: string } => {
  const [invitationId = '', secret = ''] = token.split('.')
  return { invitationId, secret }
}

export const invitationSchema = z.object({
  invitationId: invitationIdSchema,
  organisationId: organisationIdSchema,
  email: z.string(),
  role: roleSchema,
  /** E-mail address of the member who invited. */
  invitedBy: z.string(),
  createdAt: z.number().int(),
  expiresAt: z.number().int(),
})

export const inviteSchema = z.strictObject({ email: emailSchema, role: roleSchema })

/** The only time that the token is shown: whoever invites passes the link on. */
export const createdInvitationSchema = z.object({
  invitation: invitationSchema,
  token: invitationTokenSchema,
})
export const invitationListSchema = z.object({ invitations: z.array(invitationSchema) })

export const invitationTokenBodySchema = z.strictObject({ token: invitationTokenSchema })

/** What an invitation says to who holds its token, before there is a login. */
export const invitationPreviewSchema = z.object({
  organisationName: z.string(),
  email: z.string(),
  role: roleSchema,
  invitedBy: z.string(),
  expiresAt: z.number().int(),
})

export type Invitation = z.infer<typeof invitationSchema>
export type InvitationPreview = z.infer<typeof invitationPreviewSchema>
