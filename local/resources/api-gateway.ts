// AWS::ApiGatewayV2::*: the parts of an API arrive one by one and are put together once all are there.
import type { JSONWebKeySet } from 'jose'
import type { Context, Provider } from '../context.ts'
import { createHttpApi } from '../gateway/http-api.ts'
import { createJwtAuthorizer } from '../gateway/jwt-authorizer.ts'
import { createSocketApi, type SocketApi } from '../gateway/socket-api.ts'
import type { Invoke } from '../lambda/invoke.ts'
import { functionOf } from './function-of.ts'

type ApiProperties = {
  Name: string
  ProtocolType: 'HTTP' | 'WEBSOCKET'
  CorsConfiguration?: Parameters<typeof createHttpApi>[0]['cors']
  RouteSelectionExpression?: string
  Body?: unknown
}
type RouteProperties = {
  ApiId: string
  RouteKey: string
  Target?: string
  AuthorizationType?: 'NONE' | 'JWT' | 'CUSTOM' | 'AWS_IAM'
  AuthorizerId?: string
  AuthorizationScopes?: string[]
  RouteResponseSelectionExpression?: string
}
type AuthorizerProperties = {
  AuthorizerType: 'JWT' | 'REQUEST'
  IdentitySource?: string[]
  JwtConfiguration?: { Issuer: string; Audience: string[] }
}

type Integration = { invoke: Invoke; timeoutMs: number }
type Api = { properties: ApiProperties; stage: string; routes: RouteProperties[] }

/** What API Gateway waits for a function, unless the integration says otherwise. */
const INTEGRATION_TIMEOUT_MS = 30_000

/** The parts of all APIs of one assembly, until they are put together. */
export type GatewayParts = {
  apis: Map<string, Api>
  integrations: Map<string, Integration>
  authorizers: Map<string, AuthorizerProperties>
  /** The socket APIs that are up; the management API finds connections in them. */
  sockets: SocketApi[]
}

export const createGatewayParts = (): GatewayParts => ({
  apis: new Map(),
  integrations: new Map(),
  authorizers: new Map(),
  sockets: [],
})

export const apiGatewayProviders = (parts: GatewayParts): Record<string, Provider> => ({
  'AWS::ApiGatewayV2::Api': ({ logicalId, properties }, context) => {
    const api = properties as ApiProperties
    if (api.Body) throw new Error('the runner does not read an API from an OpenAPI body')
    const apiId = idOf(logicalId)
    parts.apis.set(apiId, { properties: api, stage: '$default', routes: [] })
    context.afterAll(() => assemble(apiId, parts, context))
    return { ref: apiId, attributes: { ApiId: apiId, ApiEndpoint: `https://${domainOf(apiId, context)}` } }
  },
  'AWS::ApiGatewayV2::Stage': ({ properties }) => {
    const name = String(properties['StageName'])
    partOf(parts.apis, properties['ApiId'], 'API').stage = name
    return { ref: name }
  },
  'AWS::ApiGatewayV2::Integration': ({ logicalId, properties }, context) => {
    if (properties['IntegrationType'] !== 'AWS_PROXY') {
      throw new Error(`the runner only knows AWS_PROXY integrations, not ${properties['IntegrationType']}`)
    }
    const id = idOf(logicalId)
    parts.integrations.set(id, {
      invoke: functionOf(String(properties['IntegrationUri']), context).invoke,
      timeoutMs: (properties['TimeoutInMillis'] as number | undefined) ?? INTEGRATION_TIMEOUT_MS,
    })
    return { ref: id }
  },
  'AWS::ApiGatewayV2::Authorizer': ({ logicalId, properties }) => {
    const authorizer = properties as AuthorizerProperties
    if (authorizer.AuthorizerType !== 'JWT') throw new Error('the runner only knows JWT authorizers here')
    const id = idOf(logicalId)
    parts.authorizers.set(id, authorizer)
    return { ref: id, attributes: { AuthorizerId: id } }
  },
  'AWS::ApiGatewayV2::Route': ({ logicalId, properties }) => {
    const route = properties as RouteProperties
    partOf(parts.apis, route.ApiId, 'API').routes.push(route)
    return { ref: idOf(logicalId) }
  },
  'AWS::ApiGatewayV2::RouteResponse': ({ logicalId }) => ({ ref: idOf(logicalId) }),
})

