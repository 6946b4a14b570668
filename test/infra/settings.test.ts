import { describe, expect, test } from 'vitest'
import { stages } from '../../bin/stages.ts'
import { readSettings } from '../../lib/settings.ts'

const read = (stage: unknown) => () => readSettings('test', { test: stage })

describe('stage settings', () => {
  test.each(Object.keys(stages))('of %s are valid', (stage) => {
    expect(readSettings(stage, stages).stage).toBe(stage)
  })

  test('have defaults for everything', () => {
    expect(read({})()).toMatchObject({
      removeDataWithStack: false,
      logRetentionDays: 30,
      retention: { eventDays: 90, replayDays: 30, quarantineDays: 30 },
      limits: {},
      corsOrigins: [],
      firewall: { requestsPerMinute: 12_000 },
      registration: { open: false, confirmEmail: true },
      tokens: { accessMinutes: 15, refreshDays: 30 },
    })
  })

  test.each([
    ['a typo', { logRetentionDay: 30 }, /logRetentionDay/],
    [
      'a retention that CloudWatch does not know',
      { logRetentionDays: 31 },
      /logRetentionDays: must be one of 1, 3, 5/,
    ],
    ['a fraction of a day', { retention: { eventDays: 0.5 } }, /retention\.eventDays/],
    ['an access token of a week', { tokens: { accessMinutes: 10_080 } }, /tokens\.accessMinutes/],
    ['a refresh token for ever', { tokens: { refreshDays: 3_651 } }, /tokens\.refreshDays/],
    [
      'an address in the place of a domain',
      { registration: { federatedDomains: ['@shop.example'] } },
      /registration\.federatedDomains\.0: must be a host name/,
    ],
    [
      'a callback that is no origin',
      {
        google: {
          clientId: 'x.apps.googleusercontent.com',
          clientSecretName: 's',
          domainPrefix: 'x',
          callbackOrigin: 'http://playhead.example.com/',
        },
      },
      /google\.callbackOrigin: must be an origin/,
    ],
    [
      'Google without a domain',
      { google: { clientId: 'x.apps.googleusercontent.com', clientSecretName: 's', domainPrefix: 'x' } },
      /google: needs a domain or a callbackOrigin/,
    ],
    [
      'a fetcher that asks its own machine where data stays',
      { assets: { loopback: true } },
      /assets\.loopback/,
    ],
    ['a window above the limit of Lambda', { consumers: { storeSeconds: 301 } }, /consumers\.storeSeconds/],
    [
      'a rate that AWS WAF does not take',
      { firewall: { requestsPerMinute: 9 } },
      /firewall\.requestsPerMinute/,
    ],
    [
      'a web ACL that CloudFront does not take',
      { firewall: { webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/y' } },
      /firewall\.webAclArn: must be the ARN of a web ACL for CloudFront/,
    ],
    ['a firewall that is only wished for', { firewall: true }, /firewall: must be \{ requestsPerMinute/],
    ['no shards', { stream: { shards: 0 } }, /stream\.shards/],
    [
      'a host with a scheme',
      { domain: { dashboard: 'https://a.example.com', player: 'b.example.com', certificateArn: 'x' } },
      /domain\.dashboard: must be a host name/,
    ],
    [
      'a certificate of another region',
      {
        domain: {
          dashboard: 'a.example.com',
          player: 'b.example.com',
          certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/x',
        },
      },
      /domain\.certificateArn: must be the ARN of a certificate in us-east-1/,
    ],
    [
      'one host for dashboard and player',
      {
        domain: {
          dashboard: 'a.example.com',
          player: 'a.example.com',
          certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
        },
      },
      /domain\.player: must differ/,
    ],
    [
      'a secret in the place of its name',
      { google: { clientId: 'nope', clientSecretName: 's', domainPrefix: 'x' } },
      /google\.clientId/,
    ],
  ])('refuse %s and name it', (_what, stage, message) => {
    expect(read(stage)).toThrow(message)
  })

  test.each([
    { requestsPerMinute: 30_000 },
    {
      webAclArn:
        'arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/6b29fc40-ca47-1067-b31d-00dd010662da',
    },
    false,
  ])('take %j for a firewall', (firewall) => {
    expect(read({ firewall })().firewall).toEqual(firewall)
  })

  test('refuse a stage that is not there, and say which are', () => {
    expect(() => readSettings('live', stages)).toThrow(
      'Stage "live" is unknown; bin/stages.ts has local, bench, dev, prod.',
    )
    expect(() => readSettings('constructor', stages)).toThrow(/unknown/)
  })

  test('refuse a name that no stack could have', () => {
    expect(() => readSettings('My Stage!', stages)).toThrow(/is not a name/)
  })

  test('tell all faults at once', () => {
    expect(read({ logRetentionDays: 2, stream: { shards: -1 } })).toThrow(
      /logRetentionDays[\s\S]*stream\.shards/,
    )
  })
})
