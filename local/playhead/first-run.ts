// The first start's gift: a member, a project and its keys, made the way any other would be, and kept in local.json.
import { randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { readJsonFile } from '../read-json-file.ts'
import type { Running } from '../run-assembly.ts'
import type { Ports } from './ports.ts'

/** What a person or a script needs to use the local system; written to `.playhead/local.json`. */
export type LocalAccess = {
  url: string
  wsUrl: string
  playerUrl: string
  demoUrl: string
  projectId: string
  publishableKey: string
  secretKey: string
  member: { email: string; password: string }
}

const EMAIL = 'you@playhead.local'

const addresses = (ports: Ports) => ({
  url: `http://localhost:${ports.edge}`,
  wsUrl: `ws://localhost:${ports.edge}/ws`,
  playerUrl: `http://localhost:${ports.player}`,
  demoUrl: `http://localhost:${ports.demo}`,
})

/** Readable by its owner alone: it holds a password and a secret key. */
const write = (file: string, access: LocalAccess): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const post = async <T>(url: string, body: object, accessToken?: string): Promise<T> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`POST ${new URL(url).pathname} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

const createMember = async (running: Running): Promise<LocalAccess['member']> => {
  const { cognito } = running.context.services
  const UserPoolId = running.outputs['UserPoolId']
  // One character of each kind first, since the pool asks for all of them.
  const password = `Aa1-${randomBytes(12).toString('base64url')}`
  const made = await cognito
    .send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: EMAIL,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: EMAIL },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    )
    // A first start that was cut off may have made the member already.
    .catch((error: Error) => (error.name === 'UsernameExistsException' ? undefined : Promise.reject(error)))
  const Username = made?.User?.Username ?? EMAIL
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }),
  )
  return { email: EMAIL, password }
}

export const prepareAccess = async (
  directory: string,
  running: Running,
  ports: Ports,
): Promise<LocalAccess> => {
  const file = join(directory, 'local.json')
  const before = readJsonFile<LocalAccess>(file)
  if (before) {
    const access = { ...before, ...addresses(ports) }
    write(file, access)
    return access
  }
  const { url, ...others } = addresses(ports)
  const member = await createMember(running)
  const { accessToken } = await post<{ accessToken: string }>(`${url}/api/v1/auth/login`, member)
  const { organisation } = await post<{ organisation: { organisationId: string } }>(
    `${url}/api/v1/organisations`,
    { name: 'Fern & Oak' },
    accessToken,
  )
  const { project, secretKey } = await post<{
    project: { projectId: string; publishableKey: string }
    secretKey: string
  }>(
    `${url}/api/v1/projects`,
    {
      organisationId: organisation.organisationId,
      name: 'Fern & Oak (demo shop)',
      // Whatever port the demo moves to, and whatever else is tried out on this machine.
      origins: ['http://localhost:*', 'http://127.0.0.1:*'],
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    accessToken,
  )
  const { projectId, publishableKey } = project
  const access = { url, ...others, projectId, publishableKey, secretKey, member }
  write(file, access)
  return access
}