/** Ten lower-case characters as API Gateway's, and always the same for the same resource. */
const idOf = (logicalId: string): string =>
  Buffer.from(logicalId).toString('hex').slice(-6) +
  logicalId
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(-8)

const domainOf = (apiId: string, { region, urlSuffix }: Context) =>
  `${apiId}.execute-api.${region}.${urlSuffix}`

const partOf = <T>(map: Map<string, T>, id: unknown, what: string): T => {
  const part = map.get(String(id))
  if (!part) throw new Error(`there is no ${what} ${id}`)
  return part
}

const integrationOf = ({ RouteKey, Target = '' }: RouteProperties, parts: GatewayParts): Integration => {
  const integration = parts.integrations.get(Target.replace(/^integrations\//, ''))
  if (!integration) throw new Error(`route ${RouteKey} has no integration`)
  return integration
}

const assemble = (apiId: string, parts: GatewayParts, context: Context): void => {
  const { properties, stage, routes } = partOf(parts.apis, apiId, 'API')
  const common = {
    apiId,
    domainName: domainOf(apiId, context),
    region: context.region,
    accountId: context.accountId,
    stage,
    log: (line: object) => context.log('gateway', `${JSON.stringify(line)}\n`),
  }
  if (properties.ProtocolType === 'WEBSOCKET') {
    const socket = createSocketApi({
      ...common,
      routeSelectionExpression: properties.RouteSelectionExpression ?? '$request.body.action',
    })
    for (const route of routes) {
      if (route.AuthorizationType && route.AuthorizationType !== 'NONE') {
        throw new Error(`the runner does not know the authorizer of socket route ${route.RouteKey}`)
      }
      socket.addRoute({
        routeKey: route.RouteKey,
        invoke: integrationOf(route, parts).invoke,
        returnResponse: route.RouteResponseSelectionExpression !== undefined,
      })
    }
    parts.sockets.push(socket)
    context.origins.set(common.domainName, socket.origin)
    context.onStop(() => socket.stop())
    return
  }
  const api = createHttpApi({
    ...common,
    ...(properties.CorsConfiguration && { cors: properties.CorsConfiguration }),
  })
  for (const route of routes) {
    const { invoke, timeoutMs } = integrationOf(route, parts)
    const authorizer = authorizerOf(route, parts, context)
    api.addRoute({
      routeKey: route.RouteKey,
      invoke,
      payloadFormatVersion: '2.0',
      timeoutMs,
      ...(authorizer && { authorizer }),
    })
  }
  context.origins.set(common.domainName, api.origin)
}

const authorizerOf = (route: RouteProperties, parts: GatewayParts, context: Context) => {
  if (!route.AuthorizationType || route.AuthorizationType === 'NONE') return undefined
  if (route.AuthorizationType !== 'JWT') {
    throw new Error(
      `the runner does not know the authorization ${route.AuthorizationType} of route ${route.RouteKey}`,
    )
  }
  const { JwtConfiguration, IdentitySource } = partOf(parts.authorizers, route.AuthorizerId, 'authorizer')
  return createJwtAuthorizer({
    issuer: JwtConfiguration?.Issuer ?? '',
    audience: JwtConfiguration?.Audience ?? [],
    identitySource: IdentitySource?.[0] ?? '$request.header.Authorization',
    keys: (issuer) => keysOf(issuer, context),
    ...(route.AuthorizationScopes && { scopes: route.AuthorizationScopes }),
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
