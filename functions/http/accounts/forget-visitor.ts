// POST /api/v1/forget: a visitor's browser erases the visitor, whose secret it alone has.
import { createHash } from 'node:crypto'
import { forgetVisitor as operation } from '../../../core/api/erasure-operations.ts'
import { visitorIdOfHash } from '../../../core/erasure/visitor-secret.ts'
import { AppError } from '../../../core/errors.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { beginErasure, newErasureId } from './begin-erasure.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'erasures' | 'suppressions' | 'now' | 'random'>

export const forgetVisitor =
  (deps: Deps) =>
  async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller.project
    const visitorId = body.visitorId.toLowerCase()
    if (visitorIdOfHash(createHash('sha256').update(body.secret).digest()) !== visitorId) {
      throw new AppError(
        'not-this-visitor',
        403,
        'This secret is not the one that the visitor id was made of.',
      )
    }
    await beginErasure(deps)({
      projectId,
      id: visitorId,
      visitorIds: [visitorId],
      userIds: [],
      requestedBy: 'visitor',
      ...newErasureId(deps),
    })
    return accepted({ accepted: true })
  }

export const forgetVisitorRoute = route(operation, forgetVisitor(stores))
