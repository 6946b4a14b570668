// The document of the API, and its page: valid, whole, and without anything that a browser would run.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aliases } from '../../../core/api/aliases.ts'
import type { OpenApiDocument, OpenApiOperation } from '../../../core/api/open-api.ts'
import { routeOf } from '../../../core/api/operation.ts'
import { operations } from '../../../core/api/operations.ts'
import { call } from '../invocations.ts'
import { schemaFaults } from '../schema-faults.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let document: OpenApiDocument
let page: { html: string; headers: Record<string, string> }

beforeAll(async () => {
  stage = await startStage()
  const { handler } = await import('../../../functions/http/docs.ts')
  document = (await call(handler, { to: 'openApiDocument' })).body as OpenApiDocument
  const { body, headers } = await call(handler, { to: 'apiDocs' })
  page = { html: body as string, headers }
})

afterAll(() => stage.stop())

type Described = { route: string; path: string; operation: OpenApiOperation }

const described = (): Described[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  )

const parametersIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)

/** Every value of the document, with where it is. */
const walk = (value: unknown, at = '#'): [string, unknown][] => [
  [at, value],
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) =>
        walk(part, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
      )
    : []),
]

describe('the document', () => {
  test('is OpenAPI 3.1 with what the standard asks for', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: expect.any(String), version: expect.any(String) },
      paths: expect.any(Object),
    })
    const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
    for (const [path, methods] of Object.entries(document.paths)) {
      expect(path).toMatch(/^\/[^?#]*$/)
      expect(METHODS).toEqual(expect.arrayContaining(Object.keys(methods)))
    }
    const tags = document.tags.map(({ name }) => name)
    for (const { route, operation } of described()) {
      expect(tags, route).toEqual(expect.arrayContaining(operation.tags))
      expect(Object.keys(operation.responses).length, route).toBeGreaterThan(0)
      for (const [status, { description }] of Object.entries(operation.responses)) {
        expect(status, route).toMatch(/^[1-5]\d\d$/)
        expect(description, `${route} ${status}`).toMatch(/\w/)
      }
    }
  })

  test('gives each operation an id of its own', () => {
    const ids = described().map(({ operation }) => operation.operationId)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
    for (const id of ids) expect(id).toMatch(/^[A-Za-z]\w+$/)
  })

  test('declares every parameter of a path, once, and no other', () => {
    for (const { route, path, operation } of described()) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path')
      expect(inPath.map(({ name }) => name).toSorted(), route).toEqual(parametersIn(path).toSorted())
      expect(inPath.every(({ required }) => required)).toBe(true)
      const all = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      expect(new Set(all).size, route).toBe(all.length)
    }
  })

  test('refers only to what is in it', () => {
    const everything = new Map(walk(document))
    const refs = [...everything].flatMap(([at, value]) =>
      typeof value === 'object' && value !== null && '$ref' in value ? [[at, value.$ref] as const] : [],
    )
    expect(refs.length).toBeGreaterThan(100)
    for (const [at, ref] of refs) expect(everything.has(String(ref)), `${at} → ${ref}`).toBe(true)
    const schemes = Object.keys(document.components.securitySchemes)
    for (const { route, operation } of described())
      for (const scheme of operation.security)
        expect(schemes, route).toEqual(expect.arrayContaining(Object.keys(scheme)))
  })

  test('has no schema that is none', () => {
    const schemas = [
      ...Object.values(document.components.schemas),
      ...described().flatMap(({ operation }) => [
        ...operation.parameters.map(({ schema }) => schema),
        ...[operation.requestBody, ...Object.values(operation.responses)].flatMap((part) =>
          Object.values(part?.content ?? {}).map(({ schema }) => schema),
        ),
      ]),
    ]
    expect(schemas.length).toBeGreaterThan(200)
    expect(schemas.flatMap((schema) => schemaFaults(schema))).toEqual([])
  })

  test('has every operation and every other path, and nothing else', () => {
    const routes = [...operations.map(routeOf), ...aliases.map(({ route }) => route)]
    expect(
      described()
        .map(({ route }) => route)
        .toSorted(),
    ).toEqual(routes.toSorted())
  })

  test('says the same of a path and of its operation', () => {
    const byRoute = new Map(described().map(({ route, operation }) => [route, operation]))
    for (const { route, to, as, rename } of aliases) {
      const theirs = byRoute.get(route) as OpenApiOperation
      const ours = byRoute.get(to) as OpenApiOperation
      const { operationId: _id, description: _said, 'x-alias-of': of, ...alias } = theirs
      const { operationId: _ownId, description: _own, ...whole } = ours
      // What has a shape of its own differs in what it takes and answers, and in nothing else.
      const { requestBody: _takes, responses: _answers, parameters: _headers, ...rest } = whole
      // By the name that the path has for it.
      const parameters = whole.parameters.map((parameter) => {
        const named = Object.entries(rename?.params ?? {}).find(([, name]) => name === parameter.name)
        return parameter.in === 'path' && named ? { ...parameter, name: named[0] } : parameter
      })
      const own = as ? rest : { ...whole, parameters }
      expect(of).toBe(to)
      if (as) expect(Object.keys(alias.responses)).toEqual(expect.arrayContaining(Object.keys(as.answers)))
      expect(alias, route).toMatchObject(own)
    }
  })
})

describe('the page', () => {
  test('is HTML that runs and loads nothing', () => {
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.html).toMatch(/^<!doctype html>/)
    expect(page.html).not.toMatch(/<script|<iframe|<img|<link|<object|javascript:|\son\w+\s*=|\sstyle=/i)
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+';/)
  })

  test('has one style, whose hash its policy allows', () => {
    const styles = [...page.html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, text = '']) => text)
    expect(styles).toHaveLength(1)
    const hash = createHash('sha256')
      .update(styles[0] ?? '')
      .digest('base64')
    expect(page.headers['content-security-policy']).toContain(`'sha256-${hash}'`)
  })

  test('tells of every path, with its method', () => {
    for (const { route } of described()) {
      const [method, path = ''] = route.split(' ')
      const inOne = `<code>${method} ${path}</code>`
      const inTwo = `<b>${method}</b> <code>${path}</code>`
      expect(page.html.includes(inOne) || page.html.includes(inTwo), route).toBe(true)
    }
  })

  test('has no link that leads nowhere, and no id twice', () => {
    const ids = [...page.html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of page.html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })
})
