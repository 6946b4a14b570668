// What an authorizer is asked and what it may answer, whether it reads a token or calls a function.
import type { RequestEvent } from './request-event.ts'

export type Verdict =
  /** `context` becomes `requestContext.authorizer`. */
  { allowed: true; context: object } | { allowed: false; status: 401 | 403 | 500; challenge?: string }

export type AuthorizerRequest = {
  event: RequestEvent
  /** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` */
  routeArn: string
}

export type Authorizer = (request: AuthorizerRequest) => Promise<Verdict>
