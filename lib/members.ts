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
import type { Settings } from './settings.ts'

/** Short, because an access token cannot be taken back. */
const ACCESS_TOKEN = Duration.minutes(15)
const REFRESH_TOKEN = Duration.days(30)

export class Members extends Construct {
  readonly pool: UserPool
  readonly client: UserPoolClient
  readonly issuer: string

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id)
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: settings.selfRegistration,
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
    this.client = this.pool.addClient('Dashboard', {
      // The login route hands the password on over TLS; SRP stays open for clients that talk to Cognito themselves.
      authFlows: { userPassword: true, userSrp: true },
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      accessTokenValidity: ACCESS_TOKEN,
      idTokenValidity: ACCESS_TOKEN,
      refreshTokenValidity: REFRESH_TOKEN,
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

  #federate(google: NonNullable<Settings['google']>, domain: Settings['domain']) {
    const provider = new UserPoolIdentityProviderGoogle(this, 'Google', {
      userPool: this.pool,
      clientId: google.clientId,
      clientSecretValue: SecretValue.secretsManager(google.clientSecretName),
      scopes: ['openid', 'email', 'profile'],
      attributeMapping: { email: ProviderAttribute.GOOGLE_EMAIL, fullname: ProviderAttribute.GOOGLE_NAME },
    })
    this.pool.addDomain('SignIn', { cognitoDomain: { domainPrefix: google.domainPrefix } })
    return {
      provider,
      callbackUrl: `https://${domain?.dashboard}/api/v1/auth/google/callback`,
    }
  }
}
