// The e-mail address and name of a member, which Cognito knows and access tokens do not say.
import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { AppError } from '../../core/errors.ts'
import { MEMBER_PROFILE_MS } from '../../core/limits.ts'

const profileSchema = z.object({ email: z.string(), verified: z.boolean(), name: z.string().nullable() })

export type Profile = z.infer<typeof profileSchema>

type Member = { memberId: string; username: string }

type Deps = {
  cognito: CognitoIdentityProviderClient
  userPoolId: string
  client: DynamoDBDocumentClient
  table: string
  now: () => number
}

export type MemberProfileStore = ReturnType<typeof memberProfiles>

export const memberProfiles = ({ cognito, userPoolId, client, table, now }: Deps) => {
  const ask = async ({ memberId, username }: Member): Promise<Profile> => {
    const { UserAttributes = [] } = await cognito
      .send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username }))
      .catch(refuse)
    const attribute = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value
    const profile = {
      email: (attribute('email') ?? '').toLowerCase(),
      verified: attribute('email_verified') === 'true',
      name: attribute('name') || null,
    }
    const expiresAt = Math.floor((now() + MEMBER_PROFILE_MS) / 1000)
    await client.send(
      new PutCommand({ TableName: table, Item: { ...profileKey(memberId), v: 1, ...profile, expiresAt } }),
    )
    return profile
  }

  return {
    /** As Cognito says it now: for what an address gives a right to. */
    current: ask,

    /** May be an hour old. */
    find: async (member: Member): Promise<Profile> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: profileKey(member.memberId) }),
      )
      return Item && Number(Item['expiresAt']) > now() / 1000 ? profileSchema.parse(Item) : ask(member)
    },
  }
}

/** The token is good for a while after its member is gone. */
const refuse = (error: unknown): never => {
  if (error instanceof Error && error.name === 'UserNotFoundException') {
    throw new AppError('unauthorized', 401, 'Log in first.')
  }
  throw error
}

const profileKey = (memberId: string) => ({ pk: `member#${memberId}`, sk: 'profile' })
