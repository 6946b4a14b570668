// A new key, before it is stored.
import { API_KEY_RANDOM_BYTES, type ApiKey, makeApiKey } from '../../../core/keys/api-key.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import type { NewKey } from '../../stores/api-keys.ts'

type Wish = Omit<NewKey, 'keyId'> & Pick<ApiKey, 'kind' | 'environment'>

export const makeKey = (
  random: (bytes: number) => Uint8Array,
  { kind, environment, ...made }: Wish,
): { key: ApiKey; made: NewKey } => ({
  key: { kind, environment, text: makeApiKey(kind, environment, random(API_KEY_RANDOM_BYTES)) },
  made: { ...made, keyId: makeId('key', random(RANDOM_ID_BYTES)) },
})
