// Saved views of the session list.
import * as z from 'zod'
import {
  createViewSchema,
  updateViewSchema,
  viewAnswerSchema,
  viewIdSchema,
  viewListSchema,
} from '../views/saved-view.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Views'
const access = { kind: 'project', atLeast: 'viewer' } as const
const inPath = z.object({ viewId: viewIdSchema })

export const listViews = operation({
  method: 'GET',
  path: '/api/v1/views',
  id: 'listViews',
  chapter,
  summary: "Saved views: the project's shared ones and your own",
  access,
  query: inProject(),
  answers: { 200: viewListSchema },
})

export const createView = operation({
  method: 'POST',
  path: '/api/v1/views',
  id: 'createView',
  chapter,
  summary: 'Save filters of the session list under a name',
  description:
    'Filters are named as in the query of the session list, with `span` for one that ends now. Every member may keep their own; sharing one with the project needs an analyst.',
  access,
  query: inProject(),
  body: createViewSchema,
  answers: { 201: viewAnswerSchema },
  problems: [409],
  idempotent: true,
})

export const updateView = operation({
  method: 'PATCH',
  path: '/api/v1/views/{viewId}',
  id: 'updateView',
  chapter,
  summary: 'Rename a view, change its filters, share it or keep it to yourself',
  access,
  params: inPath,
  query: inProject(),
  body: updateViewSchema,
  answers: { 200: viewAnswerSchema },
  problems: [409],
})

export const deleteView = operation({
  method: 'DELETE',
  path: '/api/v1/views/{viewId}',
  id: 'deleteView',
  chapter,
  summary: 'Delete a view',
  access,
  params: inPath,
  query: inProject(),
  answers: { 204: null },
})
