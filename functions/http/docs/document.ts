// The one document that both routes tell.
import { openApiDocument } from '../../../core/api/open-api.ts'
import { operations } from '../../../core/api/operations.ts'
import { version } from '../../../package.json' with { type: 'json' }

export const document = openApiDocument(operations, version)
