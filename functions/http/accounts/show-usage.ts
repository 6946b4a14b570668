// GET /api/v1/projects/{projectId}/usage: requests and events by day and by key.
import { showUsage as operation } from '../../../core/api/project-operations.ts'
import { lastDates, sumUsage } from '../../../core/usage/sum-usage.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'keys' | 'usage' | 'now'>

export const showUsage =
  ({ keys, usage, now }: Deps) =>
  async ({ caller: { projectId }, query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const dates = lastDates(query.days, now())
    const rows = await usage.between(projectId, dates[0] ?? '', dates.at(-1) ?? '')
    const named = (await keys.list(projectId)).map(({ keyId, name }) => ({ keyId, name }))
    return ok(sumUsage(rows, dates, named))
  }

export const showUsageRoute = route(operation, showUsage(stores))
