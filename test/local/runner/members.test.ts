// The members' side of Playhead as the runner brings it up: a stage with Google, from the sign-in host to the trigger.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AdminGetUserCommand,
  DescribeIdentityProviderCommand,
  SignUpCommand,
  UpdateIdentityProviderCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { App, CfnOutput, Stack } from 'aws-cdk-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { invitedKey } from '../../../functions/stores/invited.ts'
import { Members } from '../../../lib/members.ts'
import { readSettings } from '../../../lib/settings.ts'
import { Tables } from '../../../lib/tables.ts'
import { type Running, runAssembly } from '../../../local/run-assembly.ts'
import { browser } from '../services/cognito-browser.ts'
import { CLIENT_ID, CLIENT_SECRET, startOidcProvider } from '../services/oidc-provider.ts'

const ORIGIN = 'http://localhost:4300'
const SECRET = 'playhead/google'

let place: string
let running: Running
let google: Awaited<ReturnType<typeof startOidcProvider>>

const synthesize = (outdir: string) => {
  const stack = new Stack(new App({ outdir, context: { 'aws:cdk:disable-asset-staging': true } }), 'Members')
  const settings = readSettings('test', {
    test: {
      removeDataWithStack: true,
      registration: { federatedDomains: ['shop.example'] },
      google: {
        clientId: 'x.apps.googleusercontent.com',
        clientSecretName: SECRET,
        domainPrefix: 'playhead-test',
        callbackOrigin: ORIGIN,
      },
    },
  })
  const tables = new Tables(stack, 'Tables', settings)
  const { pool, client } = new Members(stack, 'Members', { settings, tables })
  new CfnOutput(stack, 'UserPoolId', { value: pool.userPoolId })
  new CfnOutput(stack, 'ClientId', { value: client.userPoolClientId })
  new CfnOutput(stack, 'Table', { value: tables.configuration.tableName })
  ;(stack.node.root as App).synth()
}
const bringUp = async () => {
  running = await runAssembly({ assembly: join(place, 'assembly'), directory: join(place, 'state') })
}
const provider = () => ({ UserPoolId: running.outputs['UserPoolId'], ProviderName: 'Google' })
const details = async () => {
  const { cognito } = running.context.services
  const found = await cognito.send(new DescribeIdentityProviderCommand(provider()))
  return found.IdentityProvider?.ProviderDetails
}

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'playhead-members-'))
  google = await startOidcProvider()
  synthesize(join(place, 'assembly'))
  await bringUp()
})
afterAll(async () => {
  await running.stop()
  await google.stop()
  rmSync(place, { recursive: true, force: true })
})

test('a stage with Google comes up without its secret, and takes it once it is there', async () => {
  expect((await details())?.['client_secret']).toBe('the secret playhead/google is not here')
  const { secrets } = running.context.services
  await secrets.send(new CreateSecretCommand({ Name: SECRET, SecretString: CLIENT_SECRET }))
  await running.stop()
  await bringUp()
  expect((await details())?.['client_secret']).toBe(CLIENT_SECRET)
})

const signUp = (Username: string) =>
  running.context.services.cognito.send(
    new SignUpCommand({ ClientId: running.outputs['ClientId'], Username, Password: 'Correct horse 1!' }),
  )
const invite = (email: string) =>
  DynamoDBDocumentClient.from(running.context.services.dynamodb).send(
    new PutCommand({
      TableName: running.outputs['Table'],
      Item: { ...invitedKey(email, 'org_1'), v: 1, expiresAt: Math.floor(Date.now() / 1000) + 3_600 },
    }),
  )

test('who was not invited does not register, and who was does', async () => {
  await expect(signUp('eve@elsewhere.example')).rejects.toMatchObject({
    name: 'UserLambdaValidationException',
    message: 'PreSignUp failed with error registration-closed.',
  })
  await invite('ada@elsewhere.example')
  expect((await signUp('Ada@elsewhere.example')).UserConfirmed).toBe(false)
})

test('who comes from Google is asked for the domain, or for an invitation', async () => {
  const { cognito, environment } = running.context.services
  await cognito.send(
    new UpdateIdentityProviderCommand({
      ...provider(),
      ProviderDetails: { ...(await details()), client_id: CLIENT_ID, oidc_issuer: google.url },
    }),
  )
  const signIn = async (sub: string, email: string) => {
    google.state.claims = { sub, email, name: 'Somebody', email_verified: true }
    const visitor = browser(environment['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? '')
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: running.outputs['ClientId'] ?? '',
      redirect_uri: `${ORIGIN}/api/v1/auth/google/callback`,
      scope: 'openid email profile',
      identity_provider: 'Google',
    })
    const there = await visitor.go(`/oauth2/authorize?${query}`)
    const back = await visitor.go(there.location?.href ?? '')
    return (await visitor.go(back.location?.href ?? '')).location
  }
  const refused = await signIn('1', 'eve@elsewhere.example')
  expect(refused?.searchParams.get('error_description')).toBe(
    'PreSignUp failed with error domain-not-allowed. ',
  )
  await invite('guest@elsewhere.example')
  for (const [sub, email] of [
    ['2', 'grace@shop.example'],
    ['3', 'guest@elsewhere.example'],
  ] as const) {
    const location = await signIn(sub, email)
    expect(location?.origin).toBe(ORIGIN)
    expect(location?.searchParams.get('code')).not.toBeNull()
    const UserPoolId = running.outputs['UserPoolId']
    const user = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: `Google_${sub}` }))
    expect(user.UserAttributes).toContainEqual({ Name: 'email', Value: email })
  }
})
