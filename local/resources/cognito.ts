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
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context, Provider } from '../context.ts'

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
  const made = existing
    ? undefined
    : await client.send(
        new CreateUserPoolCommand({
          PoolName: UserPoolName ?? `${context.stackName}-${logicalId}`,
          ...settings,
        } as CreateUserPoolCommandInput),
      )
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

/** Made once: a second start finds it. */
const once = async (logicalId: string, context: Context, make: () => Promise<unknown>): Promise<void> => {
  if (context.names.get(logicalId)) return
  await make()
  context.names.set(logicalId, 'made')
}

export const cognitoUserPoolDomain: Provider = async ({ logicalId, properties }, context) => {
  const Domain = String(properties['Domain'])
  await once(logicalId, context, () =>
    context.services.cognito.send(
      new CreateUserPoolDomainCommand({ Domain, UserPoolId: String(properties['UserPoolId']) }),
    ),
  )
  return { ref: Domain }
}

export const cognitoIdentityProvider: Provider = async ({ logicalId, properties }, context) => {
  const ProviderName = String(properties['ProviderName'])
  await once(logicalId, context, () =>
    context.services.cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId: String(properties['UserPoolId']),
        ProviderName,
        ProviderType: properties['ProviderType'] as IdentityProviderTypeType,
        ProviderDetails: properties['ProviderDetails'] as Record<string, string>,
        AttributeMapping: properties['AttributeMapping'] as Record<string, string> | undefined,
      }),
    ),
  )
  return { ref: ProviderName }
}
