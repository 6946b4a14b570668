// Invitations. An address's row says which invitation of an organisation stands; the invitation says who took it up.
import { createHash, timingSafeEqual } from 'node:crypto'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import {
  type Invitation,
  invitationSchema,
  parseInvitationToken,
} from '../../core/organisations/invitation.ts'
import { holds } from './condition.ts'
import { invitedKey } from './invited.ts'
import { rowsAt, rowsOf } from './read-rows.ts'

const storedSchema = invitationSchema.extend({
  hash: z.string(),
  acceptedBy: z.string().optional(),
  /** Set when its member has joined. */
  settled: z.boolean().optional(),
})

export type StoredInvitation = z.infer<typeof storedSchema>

export const invitations = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: table, Item }))

  const toStored = (item: Record<string, unknown> | undefined): StoredInvitation | undefined => {
    const stored = item && storedSchema.parse({ ...item, expiresAt: Number(item['expiresAt']) * 1000 })
    return stored && stored.expiresAt > now() ? stored : undefined
  }

  const get = async (Key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item

  const ofOrganisation = async (organisationId: string): Promise<StoredInvitation[]> =>
    (await rowsOf(client, table, `organisation#${organisationId}`, 'invitation#')).flatMap(
      (item) => toStored(item) ?? [],
    )

  /** Only where it stands for its address: another one may have replaced it. */
  const forget = ({ invitationId, email, organisationId }: Invitation): Promise<boolean> =>
    holds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: invitedKey(email, organisationId),
          ConditionExpression: 'invitationId = :id',
          ExpressionAttributeValues: { ':id': invitationId },
        }),
      ),
    )

  /** False if somebody took it up. */
  const remove = async ({ organisationId, invitationId }: Invitation): Promise<boolean> => {
    const removed = await holds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: invitationKey(organisationId, invitationId),
          ConditionExpression: 'attribute_not_exists(acceptedBy)',
        }),
      ),
    )
    if (removed) await client.send(new DeleteCommand({ TableName: table, Key: pointerKey(invitationId) }))
    return removed
  }

  const find = async (
    organisationId: string,
    invitationId: string,
  ): Promise<StoredInvitation | undefined> => {
    const stored = toStored(await get(invitationKey(organisationId, invitationId)))
    if (!stored || stored.acceptedBy !== undefined) return stored
    const standing = await get(invitedKey(stored.email, organisationId))
    return standing?.['invitationId'] === invitationId ? stored : undefined
  }

  return {
    /** Those that wait, oldest first. */
    list: async (organisationId: string): Promise<Invitation[]> => {
      const waiting = (await ofOrganisation(organisationId)).filter((one) => one.acceptedBy === undefined)
      const addresses = [...new Set(waiting.map(({ email }) => email))]
      const standing = await rowsAt(
        client,
        table,
        addresses.map((email) => invitedKey(email, organisationId)),
      )
      const ids = new Set(standing.map(({ invitationId }) => invitationId))
      return waiting
        .filter(({ invitationId }) => ids.has(invitationId))
        .sort((a, b) => a.createdAt - b.createdAt)
        .map(toInvitation)
    },

    /** The address's row last: it makes the invitation stand, and an earlier one fall. */
    create: async (invitation: Invitation, token: string): Promise<void> => {
      const { invitationId, organisationId, email, expiresAt: until } = invitation
      const expiresAt = Math.floor(until / 1000)
      const hash = hashOf(parseInvitationToken(token).secret)
      const earlier = (await ofOrganisation(organisationId)).filter((one) => one.email === email)
      await put({ ...pointerKey(invitationId), v: 1, organisationId, expiresAt })
      await put({ ...invitationKey(organisationId, invitationId), v: 1, ...invitation, hash, expiresAt })
      await put({ ...invitedKey(email, organisationId), v: 1, invitationId, expiresAt })
      for (const one of earlier) await remove(one)
    },

    /** Undefined for whatever is no invitation, or no longer. */
    open: async (token: string): Promise<StoredInvitation | undefined> => {
      const { invitationId, secret } = parseInvitationToken(token)
      const pointer = await get(pointerKey(invitationId))
      const stored = pointer && (await find(String(pointer['organisationId']), invitationId))
      return stored && sameHash(stored.hash, hashOf(secret)) ? stored : undefined
    },

    find,

    /** One member takes it up, however many try; that one may try again. */
    claim: ({ organisationId, invitationId }: Invitation, memberId: string): Promise<boolean> =>
      holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: invitationKey(organisationId, invitationId),
            UpdateExpression: 'SET acceptedBy = :member',
            ConditionExpression:
              'attribute_exists(pk) AND (attribute_not_exists(acceptedBy) OR acceptedBy = :member)',
            ExpressionAttributeValues: { ':member': memberId },
          }),
        ),
      ),

    settle: async (invitation: Invitation): Promise<void> => {
      await forget(invitation)
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: invitationKey(invitation.organisationId, invitation.invitationId),
          UpdateExpression: 'SET settled = :yes',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':yes': true },
        }),
      )
    },

    /** Without its address's row it is none already. False if somebody took it up meanwhile. */
    revoke: async (invitation: Invitation): Promise<boolean> => {
      await forget(invitation)
      return remove(invitation)
    },
  }
}

const toInvitation = ({
  hash: _hash,
  acceptedBy: _by,
  settled: _used,
  ...shown
}: StoredInvitation): Invitation => shown

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

const sameHash = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b))

const invitationKey = (organisationId: string, invitationId: string) => ({
  pk: `organisation#${organisationId}`,
  sk: `invitation#${invitationId}`,
})

const pointerKey = (invitationId: string) => ({ pk: `invitation#${invitationId}`, sk: 'invitation' })
