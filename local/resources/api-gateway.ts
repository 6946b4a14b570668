// AWS::ApiGatewayV2::*: the parts of an API arrive one by one and are put together once all are there.
import { createHash } from 'node:crypto'
import type { Context, Provider } from '../context.ts'
import { createHttpApi } from '../gateway/http-api.ts'
import { createSocketApi, type SocketApi } from '../gateway/socket-api.ts'
import type { Invoke } from '../lambda/invoke.ts'
import {
  type AuthorizerProperties,
  type GuardedRoute,
  httpAuthorizerOf,
  socketAuthorizerOf,
} from './api-authorizers.ts'
import { functionOf } from './function-of.ts'

type ApiProperties = {
  Name: string
  ProtocolType: 'HTTP' | 'WEBSOCKET'
  CorsConfiguration?: Parameters<typeof createHttpApi>[0]['cors']
  RouteSelectionExpression?: string
}
type RouteProperties = GuardedRoute & {
  ApiId: string
  Target?: string
  RouteResponseSelectionExpression?: string
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
    const id = idOf(logicalId)
    parts.authorizers.set(id, properties as AuthorizerProperties)
    return { ref: id, attributes: { AuthorizerId: id } }
  },
  'AWS::ApiGatewayV2::Route': ({ logicalId, properties }) => {
    const route = properties as RouteProperties
    partOf(parts.apis, route.ApiId, 'API').routes.push(route)
    return { ref: idOf(logicalId) }
  },
  'AWS::ApiGatewayV2::RouteResponse': ({ logicalId }) => ({ ref: idOf(logicalId) }),
})

/** Ten characters as API Gateway's, and always the same for the same resource. */
const idOf = (logicalId: string): string => createHash('sha256').update(logicalId).digest('hex').slice(0, 10)

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
      const authorizer = socketAuthorizerOf(route, parts.authorizers, context)
      socket.addRoute({
        routeKey: route.RouteKey,
        invoke: integrationOf(route, parts).invoke,
        returnResponse: route.RouteResponseSelectionExpression !== undefined,
        ...(authorizer && { authorizer }),
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
    const authorizer = httpAuthorizerOf(route, parts.authorizers, context)
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
