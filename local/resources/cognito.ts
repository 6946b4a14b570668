// AWS::Cognito::*: the user pool, its clients, its sign-in host and its identity providers.
import {
  CreateIdentityProviderCommand,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  CreateUserPoolDomainCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  type IdentityProviderTypeType,
  ResourceNotFoundException,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Provider } from '../context.ts'

/** Resolves to undefined where there is no such thing, or not any more. */
const found = async <T>(look: Promise<T>): Promise<T | undefined> => {
  try {
    return await look
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

export const cognitoUserPool: Provider = async ({ logicalId, properties }, context) => {
  const client = context.services.cognito
  const known = context.names.get(logicalId)
  const existing = known && (await found(client.send(new DescribeUserPoolCommand({ UserPoolId: known }))))
  // CloudFormation and the API name nearly everything alike; the rest of the name is ours to fill in.
  const { UserPoolName, EnabledMfas: _mfas, UserPoolTags: _tags, ...settings } = properties
  const input = {
    PoolName: UserPoolName ?? `${context.stackName}-${logicalId}`,
    ...settings,
  } as CreateUserPoolCommandInput
  if (existing) await client.send(new UpdateUserPoolCommand({ ...changeable(input), UserPoolId: known }))
  const made = existing ? undefined : await client.send(new CreateUserPoolCommand(input))
  const id = made?.UserPool?.Id ?? known ?? ''
  context.names.set(logicalId, id)
  return {
    ref: id,
    attributes: {
      Arn: `arn:${context.partition}:cognito-idp:${context.region}:${context.accountId}:userpool/${id}`,
      UserPoolId: id,
      ProviderName: `cognito-idp.${context.region}.${context.urlSuffix}/${id}`,
      ProviderURL: `https://cognito-idp.${context.region}.${context.urlSuffix}/${id}`,
    },
  }
}

/** How members are named is settled when a pool is made; everything else may change with the template. */
const changeable = ({
  Schema: _schema,
  UsernameAttributes: _usernames,
  AliasAttributes: _aliases,
  UsernameConfiguration: _configuration,
  ...settings
}: CreateUserPoolCommandInput) => settings

export const cognitoUserPoolClient: Provider = async ({ logicalId, properties }, context) => {
  const client = context.services.cognito
  const input = { ClientName: logicalId, ...properties } as CreateUserPoolClientCommandInput
  const known = context.names.get(logicalId)
  const existing =
    known &&
    (await found(
      client.send(new DescribeUserPoolClientCommand({ UserPoolId: input.UserPoolId, ClientId: known })),
    ))
  let id = known ?? ''
  if (existing)
    await client.send(new UpdateUserPoolClientCommand({ ...withoutSecret(input), ClientId: known }))
  else id = (await client.send(new CreateUserPoolClientCommand(input))).UserPoolClient?.ClientId ?? ''
  context.names.set(logicalId, id)
  return { ref: id, attributes: { ClientId: id } }
}

const withoutSecret = ({ GenerateSecret: _secret, ...input }: CreateUserPoolClientCommandInput) => input

export const cognitoUserPoolDomain: Provider = async ({ logicalId, properties }, context) => {
  const Domain = String(properties['Domain'])
  if (context.names.get(logicalId) !== Domain) {
    await context.services.cognito.send(
      new CreateUserPoolDomainCommand({ Domain, UserPoolId: String(properties['UserPoolId']) }),
    )
    context.names.set(logicalId, Domain)
  }
  return { ref: Domain }
}

export const cognitoIdentityProvider: Provider = async ({ logicalId, properties }, context) => {
  const ProviderName = String(properties['ProviderName'])
  const given = {
    UserPoolId: String(properties['UserPoolId']),
    ProviderName,
    ProviderDetails: properties['ProviderDetails'] as Record<string, string>,
    AttributeMapping: properties['AttributeMapping'] as Record<string, string> | undefined,
  }
  const ProviderType = properties['ProviderType'] as IdentityProviderTypeType
  const client = context.services.cognito
  if (context.names.get(logicalId) === ProviderName)
    await client.send(new UpdateIdentityProviderCommand(given))
  else await client.send(new CreateIdentityProviderCommand({ ...given, ProviderType }))
  context.names.set(logicalId, ProviderName)
  return { ref: ProviderName }
}
