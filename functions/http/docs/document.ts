// The one document that both routes tell.
import { openApiDocument } from '../../../core/api/open-api.ts'
import { operations } from '../../../core/api/operations.ts'

export const document = openApiDocument(operations)
