// The REQUEST authorizer of a WebSocket API: a function that answers with a policy, asked at $connect only.
import { FunctionError, type Invoke } from '../lambda/invoke.ts'
import { TIMED_OUT, within } from './deadline.ts'
import { identityReader, readIdentity } from './identity-source.ts'
import { mayInvoke, policyResponse } from './invoke-policy.ts'
import { SOCKET_INTEGRATION_MAX_MS } from './limits.ts'
import type { SocketEvent } from './socket-event.ts'

export type SocketVerdict = { allowed: true; context: object } | { allowed: false; status: 401 | 403 | 500 }

export type SocketAuthorizer = (event: SocketEvent, methodArn: string) => Promise<SocketVerdict>

export type SocketAuthorizerOptions = {
  invoke: Invoke
  /** `route.request.header.X`, `route.request.querystring.x`, `context.x`. */
  identitySource: readonly string[]
}

export const createSocketAuthorizer = ({
  invoke,
  identitySource,
}: SocketAuthorizerOptions): SocketAuthorizer => {
  const readers = identitySource.map(identityReader)
  return async (event, methodArn) => {
    const { headers = {}, requestContext, queryStringParameters } = event
    if (
      !readIdentity(readers, {
        headers,
        requestContext,
        ...(queryStringParameters && { queryStringParameters }),
      })
    ) {
      return { allowed: false, status: 401 }
    }
    try {
      const { isBase64Encoded: _, ...rest } = event
      const answer = await within(SOCKET_INTEGRATION_MAX_MS, invoke({ type: 'REQUEST', methodArn, ...rest }))
      if (answer === TIMED_OUT) return { allowed: false, status: 500 }
      const { principalId, policyDocument, context } = policyResponse.parse(answer)
      if (!mayInvoke(policyDocument, methodArn)) return { allowed: false, status: 403 }
      return { allowed: true, context: { ...context, principalId } }
    } catch (error) {
      const isRefusal = error instanceof FunctionError && error.message === 'Unauthorized'
      return { allowed: false, status: isRefusal ? 401 : 500 }
    }
  }
}
