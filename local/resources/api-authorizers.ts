// AWS::ApiGatewayV2::Authorizer: tokens checked against an issuer's keys, or a function asked.
import type { JSONWebKeySet } from 'jose'
import type { Context } from '../context.ts'
import type { Authorizer } from '../gateway/authorizer.ts'
import { createJwtAuthorizer } from '../gateway/jwt-authorizer.ts'
import { createLambdaAuthorizer } from '../gateway/lambda-authorizer.ts'
import { createSocketAuthorizer, type SocketAuthorizer } from '../gateway/socket-authorizer.ts'
import { functionOf } from './function-of.ts'

export type AuthorizerProperties = {
  AuthorizerType: 'JWT' | 'REQUEST'
  IdentitySource?: string[]
  JwtConfiguration?: { Issuer: string; Audience: string[] }
  AuthorizerUri?: string
  AuthorizerPayloadFormatVersion?: string
  AuthorizerResultTtlInSeconds?: number
  EnableSimpleResponses?: boolean
}

export type GuardedRoute = {
  RouteKey: string
  AuthorizationType?: 'NONE' | 'JWT' | 'CUSTOM' | 'AWS_IAM'
  AuthorizerId?: string
  AuthorizationScopes?: string[]
}

type Authorizers = Map<string, AuthorizerProperties>

/** Seconds for which a verdict is kept unless the authorizer says otherwise. */
const VERDICT_TTL_SECONDS = 300

const propertiesOf = (route: GuardedRoute, authorizers: Authorizers): AuthorizerProperties => {
  const found = authorizers.get(String(route.AuthorizerId))
  if (!found) throw new Error(`route ${route.RouteKey} names an authorizer that is not there`)
  return found
}

const refuse = ({ AuthorizationType, RouteKey }: GuardedRoute): never => {
  throw new Error(`the runner does not know the authorization ${AuthorizationType} of route ${RouteKey}`)
}

export const httpAuthorizerOf = (
  route: GuardedRoute,
  authorizers: Authorizers,
  context: Context,
): Authorizer | undefined => {
  if (!route.AuthorizationType || route.AuthorizationType === 'NONE') return undefined
  if (route.AuthorizationType === 'AWS_IAM') return refuse(route)
  const properties = propertiesOf(route, authorizers)
  if (route.AuthorizationType === 'JWT') {
    return createJwtAuthorizer({
      issuer: properties.JwtConfiguration?.Issuer ?? '',
      audience: properties.JwtConfiguration?.Audience ?? [],
      identitySource: properties.IdentitySource?.[0] ?? '$request.header.Authorization',
      keys: (issuer) => keysOf(issuer, context),
      ...(route.AuthorizationScopes && { scopes: route.AuthorizationScopes }),
    })
  }
  if (properties.AuthorizerPayloadFormatVersion !== '2.0') {
    throw new Error(`the runner asks authorizers in payload format 2.0 only: route ${route.RouteKey}`)
  }
  return createLambdaAuthorizer({
    invoke: functionOf(properties.AuthorizerUri ?? '', context).invoke,
    identitySource: properties.IdentitySource ?? [],
    payloadFormatVersion: '2.0',
    enableSimpleResponses: properties.EnableSimpleResponses ?? false,
    ttlSeconds: properties.AuthorizerResultTtlInSeconds ?? VERDICT_TTL_SECONDS,
  })
}

export const socketAuthorizerOf = (
  route: GuardedRoute,
  authorizers: Authorizers,
  context: Context,
): SocketAuthorizer | undefined => {
  if (!route.AuthorizationType || route.AuthorizationType === 'NONE') return undefined
  if (route.AuthorizationType !== 'CUSTOM') return refuse(route)
  const { AuthorizerUri = '', IdentitySource = [] } = propertiesOf(route, authorizers)
  return createSocketAuthorizer({
    invoke: functionOf(AuthorizerUri, context).invoke,
    identitySource: IdentitySource,
  })
}

/** Cognito's keys are in this process; another issuer is asked as API Gateway would. */
const keysOf = async (issuer: string, context: Context): Promise<JSONWebKeySet> => {
  const pool = /^https:\/\/cognito-idp\.[^/]+\/(.+)$/.exec(issuer)?.[1]
  if (pool) return context.services.jwks(pool)
  const discovery = await (
    await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  ).json()
  return (await (await fetch((discovery as { jwks_uri: string }).jwks_uri)).json()) as JSONWebKeySet
}
