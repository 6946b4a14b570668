// The one host that people and pages see: dashboard, tracker, API and socket behind one distribution.
import { fileURLToPath } from 'node:url'
import { Duration, Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  type IOrigin,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Source } from 'aws-cdk-lib/aws-s3-deployment'
import { Construct } from 'constructs'
import type { Buckets } from './buckets.ts'
import { errorsAreNotKept, freshFiles } from './edge-caching.ts'
import type { EdgeSecret } from './edge-secret.ts'
import type { Firewall } from './firewall.ts'
import type { Api } from './http-api.ts'
import type { PlayerOrigin } from './player-origin.ts'
import { securityHeaders } from './security-headers.ts'
import type { Settings } from './settings.ts'
import type { SocketApi } from './socket-api.ts'
import { StaticSite } from './static-site.ts'

const built = (folder: string) => fileURLToPath(new URL(`../dist/${folder}`, import.meta.url))
const edgeCode = (name: string) =>
  FunctionCode.fromFile({ filePath: fileURLToPath(new URL(`edge-functions/${name}.js`, import.meta.url)) })

/** Files whose name changes with their content. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** How long a browser keeps the tracker; with the edge's own minute, how long a site may run yesterday's. */
const TRACKER_MAX_AGE = Duration.minutes(5)

/** Where recordings are uploaded by a form. S3 of one machine listens on a port that is drawn at its start. */
const uploadHost = ({ assets }: Settings, { sessions }: Buckets): string =>
  assets.loopback ? 'http://127.0.0.1:*' : `https://${sessions.bucketRegionalDomainName}`

export class Edge extends Construct {
  readonly distribution: Distribution
  readonly host: string

  constructor(
    scope: Construct,
    id: string,
    props: {
      settings: Settings
      api: Api
      socket: SocketApi
      player: PlayerOrigin
      secret: EdgeSecret
      firewall: Firewall
      buckets: Buckets
    },
  ) {
    super(scope, id)
    const { settings, api, socket, player, secret, firewall, buckets } = props
    const { domain } = settings
    const site = new StaticSite(this, 'Site', [
      Source.asset(built('dashboard')),
      Source.asset(built('tracker')),
      Source.jsonData('config.json', {
        stage: settings.stage,
        playerHost: player.host,
        google: settings.google !== undefined,
        selfRegistration: settings.registration.open,
      }),
    ])
    const { region, urlSuffix } = Stack.of(this)
    const gateway = (apiId: string) =>
      new HttpOrigin(`${apiId}.execute-api.${region}.${urlSuffix}`, { customHeaders: secret.originHeaders })
    const apiBehavior = this.#api(gateway(api.http.apiId))
    const fresh = freshFiles(this)
    const socketBehavior = this.#socket(gateway(socket.api.apiId))

    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Playhead ${settings.stage}: dashboard, tracker, API`,
      ...(domain && {
        domainNames: [domain.dashboard],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      ...(firewall.webAclArn && { webAclId: firewall.webAclArn }),
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      errorResponses: errorsAreNotKept,
      defaultBehavior: this.#pages(site.origin, player.host, uploadHost(settings, buckets), fresh),
      additionalBehaviors: {
        '/assets/*': this.#files(site.origin, 'Assets', FOR_EVER),
        // The script's parts, before the script itself, whose pattern holds for them too.
        '/tracker/*': this.#files(site.origin, 'TrackerParts', FOR_EVER, true),
        '/tracker*': {
          ...this.#files(site.origin, 'Tracker', `public, max-age=${TRACKER_MAX_AGE.toSeconds()}`, true),
          cachePolicy: fresh,
        },
        '/api': apiBehavior,
        '/api/*': apiBehavior,
        '/api-docs': apiBehavior,
        '/health': apiBehavior,
        '/ws': socketBehavior,
        '/ws/*': socketBehavior,
      },
    })
    this.host = domain?.dashboard ?? this.distribution.distributionDomainName
  }

  /** The dashboard: every path that is not a file is a page of the single-page app. */
  #pages(origin: IOrigin, playerHost: string, uploads: string, cachePolicy: CachePolicy): BehaviorOptions {
    return {
      origin,
      cachePolicy,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: this.#function('DashboardPaths', 'dashboard-paths'),
        },
      ],
      responseHeadersPolicy: securityHeaders(this, 'PageHeaders', {
        cacheControl: 'no-cache',
        contentSecurityPolicy: [
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data: blob:",
          "font-src 'self'",
          `connect-src 'self' ${uploads}`,
          `frame-src ${playerHost}`,
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
        ].join('; '),
      }),
    }
  }

  #files(origin: IOrigin, name: string, cacheControl: string, shared = false): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: securityHeaders(this, `${name}Headers`, {
        cacheControl,
        shared,
        readable: shared,
      }),
    }
  }

  #api(origin: IOrigin): BehaviorOptions {
    // Viewer facts reach an origin only through an allow list or a cache key, and an allow list cannot hold
    // Authorization. So they are in the key of a cache that keeps nothing: every answer is `no-store`.
    const viewerFacts = new CachePolicy(this, 'ApiKey', {
      comment: 'Caches nothing; hands the viewer facts to the API',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.seconds(1),
      headerBehavior: CacheHeaderBehavior.allowList(
        'Authorization',
        'CloudFront-Viewer-Country',
        'CloudFront-Viewer-Country-Region',
        'CloudFront-Viewer-City',
      ),
      queryStringBehavior: CacheQueryStringBehavior.all(),
    })
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: viewerFacts,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: this.#function('ApiDoor', 'api-door'),
        },
      ],
      responseHeadersPolicy: securityHeaders(this, 'ApiHeaders', {
        // Every site's pages send to it; what it tells a member it tells for a token, not for a cookie.
        shared: true,
        contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
        // The page at /api-docs has a style of its own.
        originPolicyStands: true,
      }),
    }
  }

  #socket(origin: IOrigin): BehaviorOptions {
    return {
      origin,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      functionAssociations: [
        {
          eventType: FunctionEventType.VIEWER_REQUEST,
          function: this.#function('SocketPaths', 'socket-paths'),
        },
      ],
    }
  }

  #function(id: string, file: string): EdgeFunction {
    return new EdgeFunction(this, id, { code: edgeCode(file), runtime: FunctionRuntime.JS_2_0 })
  }
}
