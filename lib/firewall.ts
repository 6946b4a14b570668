// The web ACL before dashboard and API: one address that floods is held back before anything of ours is asked.
import { CfnRule, Fn, Stack } from 'aws-cdk-lib'
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Settings } from './settings.ts'

/** CloudFront takes web ACLs of this region only, wherever the rest of the stack is. */
const WEB_ACL_REGION = 'us-east-1'

/** Seconds that the rule looks back: the shortest that AWS WAF offers (60, 120, 300 or 600). */
const WINDOW_SECONDS = 60

const TOO_MANY_REQUESTS = 'too-many-requests'
const status = 429

export class Firewall extends Construct {
  /** None, if the stage wants none. */
  readonly webAclArn: string | undefined

  constructor(scope: Construct, id: string, { stage, firewall }: Settings) {
    super(scope, id)
    if (firewall === false) return
    if ('webAclArn' in firewall) {
      this.webAclArn = firewall.webAclArn
      return
    }
    new CfnRule(this, 'Region', {
      assertions: [
        {
          assert: Fn.conditionEquals(Stack.of(this).region, WEB_ACL_REGION),
          assertDescription: `A web ACL for CloudFront exists in ${WEB_ACL_REGION} only. Deploy the stage there, make one there and name it in the stage's setting firewall: { webAclArn }, or set firewall: false.`,
        },
      ],
    })
    // Samples would keep whole addresses and query strings, which no log of ours may.
    const visibility = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      metricName,
      sampledRequestsEnabled: false,
    })
    const { attrArn } = new CfnWebACL(this, 'WebAcl', {
      description: `Playhead ${stage}: dashboard, tracker, API`,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(`playhead-${stage}`),
      customResponseBodies: {
        [TOO_MANY_REQUESTS]: {
          // WAF has no other type for JSON; only functions can say application/problem+json.
          contentType: 'APPLICATION_JSON',
          content: JSON.stringify({
            type: `urn:playhead:problem:${TOO_MANY_REQUESTS}`,
            title: 'Too Many Requests',
            status,
            detail: `This address has sent more than ${firewall.requestsPerMinute} requests within a minute.`,
            code: TOO_MANY_REQUESTS,
            success: false,
          }),
        },
      },
      rules: [
        {
          name: 'requests-per-address',
          priority: 0,
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              evaluationWindowSec: WINDOW_SECONDS,
              limit: firewall.requestsPerMinute,
            },
          },
          action: {
            block: {
              customResponse: {
                responseCode: status,
                customResponseBodyKey: TOO_MANY_REQUESTS,
                responseHeaders: [
                  { name: 'Retry-After', value: String(WINDOW_SECONDS) },
                  { name: 'Cache-Control', value: 'no-store' },
                  { name: 'X-Content-Type-Options', value: 'nosniff' },
                  // Trackers run on pages of other origins, and heed Retry-After only if they may read it.
                  { name: 'Access-Control-Allow-Origin', value: '*' },
                  { name: 'Access-Control-Expose-Headers', value: 'Retry-After' },
                ],
              },
            },
          },
          visibilityConfig: visibility(`playhead-${stage}-requests-per-address`),
        },
      ],
    })
    this.webAclArn = attrArn
  }
}
