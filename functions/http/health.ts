// GET /health: whether the system is up; `?deep=1` also asks its stores.
import { health as operation } from '../../core/api/system-operations.ts'
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import type { HttpAnswer } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { bucketAnswers, type Check, streamAnswers, tableAnswers } from '../stores/health.ts'

type Deps = { checks: Record<string, Check>; now: () => number }

export const health =
  ({ checks, now }: Deps) =>
  async ({ query }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    if (query.deep === '0') return answer(now(), {})
    return answer(now(), Object.fromEntries(await Promise.all(Object.entries(checks).map(runCheck))))
  }

/** The name of the fault alone: its message may say more of the account than a stranger should know. */
const runCheck = async ([name, check]: [string, Check]): Promise<[string, string]> => {
  try {
    await check()
    return [name, 'ok']
  } catch (error) {
    return [name, error instanceof Error ? error.name : 'unreachable']
  }
}

const answer = (timestamp: number, checks: Record<string, string>): HttpAnswer => {
  const healthy = Object.values(checks).every((result) => result === 'ok')
  return {
    status: healthy ? 200 : 503,
    body: {
      status: healthy ? 'healthy' : 'unhealthy',
      timestamp,
      ...(Object.keys(checks).length > 0 && { checks }),
    },
  }
}

const env = readEnvironment(['SESSIONS_TABLE', 'EVENT_STREAM', 'SESSION_BUCKET'])

export const handler = http(
  gate,
  route(
    operation,
    health({
      checks: {
        table: tableAnswers(dynamodb, env.SESSIONS_TABLE),
        stream: streamAnswers(kinesis, env.EVENT_STREAM),
        bucket: bucketAnswers(s3, env.SESSION_BUCKET),
      },
      now: Date.now,
    }),
  ),
)
