// The members' side of the template: the pool and its trigger, the client and its tokens, Google.
import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { Members } from '../../lib/members.ts'
import { readSettings, type StageInput } from '../../lib/settings.ts'
import { Tables } from '../../lib/tables.ts'

const GOOGLE = {
  clientId: 'x.apps.googleusercontent.com',
  clientSecretName: 'playhead/google',
  domainPrefix: 'playhead-test',
}

const membersOf = (stage: StageInput = {}) => {
  const settings = readSettings('test', { test: stage })
  const stack = new Stack(new App(), 'Test')
  const members = new Members(stack, 'Members', { settings, tables: new Tables(stack, 'Tables', settings) })
  const url = JSON.stringify(stack.resolve(members.signInUrl) ?? null)
  return { members, url, template: Template.fromStack(stack) }
}
const only = (template: Template, type: string): [string, Record<string, unknown>] => {
  const [found, ...others] = Object.entries(template.findResources(type))
  expect(others, type).toEqual([])
  return [found?.[0] ?? '', found?.[1]['Properties'] ?? {}]
}
const environmentOf = (template: Template) =>
  (only(template, 'AWS::Lambda::Function')[1]['Environment'] as { Variables: Record<string, unknown> })
    .Variables

test('the pool asks its trigger, which Cognito may call for this pool alone', () => {
  const { template } = membersOf()
  const [trigger] = only(template, 'AWS::Lambda::Function')
  const [pool, properties] = only(template, 'AWS::Cognito::UserPool')
  const arn = { 'Fn::GetAtt': [trigger, 'Arn'] }
  expect(properties['LambdaConfig']).toEqual({ PreSignUp: arn })
  expect(only(template, 'AWS::Lambda::Permission')[1]).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: arn,
    Principal: 'cognito-idp.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [pool, 'Arn'] },
  })
  // Cognito itself lets anybody ask, so that those who were invited can.
  expect(properties['AdminCreateUserConfig']).toEqual({ AllowAdminCreateUserOnly: false })
})

test('the trigger reads the configuration table, answers before Cognito gives up, and knows the stage', () => {
  const { template } = membersOf({
    registration: { open: true, confirmEmail: false, federatedDomains: ['shop.example'] },
  })
  expect(only(template, 'AWS::Lambda::Function')[1]['Timeout']).toBe(5)
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'))
  expect(policies.match(/dynamodb:\w+/g)).toEqual(['dynamodb:Query'])
  expect(environmentOf(template)['CONFIGURATION_TABLE']).toHaveProperty('Ref')
  expect(JSON.parse(String(environmentOf(template)['REGISTRATION']))).toEqual({
    selfRegistration: true,
    confirmEmail: false,
    federatedDomains: ['shop.example'],
  })
})

test('a stage that says nothing is closed, and wants each address proved', () => {
  expect(JSON.parse(String(environmentOf(membersOf().template)['REGISTRATION']))).toEqual({
    selfRegistration: false,
    confirmEmail: true,
    federatedDomains: null,
  })
})

test('the client rotates refresh tokens with a grace period, and has no flow that would not', () => {
  const client = only(membersOf().template, 'AWS::Cognito::UserPoolClient')[1]
  expect(client).toMatchObject({
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    EnableTokenRevocation: true,
    PreventUserExistenceErrors: 'ENABLED',
  })
})

test('tokens live as long as the stage says', () => {
  const validity = ({ template }: ReturnType<typeof membersOf>) => {
    const client = only(template, 'AWS::Cognito::UserPoolClient')[1]
    return ['AccessTokenValidity', 'IdTokenValidity', 'RefreshTokenValidity'].map((name) => client[name])
  }
  const dayMinutes = 24 * 60
  expect(validity(membersOf())).toEqual([15, 15, 30 * dayMinutes])
  expect(validity(membersOf({ tokens: { accessMinutes: 1_440, refreshDays: 1 } }))).toEqual([
    dayMinutes,
    dayMinutes,
    dayMinutes,
  ])
})

test('without Google there is no sign-in host and no OAuth', () => {
  const { members, template } = membersOf()
  expect([members.signInUrl, members.google]).toEqual([undefined, undefined])
  template.resourceCountIs('AWS::Cognito::UserPoolDomain', 0)
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', { AllowedOAuthFlowsUserPoolClient: false })
})

test('with Google there is a sign-in host, and the address counts as Google says', () => {
  const { members, url, template } = membersOf({
    google: { ...GOOGLE, callbackOrigin: 'http://localhost:4300' },
  })
  expect(members.google).toEqual({ callbackUrl: 'http://localhost:4300/api/v1/auth/google/callback' })
  expect(url).toMatch(/https:\/\/.*\.auth\..*AWS::Region.*\.amazoncognito\.com/)
  expect(only(template, 'AWS::Cognito::UserPoolDomain')[1]).toMatchObject({ Domain: 'playhead-test' })
  expect(only(template, 'AWS::Cognito::UserPoolIdentityProvider')[1]).toMatchObject({
    AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
  })
  expect(only(template, 'AWS::Cognito::UserPoolClient')[1]).toMatchObject({
    SupportedIdentityProviders: ['COGNITO', 'Google'],
    AllowedOAuthFlows: ['code'],
    CallbackURLs: ['http://localhost:4300/api/v1/auth/google/callback'],
  })
})

test('members come back to the domain of the stage where there is one', () => {
  const domain = {
    dashboard: 'a.example.com',
    player: 'b.example.com',
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
  }
  const { members } = membersOf({ google: GOOGLE, domain })
  expect(members.google?.callbackUrl).toBe('https://a.example.com/api/v1/auth/google/callback')
})
