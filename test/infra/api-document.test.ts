// The template and the document of the API tell of the same routes.
import { beforeAll, expect, test } from 'vitest'
import { openApiDocument } from '../../core/api/open-api.ts'
import { operations } from '../../core/api/operations.ts'
import { ofType, synthesize, type Template } from './synthesize.ts'

let template: Template

beforeAll(() => {
  template = synthesize('prod').template()
})

type Route = { RouteKey: string; ApiId: { Ref: string } }
type Api = { ProtocolType: string }

const routesOf = (protocol: string): string[] => {
  const apis = ofType<Api>(template, 'AWS::ApiGatewayV2::Api')
    .filter(([, { ProtocolType }]) => ProtocolType === protocol)
    .map(([logicalId]) => logicalId)
  expect(apis).toHaveLength(1)
  return ofType<Route>(template, 'AWS::ApiGatewayV2::Route')
    .filter(([, { ApiId }]) => apis.includes(ApiId.Ref))
    .map(([, { RouteKey }]) => RouteKey)
}

const documented = (): string[] =>
  Object.entries(openApiDocument(operations).paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )

test('every route of the HTTP API is in the document, and every path of the document is a route', () => {
  const routes = routesOf('HTTP').filter((route) => route !== '$default')
  expect(routes.toSorted()).toEqual(documented().toSorted())
  expect(routesOf('HTTP')).toContain('$default')
})
