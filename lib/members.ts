// The people who log in to the dashboard: a Cognito user pool, with Google beside it when a stage says so.
import { Duration, RemovalPolicy, SecretValue } from 'aws-cdk-lib'
import {
  AccountRecovery,
  Mfa,
  OAuthScope,
  ProviderAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolIdentityProviderGoogle,
} from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import { Handler } from './handler.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

/** For so long a refresh token that was exchanged is still good: two tabs, or a lost answer, end no login. */
const ROTATION_GRACE = Duration.seconds(60)

/** Cognito waits no longer for a trigger. */
const TRIGGER_TIMEOUT_SECONDS = 5

type Props = { settings: Settings; tables: Tables }

export class Members extends Construct {
  readonly pool: UserPool
  readonly client: UserPoolClient
  readonly issuer: string
  /** `https://<prefix>.auth.<region>.amazoncognito.com`, where a sign-in with Google begins. */
  readonly signInUrl: string | undefined
  readonly google: { callbackUrl: string } | undefined

  constructor(scope: Construct, id: string, { settings, tables }: Props) {
    super(scope, id)
    this.pool = new UserPool(this, 'Pool', {
      // Who may register is for the trigger to say, which knows the invitations too.
      selfSignUpEnabled: true,
      lambdaTriggers: { preSignUp: this.#admission({ settings, tables }).function },
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OFF,
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      removalPolicy: settings.removeDataWithStack ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      deletionProtection: !settings.removeDataWithStack,
    })
    const google = settings.google && this.#federate(settings.google, settings.domain)
    this.signInUrl = google?.signInUrl
    this.google = google && { callbackUrl: google.callbackUrl }
    const access = Duration.minutes(settings.tokens.accessMinutes)
    this.client = this.pool.addClient('Dashboard', {
      // The login route hands the password on over TLS; SRP stays open for clients that talk to Cognito themselves.
      authFlows: { userPassword: true, userSrp: true },
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: access,
      idTokenValidity: access,
      refreshTokenValidity: Duration.days(settings.tokens.refreshDays),
      refreshTokenRotationGracePeriod: ROTATION_GRACE,
      ...(google
        ? {
            supportedIdentityProviders: [
              UserPoolClientIdentityProvider.COGNITO,
              UserPoolClientIdentityProvider.GOOGLE,
            ],
            oAuth: {
              flows: { authorizationCodeGrant: true },
              scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
              callbackUrls: [google.callbackUrl],
            },
          }
        : { disableOAuth: true }),
    })
    if (google) this.client.node.addDependency(google.provider)
    this.issuer = this.pool.userPoolProviderUrl
  }

  #admission({ settings, tables: { configuration } }: Props): Handler {
    const { open, confirmEmail, federatedDomains = null } = settings.registration
    const handler = new Handler(this, 'Admission', {
      settings,
      path: 'trigger/admit-member',
      timeoutSeconds: TRIGGER_TIMEOUT_SECONDS,
      environment: {
        CONFIGURATION_TABLE: configuration.tableName,
        REGISTRATION: JSON.stringify({ selfRegistration: open, confirmEmail, federatedDomains }),
      },
    })
    allow(handler.function, ['dynamodb:Query'], configuration.tableArn)
    return handler
  }

  #federate(google: NonNullable<Settings['google']>, domain: Settings['domain']) {
    const provider = new UserPoolIdentityProviderGoogle(this, 'Google', {
      userPool: this.pool,
      clientId: google.clientId,
      clientSecretValue: SecretValue.secretsManager(google.clientSecretName),
      scopes: ['openid', 'email', 'profile'],
      attributeMapping: {
        email: ProviderAttribute.GOOGLE_EMAIL,
        // The trigger admits nobody whose address Google does not vouch for.
        emailVerified: ProviderAttribute.GOOGLE_EMAIL_VERIFIED,
        fullname: ProviderAttribute.GOOGLE_NAME,
      },
    })
    const signIn = this.pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: google.domainPrefix } })
    const origin = google.callbackOrigin ?? `https://${domain?.dashboard}`
    return {
      provider,
      signInUrl: signIn.baseUrl(),
      callbackUrl: `${origin}/api/v1/auth/google/callback`,
    }
  }
}
