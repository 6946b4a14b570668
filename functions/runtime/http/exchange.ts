// One request on its way through the recipe: edge, limits, caller, validation, handler.
import type { Operation } from '../../../core/api/operation.ts'
import { routeOf } from '../../../core/api/operation.ts'
import { AppError } from '../../../core/errors.ts'
import { BODY_MAX_BYTES } from '../../../core/limits.ts'
import { cursorsOf } from '../../../core/paging/cursor.ts'
import type { Policy } from '../../../core/rate-limits/policies.ts'
import type { Verdict } from '../../../core/rate-limits/verdict.ts'
import { aliased } from './aliased.ts'
import type { HttpAnswer } from './answer.ts'
import { binaryBody, metaOf } from './binary-body.ts'
import type { KnownKey } from './callers.ts'
import { viewerAddress } from './client-facts.ts'
import { decodeBody } from './decode-body.ts'
import type { Gate } from './gate.ts'
import { answerOnce } from './idempotent.ts'
import type { HttpEvent, IncomingRequest } from './incoming-request.ts'
import type { HttpRequest, Route } from './route.ts'
import { validate } from './validate.ts'
import { authorize, type Identity, identify, type Place } from './who-calls.ts'

/** What limits said on the way; it is told to the caller whatever comes of the request. */
export type Verdicts = Verdict[]

/** What a request takes of a limit, and whose key is told so if it is refused. */
type Taking = { key?: KnownKey | undefined; cost?: number }

export const exchange = async (
  gate: Gate,
  { operation, handle }: Route,
  event: HttpEvent,
  incoming: IncomingRequest,
  verdicts: Verdicts,
): Promise<HttpAnswer> => {
  const { request, adaptBody, adaptAnswer } = aliased(incoming, operation)
  await checkEdge(gate, request)
  const onIngest = operation.access.kind === 'ingest'
  const limit = async (policy: Policy, principal: string, { key, cost = 1 }: Taking = {}): Promise<void> => {
    const how = onIngest ? gate.limits.leased : gate.limits.take
    const verdict = await how(policy, principal, cost)
    if (!verdict.allowed && key) await gate.countRefused(key)
    pass(verdicts, verdict)
  }

  const address = await gate.nameOfAddress(viewerAddress(request.headers, request.sourceIp))
  const stage = gate.policiesFor()
  await limit(onIngest ? stage['ip-ingest'] : stage.ip, address)
  const identity = await identify(gate, operation.access, request)
  const key = identity.kind === 'key' ? identity.key : undefined
  const policies = key ? gate.policiesFor(key.project.limits) : stage
  // All visitors of a site share its key: there the address is who asks.
  const principal = onIngest ? address : (principalOf(identity) ?? address)
  if (operation.limit) await limit(policies[operation.limit], principal, { key })
  else if (!onIngest && principalOf(identity)) await limit(policies.api, principal, { key })

  const params = operation.params && validate('params', operation.params, request.params)
  if (operation.headers) validate('headers', operation.headers, request.headers)
  const query = operation.query && validate('query', operation.query, request.query)
  const bytes = binaryBody({ ...event, headers: request.headers }, operation.binary)
  const given = bytes ? metaOf(request.query) : bodyOf(operation, event, request)
  const body = operation.body && validate('body', operation.body, adaptBody(given))
  if (onIngest && key) {
    await limit(policies.ingest, key.project.projectId, { key, cost: operation.cost?.(body) ?? 1 })
  }
  const caller = await authorize(gate, operation.access, identity, placeOf(params, request.query, body))
  if (!onIngest && key) await gate.countUsed(key)

  const seal = await gate.seal()
  const scope = `${routeOf(operation)}#${scopeOf(caller)}`
  const { method, path, headers, cookies, sourceIp, requestId } = request
  const asked = { method, path, headers, cookies, sourceIp, requestId, caller, params, query, body, bytes }
  // A part without a schema has the type undefined, which inference cannot tell.
  const full = { ...asked, cursors: cursorsOf(seal, scope) } as HttpRequest<never, never, never, never>
  const answer = operation.idempotent
    ? await answerOnce(
        gate.idempotency,
        { scope: `${scope}#${principalOf(identity)}`, retryKey: operation.retryKey?.(body) },
        full,
        () => handle(full),
      )
    : await handle(full)
  if (operation.forgivesSuccess && operation.limit) {
    await gate.limits.giveBack(policies[operation.limit], principal)
  }
  return adaptAnswer(answer)
}

const checkEdge = async (gate: Gate, { headers }: IncomingRequest): Promise<void> => {
  if (await gate.cameByEdge(headers)) return
  throw new AppError('not-by-the-edge', 403, 'The API answers at its public address only.')
}

const pass = (verdicts: Verdicts, verdict: Verdict): void => {
  verdicts.push(verdict)
  if (verdict.allowed) return
  throw new AppError(
    'too-many-requests',
    429,
    `The limit "${verdict.policy.name}" is reached. Wait a little.`,
    {
      retryAfter: verdict.retryAfterSeconds ?? 1,
    },
  )
}

const principalOf = (identity: Identity): string | undefined => {
  if (identity.kind === 'nobody') return undefined
  if (identity.kind === 'member') return identity.member.memberId
  if (identity.kind === 'user') return `${identity.user.projectId}#${identity.user.userId}`
  // All visitors of a site share its publishable key: there the address is who asks.
  return identity.key.kind === 'publishable' ? undefined : identity.key.keyId
}

const bodyOf = (operation: Operation, event: HttpEvent, { headers }: IncomingRequest): unknown => {
  if (!operation.body) return undefined
  // Where a request may do without a body, none at all is no malformed one.
  if (!event.body && operation.body.safeParse(undefined).success) return undefined
  return decodeBody({ ...event, headers }, operation.bodyMaxBytes ?? BODY_MAX_BYTES)
}

/** Its path says where a request goes, then its query, then its body. */
const placeOf = (params: unknown, query: Record<string, string>, body: unknown): Place => ({
  ...pick(body, 'projectId'),
  ...pick(query, 'projectId'),
  ...pick(params, 'projectId'),
  ...pick(params, 'organisationId'),
})

const pick = (from: unknown, name: string): Record<string, unknown> => {
  const value =
    typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined
  return value === undefined ? {} : { [name]: value }
}

const scopeOf = (caller: unknown): string => {
  const { projectId, organisationId, memberId } = (caller ?? {}) as Record<string, string | undefined>
  return projectId ?? organisationId ?? memberId ?? ''
}
