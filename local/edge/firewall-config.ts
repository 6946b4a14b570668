// What an AWS::WAFv2::WebACL may say here: rate-based rules per address that block. Anything else is refused by name.
import { z } from 'zod'
import { parseAs } from './distribution-config.ts'

/** Names, counts and samples for somebody's console. */
const harmless = z.unknown().optional()

const customResponse = z.strictObject({
  CustomResponseBodyKey: z.string().optional(),
  ResponseCode: z.coerce.number().int().min(200).max(599),
  ResponseHeaders: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).default([]),
})

const rateBased = z.strictObject({
  AggregateKeyType: z.literal('IP', { error: 'must be IP: the local edge counts by address only' }),
  EvaluationWindowSec: z.coerce
    .number()
    .pipe(z.literal([60, 120, 300, 600]))
    .default(300),
  Limit: z.coerce.number().int().min(10).max(2_000_000_000),
})

const rule = z.strictObject({
  Action: z.strictObject({ Block: z.strictObject({ CustomResponse: customResponse.optional() }) }),
  Name: z.string(),
  Priority: z.coerce.number().int().min(0),
  Statement: z.strictObject({ RateBasedStatement: rateBased }),
  VisibilityConfig: harmless,
})

const webAcl = z
  .strictObject({
    CustomResponseBodies: z
      .record(
        z.string(),
        z.strictObject({
          Content: z.string(),
          ContentType: z.enum(['APPLICATION_JSON', 'TEXT_HTML', 'TEXT_PLAIN']),
        }),
      )
      .default({}),
    DefaultAction: z.strictObject({ Allow: z.strictObject({}) }),
    Description: harmless,
    Name: harmless,
    Rules: z.array(rule).default([]),
    Scope: z.literal('CLOUDFRONT', { error: 'must be CLOUDFRONT: nothing else has a firewall here' }),
    Tags: harmless,
    VisibilityConfig: harmless,
  })
  .refine(({ Rules }) => new Set(Rules.map(({ Priority }) => Priority)).size === Rules.length, {
    message: 'have the same Priority twice',
    path: ['Rules'],
  })
  .refine(
    ({ Rules, CustomResponseBodies }) =>
      Rules.every(({ Action }) => {
        const key = Action.Block.CustomResponse?.CustomResponseBodyKey
        return key === undefined || Object.hasOwn(CustomResponseBodies, key)
      }),
    { message: 'name a body that is not there', path: ['Rules'] },
  )

export type FirewallConfig = z.output<typeof webAcl>
export type RuleConfig = FirewallConfig['Rules'][number]

export const parseFirewallConfig = (properties: unknown): FirewallConfig =>
  parseAs('Web ACL', webAcl, properties)
