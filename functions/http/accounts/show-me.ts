// GET /api/v1/auth/me: who is logged in.
import { showMe as operation } from '../../../core/api/login-operations.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const showMe =
  ({ profiles }: Pick<Stores, 'profiles'>) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { email, name } = await profiles.find(caller)
    return ok({ member: { memberId: caller.memberId, email, name } })
  }

export const showMeRoute = route(operation, showMe(stores))
