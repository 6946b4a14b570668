// POST /api/v1/sessions/{sessionId}/shares: makes a public link, whose token is shown this once.
import { createShare as operation } from '../../../core/api/share-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { SESSION_MAX_SHARES } from '../../../core/limits.ts'
import { makeShareToken, SHARE_TOKEN_RANDOM_BYTES, type Share } from '../../../core/shares/share.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'shares' | 'profiles' | 'record' | 'now' | 'random'>

export const createShare =
  (deps: Deps) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { shares, profiles, record, now, random } = deps
    const { projectId, organisationId, memberId } = caller
    const { sessionId } = await sessionOf(deps, caller, params.sessionId)
    if ((await shares.list({ projectId, sessionId })).length >= SESSION_MAX_SHARES)
      throw new AppError(
        'too-many-shares',
        409,
        `A session has ${SESSION_MAX_SHARES} public links at most. Revoke one first.`,
      )
    const createdAt = now()
    const share: Share = {
      shareId: makeId('share', random(RANDOM_ID_BYTES)),
      sessionId,
      createdBy: { memberId, email: (await profiles.find(caller)).email },
      createdAt,
      expiresAt: createdAt + body.expiresIn * 1000,
      mask: body.mask,
      from: body.from ?? null,
      to: body.to ?? null,
      withInspector: body.withInspector,
    }
    const { mask, expiresAt, withInspector } = share
    await record(caller, organisationId, {
      action: 'share.created',
      target: { id: sessionId, name: null },
      projectId,
      changes: [
        { field: 'mask', before: null, after: mask },
        { field: 'inspector', before: null, after: String(withInspector) },
        { field: 'expiresAt', before: null, after: new Date(expiresAt).toISOString() },
      ],
    })
    const token = makeShareToken(random(SHARE_TOKEN_RANDOM_BYTES))
    await shares.create(projectId, share, token)
    return created({ share, token })
  }

export const createShareRoute = route(operation, createShare(stores))
