import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createEdgeFunction } from '../../../local/edge/edge-function.ts'
import { createFirewall } from '../../../local/edge/firewall.ts'
import { createRateCounter } from '../../../local/edge/rate-counter.ts'
import type { Service } from '../../../local/services/service.ts'
import { ask, behavior, config, echo, startEdge } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const rule = (more: object = {}) => ({
  Name: 'rate',
  Priority: 0,
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 60, Limit: 10 } },
  Action: { Block: {} },
  VisibilityConfig: { MetricName: 'rate' },
  ...more,
})
const acl = (more: object = {}) => ({
  Scope: 'CLOUDFRONT',
  DefaultAction: { Allow: {} },
  VisibilityConfig: { MetricName: 'all' },
  Rules: [rule()],
  ...more,
})
const limited = (Limit: number, EvaluationWindowSec = 60) => ({
  Statement: { RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec, Limit } },
})
const request = { method: 'GET', uri: '/', query: '', headers: {} }

/** A firewall with a clock of its own; `pass` gives how many of so many requests are let through. */
const guard = (properties: object) => {
  let at = 1_700_000_000_000
  const firewall = createFirewall(properties, () => at)
  return {
    firewall,
    pass: (requests: number, ip = '192.0.2.1') =>
      Array.from({ length: requests }, () => firewall(ip, request)).filter((answer) => !answer).length,
    wait: (seconds: number) => {
      at += seconds * 1_000
    },
  }
}

describe('a rate-based rule', () => {
  test('lets an address have its limit, and blocks what is above it', () => {
    const { pass } = guard(acl())
    expect(pass(10)).toBe(10)
    expect(pass(5)).toBe(0)
  })

  test('counts each address by itself', () => {
    const { pass } = guard(acl())
    expect(pass(20)).toBe(10)
    expect(pass(10, '2001:db8::1')).toBe(10)
  })

  test('looks back over its window only', () => {
    const { pass, wait } = guard(acl())
    expect(pass(10)).toBe(10)
    wait(45)
    expect(pass(1)).toBe(0)
    wait(16)
    // Of the window only the one that was blocked is left.
    expect(pass(20)).toBe(9)
    wait(600)
    expect(pass(20)).toBe(10)
  })

  test('goes on blocking an address that does not slow down', () => {
    const { pass, wait } = guard(acl())
    pass(20)
    for (let minute = 0; minute < 5; minute += 1) {
      wait(30)
      expect(pass(20)).toBe(0)
    }
  })

  test('has a window of five minutes unless it says otherwise', () => {
    const Statement = { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 10 } }
    const { pass, wait } = guard(acl({ Rules: [rule({ Statement })] }))
    pass(10)
    wait(240)
    expect(pass(1)).toBe(0)
    wait(120)
    expect(pass(1)).toBe(1)
  })

  test('that comes first by its priority answers, and those behind it do not count what it blocks', () => {
    const status = (ResponseCode: number) => ({ Action: { Block: { CustomResponse: { ResponseCode } } } })
    const Rules = [
      rule({ Name: 'b', Priority: 2, ...limited(25), ...status(403) }),
      rule({ Name: 'a', Priority: 1, ...limited(10, 600), ...status(429) }),
    ]
    const { firewall, pass, wait } = guard(acl({ Rules }))
    expect(pass(40)).toBe(10)
    expect(firewall('192.0.2.1', request)?.status).toBe(429)
    wait(700)
    expect(pass(10)).toBe(10)
  })

  test('keeps a bounded number of addresses, and forgets the one that was silent longest', () => {
    const counter = createRateCounter(60_000, () => 0, 2)
    counter.count('a')
    counter.count('b')
    expect(counter.count('a')).toBe(2)
    counter.count('c')
    expect(counter.count('a')).toBe(3)
    expect(counter.count('b')).toBe(1)
  })
})

