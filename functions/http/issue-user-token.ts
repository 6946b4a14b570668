// POST /api/v1/user-tokens: a token by which a user's page may call, made for the site's own server.
import { issueUserToken as operation } from '../../core/api/live-operations.ts'
import { AppError } from '../../core/errors.ts'
import { USER_TOKEN_SECONDS } from '../../core/limits.ts'
import { gate, keyFor, userTokens } from '../gate/gate.ts'
import { refuseErased } from '../gate/refuse-erased.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { created, type HttpAnswer } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import type { UserTokens } from '../runtime/http/user-tokens.ts'
import { type PresenceStore, presence } from '../stores/presence.ts'
import { type SuppressionStore, suppressions } from '../stores/suppressions.ts'
import { type ProfileStore, userProfiles } from '../stores/user-profiles.ts'

type Deps = {
  tokens: Pick<UserTokens, 'sign'>
  presence: Pick<PresenceStore, 'nameIs'>
  profiles: Pick<ProfileStore, 'name'>
  suppressions: Pick<SuppressionStore, 'among'>
}

export const issueUserToken =
  ({ tokens, presence, profiles, suppressions }: Deps) =>
  async ({ caller: { projectId }, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { userId, username = null } = body
    await refuseErased(suppressions, projectId, userId)
    if (username !== null) {
      if (!(await profiles.name(projectId, userId, username)))
        throw new AppError('username-taken', 409, 'Another user has this username.')
      await presence.nameIs(projectId, userId, username)
    }
    return created({
      token: await tokens.sign({ projectId, userId, username }),
      expiresIn: USER_TOKEN_SECONDS,
    })
  }

const env = readEnvironment(['PRESENCE_TABLE', 'PEOPLE_TABLE'])

export const handler = http(
  gate,
  route(
    operation,
    issueUserToken({
      tokens: userTokens,
      presence: presence(dynamodb, env.PRESENCE_TABLE, Date.now),
      profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, Date.now),
      suppressions: suppressions({
        client: dynamodb,
        table: env.PEOPLE_TABLE,
        key: () => keyFor('suppressions'),
        now: Date.now,
      }),
    }),
  ),
)
