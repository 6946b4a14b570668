// The second origin, without cookies or tokens: recorded pages are hostile input and are rebuilt only here.
import { fileURLToPath } from 'node:url'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  Distribution,
  HttpVersion,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import { errorsAreNotKept, freshFiles } from './edge-caching.ts'
import { playerPolicy } from './player-policy.ts'
import { securityHeaders } from './security-headers.ts'
import type { Settings } from './settings.ts'
import { StaticSite } from './static-site.ts'

const files = fileURLToPath(new URL('../dist/player', import.meta.url))

export class PlayerOrigin extends Construct {
  readonly distribution: Distribution
  /** Host without a scheme: in a policy it then means the scheme of the page that names it. */
  readonly host: string

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    const site = new StaticSite(this, 'Site', [Source.asset(files)])
    const { domain } = settings
    // Without a domain of our own the two distributions cannot name each other. Any page may then frame this
    // one, which is harmless: it holds nothing, and shows only what its own parent hands it.
    const ancestors = domain ? `https://${domain.dashboard}` : '*'
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Playhead ${settings.stage}: player`,
      ...(domain && {
        domainNames: [domain.player],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      errorResponses: errorsAreNotKept,
      defaultBehavior: {
        origin: site.origin,
        cachePolicy: freshFiles(this),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy: securityHeaders(this, 'Headers', {
          framed: true,
          cacheControl: 'no-cache',
          contentSecurityPolicy: playerPolicy(ancestors),
          // A frame that is kept busy by a recording then has a process of its own to be busy in.
          ownProcess: true,
        }),
      },
    })
    this.host = domain?.player ?? this.distribution.distributionDomainName
  }
}
