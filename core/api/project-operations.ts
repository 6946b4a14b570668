// Projects, their keys, and how much they are used.
import * as z from 'zod'
import {
  createdKeySchema,
  createKeySchema,
  keyAnswerSchema,
  keyIdSchema,
  keyListSchema,
  regenerateKeySchema,
} from '../keys/project-key.ts'
import {
  createdProjectSchema,
  createProjectSchema,
  projectAnswerSchema,
  projectListSchema,
  updateProjectSchema,
} from '../projects/project.ts'
import { projectIdSchema } from '../projects/project-id.ts'
import { usageSchema } from '../usage/usage.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const inPath = z.object({ projectId: projectIdSchema })

export const listProjects = operation({
  method: 'GET',
  path: '/api/v1/projects',
  id: 'listProjects',
  chapter: 'Projects',
  summary: 'The projects of all your organisations',
  access: { kind: 'member' },
  answers: { 200: projectListSchema },
})

export const createProject = operation({
  method: 'POST',
  path: '/api/v1/projects',
  id: 'createProject',
  chapter: 'Projects',
  summary: 'Make a project with its first two keys',
  description: 'Admins of the organisation may. The secret key is answered this once.',
  access: { kind: 'member' },
  body: createProjectSchema,
  answers: { 201: createdProjectSchema },
  problems: [403, 404, 409],
  idempotent: true,
})

export const getProject = operation({
  method: 'GET',
  path: '/api/v1/projects/{projectId}',
  id: 'getProject',
  chapter: 'Projects',
  summary: 'One project with its settings',
  access: { kind: 'project', atLeast: 'viewer' },
  params: inPath,
  answers: { 200: projectAnswerSchema },
})

export const updateProject = operation({
  method: 'PATCH',
  path: '/api/v1/projects/{projectId}',
  id: 'updateProject',
  chapter: 'Projects',
  summary: "Change a project's settings",
  description: 'What is not named stays. The ingest follows within a minute.',
  access: { kind: 'project', atLeast: 'admin' },
  params: inPath,
  body: updateProjectSchema,
  answers: { 200: projectAnswerSchema },
})

export const deleteProject = operation({
  method: 'DELETE',
  path: '/api/v1/projects/{projectId}',
  id: 'deleteProject',
  chapter: 'Projects',
  summary: 'Delete a project',
  description:
    'It is gone for everybody at once, and its keys work no more within a minute. What it stored goes as its retention ends.',
  access: { kind: 'project', atLeast: 'owner' },
  params: inPath,
  answers: { 204: null },
})

export const showUsage = operation({
  method: 'GET',
  path: '/api/v1/projects/{projectId}/usage',
  id: 'showUsage',
  chapter: 'Projects',
  summary: 'Requests and events by day and by key',
  access: { kind: 'project', atLeast: 'viewer' },
  params: inPath,
  query: z.object({ days: z.coerce.number().int().min(1).max(90).default(30) }),
  answers: { 200: usageSchema },
})

export const listKeys = operation({
  method: 'GET',
  path: '/api/v1/keys',
  id: 'listKeys',
  chapter: 'Keys',
  summary: 'The keys of a project',
  access: { kind: 'project', atLeast: 'analyst' },
  query: inProject(),
  answers: { 200: keyListSchema },
})

export const createKey = operation({
  method: 'POST',
  path: '/api/v1/keys',
  id: 'createKey',
  chapter: 'Keys',
  summary: 'Make a key',
  description: 'The key itself is answered as `secret`, this once.',
  access: { kind: 'project', atLeast: 'admin' },
  query: inProject(),
  body: createKeySchema,
  answers: { 201: createdKeySchema },
  problems: [409],
  idempotent: true,
})

const keyInPath = z.object({ keyId: keyIdSchema })

export const getKey = operation({
  method: 'GET',
  path: '/api/v1/keys/{keyId}',
  id: 'getKey',
  chapter: 'Keys',
  summary: 'One key',
  access: { kind: 'project', atLeast: 'analyst' },
  params: keyInPath,
  query: inProject(),
  answers: { 200: keyAnswerSchema },
})

export const regenerateKey = operation({
  method: 'POST',
  path: '/api/v1/keys/{keyId}/regenerate',
  id: 'regenerateKey',
  chapter: 'Keys',
  summary: 'Give a key a new text',
  description: 'The old text works on for the grace: a day unless told otherwise, 0 to 168 hours.',
  access: { kind: 'project', atLeast: 'admin' },
  params: keyInPath,
  query: inProject(),
  body: regenerateKeySchema,
  answers: { 201: createdKeySchema },
  problems: [409],
  idempotent: true,
})

export const revokeKey = operation({
  method: 'DELETE',
  path: '/api/v1/keys/{keyId}',
  id: 'revokeKey',
  chapter: 'Keys',
  summary: 'Revoke a key for good',
  description: 'It works no more within a minute, everywhere. Revoking it again changes nothing.',
  access: { kind: 'project', atLeast: 'admin' },
  params: keyInPath,
  query: inProject(),
  answers: { 204: null },
})
