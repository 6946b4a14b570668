// ListUsers, with the filters that Cognito knows.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import type { User } from '../records.ts'
import { userShape } from './shapes.ts'

const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/
const FILTERABLE: Record<string, (user: User) => string | undefined> = {
  username: (user) => user.username,
  sub: (user) => user.sub,
  'cognito:user_status': (user) => user.status,
  status: (user) => (user.enabled ? 'Enabled' : 'Disabled'),
}
const ATTRIBUTES = ['email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username']

const matching = (filter: string): ((user: User) => boolean) => {
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? []
  const read =
    FILTERABLE[name] ?? (ATTRIBUTES.includes(name) ? (user: User) => user.attributes[name] : undefined)
  if (!read) throw new ServiceError('InvalidParameterException', `Error while parsing filter ${filter}`)
  const wanted = quoted.replaceAll(/\\(.)/g, '$1')
  return (user) => (operator === '=' ? read(user) === wanted : (read(user) ?? '').startsWith(wanted))
}

export const listUsersOperation = ({ pools }: Cognito): Operations => ({
  ListUsers: operation(
    z.object({
      UserPoolId: z.string(),
      Filter: z.string().max(256).optional(),
      AttributesToGet: z.array(z.string()).optional(),
      Limit: z.number().int().min(1).max(60).default(60),
      PaginationToken: z.string().regex(/^\d+$/).optional(),
    }),
    ({ UserPoolId, Filter, AttributesToGet, Limit, PaginationToken = '0' }) => {
      const matches = Filter ? matching(Filter) : () => true
      const start = Number(PaginationToken)
      const page: User[] = []
      let place = 0
      let more = false
      for (const user of pools.get(UserPoolId).users.rows()) {
        if (!matches(user) || place++ < start) continue
        more = page.length === Limit
        if (more) break
        page.push(user)
      }
      return {
        Users: page.map(userShape).map((user) => ({
          ...user,
          Attributes: user.Attributes.filter(({ Name }) => AttributesToGet?.includes(Name) ?? true),
        })),
        PaginationToken: more ? String(start + Limit) : undefined,
      }
    },
  ),
})
