// The package's types are written by hand, since they stand alone: what they promise is what the part takes and gives.
import { expectTypeOf, test } from 'vitest'
import type * as promised from '../../../../tracker/package/index.d.ts'
import type * as real from '../../../../tracker/src/presence/options.ts'

test('what the package promises of presence is what the part takes and gives', () => {
  expectTypeOf<promised.PresenceOptions>().toEqualTypeOf<real.PresenceOptions>()
  expectTypeOf<promised.Presence>().toEqualTypeOf<real.Presence>()
  expectTypeOf<promised.PresenceUpdate>().toEqualTypeOf<real.PresenceUpdate>()
  expectTypeOf<promised.PresenceMessage>().toEqualTypeOf<real.PresenceMessage>()
})