test.each([
  [
    'another statement',
    { Rules: [rule({ Statement: { ManagedRuleGroupStatement: {} } })] },
    'ManagedRuleGroup',
  ],
  ['another action', { Rules: [rule({ Action: { Captcha: {} } })] }, 'Captcha'],
  ['a rule that only counts', { Rules: [rule({ Action: { Count: {} } })] }, 'Count'],
  ['an overridden group', { Rules: [rule({ OverrideAction: { None: {} } })] }, 'OverrideAction'],
  ['labels', { Rules: [rule({ RuleLabels: [{ Name: 'x' }] })] }, 'RuleLabels'],
  [
    'another key',
    { Rules: [rule({ Statement: { RateBasedStatement: { AggregateKeyType: 'FORWARDED_IP', Limit: 10 } } })] },
    'AggregateKeyType must be IP',
  ],
  [
    'a narrower scope',
    {
      Rules: [
        rule({
          Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 10, ScopeDownStatement: {} } },
        }),
      ],
    },
    'ScopeDownStatement',
  ],
  ['a limit below that of AWS', { Rules: [rule(limited(9))] }, 'Limit'],
  ['a window that AWS does not have', { Rules: [rule(limited(10, 61))] }, 'EvaluationWindowSec'],
  ['one priority twice', { Rules: [rule(), rule({ Name: 'other' })] }, 'the same Priority twice'],
  [
    'a body that is not there',
    {
      Rules: [
        rule({ Action: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'x' } } } }),
      ],
    },
    'a body that is not there',
  ],
  ['another default', { DefaultAction: { Block: {} } }, 'DefaultAction'],
  ['a regional scope', { Scope: 'REGIONAL' }, 'Scope must be CLOUDFRONT'],
  ['token domains', { TokenDomains: ['example.com'] }, 'TokenDomains'],
])('a web ACL with %s is refused by name', (_what, more, name) => {
  expect(() => createFirewall(acl(more))).toThrow(name)
})

const problem = '{"status":429,"success":false}'
const strict = () =>
  createFirewall(
    acl({
      CustomResponseBodies: { problem: { Content: problem, ContentType: 'APPLICATION_JSON' } },
      Rules: [
        rule({
          Action: {
            Block: {
              CustomResponse: {
                ResponseCode: 429,
                CustomResponseBodyKey: 'problem',
                ResponseHeaders: [{ Name: 'Retry-After', Value: '60' }],
              },
            },
          },
        }),
      ],
    }),
    () => 0,
  )
const start = (WebACLId = 'arn', firewall = strict()) => {
  const DefaultCacheBehavior = behavior('app', {
    FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: 'f' }],
    ResponseHeadersPolicyId: 'headers',
  })
  const code = `function handler(event) { console.log('asked'); return event.request }`
  const asked: string[] = []
  const functions = new Map([
    [
      'f',
      createEdgeFunction({ name: 'f', code, runtime: 'cloudfront-js-2.0', log: (line) => asked.push(line) }),
    ],
  ])
  const headers = { CustomHeadersConfig: { Items: [{ Header: 'x-policy', Value: '1', Override: true }] } }
  const options = {
    config: config({ DefaultCacheBehavior, WebACLId }),
    functions,
    firewalls: new Map([['arn', firewall]]),
    responseHeaderPolicies: new Map([['headers', headers]]),
  }
  return { asked, service: startEdge({ app: echo }, options) }
}

describe('a distribution with a web ACL', () => {
  test('asks it before its functions, and answers as the rule says', async () => {
    const { asked, service } = start()
    edge = await service
    for (let sent = 0; sent < 10; sent += 1) expect((await ask(edge.url, '/')).status).toBe(200)
    expect(asked).toHaveLength(10)
    const blocked = await ask(edge.url, '/api', { method: 'POST', body: 'x'.repeat(100_000) })
    expect(blocked).toMatchObject({ status: 429, text: problem })
    expect(blocked.headers).toMatchObject({
      'retry-after': '60',
      'content-type': 'application/json',
      'content-length': String(problem.length),
      'x-cache': 'Error from cloudfront',
    })
    expect(blocked.headers).not.toHaveProperty('x-policy')
    expect(asked).toHaveLength(10)
  })

  test('answers 403 with a page of its own where a rule gives no answer', async () => {
    edge = await start(
      'arn',
      createFirewall(acl(), () => 0),
    ).service
    for (let sent = 0; sent < 10; sent += 1) await ask(edge.url, '/')
    const blocked = await ask(edge.url, '/')
    expect(blocked.status).toBe(403)
    expect(blocked.text).toContain('Request blocked.')
  })

  test('lets no WebSocket past it', async () => {
    edge = await start().service
    for (let sent = 0; sent < 10; sent += 1) await ask(edge.url, '/')
    const client = new WebSocket(edge.url.replace('http', 'ws'))
    const [, response] = await once(client, 'unexpected-response')
    expect(response.statusCode).toBe(429)
    client.on('error', () => {})
    client.terminate()
  })

  test('refuses to start with one that nobody knows', () => {
    expect(() => start('arn:aws:wafv2:us-east-1:1:global/webacl/x/y')).toThrow('WebACLId arn:aws:wafv2')
  })
})
