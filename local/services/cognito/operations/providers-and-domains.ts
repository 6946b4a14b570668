// External identity providers and the domain of the login pages.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import type { Provider } from '../records.ts'
import { seconds } from './shapes.ts'

const pooled = { UserPoolId: z.string() }
const named = z.object({ ...pooled, ProviderName: z.string() })
const details = {
  ProviderDetails: z.record(z.string(), z.string()).optional(),
  AttributeMapping: z.record(z.string(), z.string()).optional(),
  IdpIdentifiers: z.array(z.string()).optional(),
}
const domainIn = z.object({ ...pooled, Domain: z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/) })

const describe = (pool: Pool, provider: Provider) => ({
  UserPoolId: pool.id,
  ProviderName: provider.name,
  ProviderType: provider.type,
  ProviderDetails: provider.details,
  AttributeMapping: provider.mapping,
  IdpIdentifiers: provider.identifiers,
  CreationDate: seconds(provider.createdAt),
  LastModifiedDate: seconds(provider.modifiedAt),
})

const find = (pool: Pool, name: string): Provider => {
  const provider = pool.providers.get(name)
  if (!provider)
    throw new ServiceError('ResourceNotFoundException', `Identity provider ${name} does not exist.`)
  return provider
}

const checkDetails = (type: string, given: Record<string, string>): Record<string, string> => {
  const needed =
    type === 'OIDC' ? ['client_id', 'oidc_issuer', 'authorize_scopes'] : ['client_id', 'authorize_scopes']
  const missing = needed.find((name) => !given[name])
  if (missing)
    throw new ServiceError('InvalidParameterException', `The provider detail ${missing} is required.`)
  return given
}

export const providerOperations = ({ pools, now }: Cognito): Operations => ({
  CreateIdentityProvider: operation(
    z.object({
      ...pooled,
      ...details,
      ProviderName: z.string().regex(/^[^_\s][^_]{0,31}$/),
      ProviderType: z.enum(['OIDC', 'Google'], 'Only OIDC and Google are offered by this service'),
      ProviderDetails: z.record(z.string(), z.string()),
    }),
    (input) => {
      const pool = pools.get(input.UserPoolId)
      if (pool.providers.get(input.ProviderName)) {
        throw new ServiceError(
          'DuplicateProviderException',
          `A provider with the name ${input.ProviderName} already exists in this user pool.`,
        )
      }
      const provider: Provider = {
        name: input.ProviderName,
        type: input.ProviderType,
        details: checkDetails(input.ProviderType, input.ProviderDetails),
        mapping: { username: 'sub', ...input.AttributeMapping },
        identifiers: input.IdpIdentifiers ?? [],
        createdAt: now(),
        modifiedAt: now(),
      }
      pool.providers.put(provider.name, provider)
      return { IdentityProvider: describe(pool, provider) }
    },
  ),

  DescribeIdentityProvider: operation(named, ({ UserPoolId, ProviderName }) => {
    const pool = pools.get(UserPoolId)
    return { IdentityProvider: describe(pool, find(pool, ProviderName)) }
  }),

  UpdateIdentityProvider: operation(named.extend(details), (input) => {
    const pool = pools.get(input.UserPoolId)
    const known = find(pool, input.ProviderName)
    const provider: Provider = {
      ...known,
      details: checkDetails(known.type, input.ProviderDetails ?? known.details),
      mapping: input.AttributeMapping ? { username: 'sub', ...input.AttributeMapping } : known.mapping,
      identifiers: input.IdpIdentifiers ?? known.identifiers,
      modifiedAt: now(),
    }
    pool.providers.put(provider.name, provider)
    return { IdentityProvider: describe(pool, provider) }
  }),

  DeleteIdentityProvider: operation(named, ({ UserPoolId, ProviderName }) => {
    const pool = pools.get(UserPoolId)
    pool.providers.delete(find(pool, ProviderName).name)
    return {}
  }),

  ListIdentityProviders: operation(z.object(pooled), ({ UserPoolId }) => ({
    Providers: [...pools.get(UserPoolId).providers.rows()].map((provider) => ({
      ProviderName: provider.name,
      ProviderType: provider.type,
      CreationDate: seconds(provider.createdAt),
      LastModifiedDate: seconds(provider.modifiedAt),
    })),
  })),

  CreateUserPoolDomain: operation(domainIn, ({ UserPoolId, Domain }) => {
    const pool = pools.get(UserPoolId)
    if (pools.all().some((other) => other.domains.get(Domain))) {
      throw new ServiceError('InvalidParameterException', 'Domain already associated with another user pool.')
    }
    if (pool.domains.size > 0) {
      throw new ServiceError('InvalidParameterException', `${UserPoolId} already has a domain configured.`)
    }
    pool.domains.put(Domain, { name: Domain })
    return {}
  }),

  DescribeUserPoolDomain: operation(z.object({ Domain: z.string() }), ({ Domain }) => {
    const pool = pools.all().find((candidate) => candidate.domains.get(Domain))
    return { DomainDescription: pool ? { Domain, UserPoolId: pool.id, Status: 'ACTIVE' } : {} }
  }),

  DeleteUserPoolDomain: operation(domainIn, ({ UserPoolId, Domain }) => {
    const pool = pools.get(UserPoolId)
    if (!pool.domains.get(Domain)) {
      throw new ServiceError('InvalidParameterException', 'No such domain or user pool exists.')
    }
    pool.domains.delete(Domain)
    return {}
  }),
})
