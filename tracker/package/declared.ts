// Compiles only while the package is what its declarations say.
import type * as built from '../src/package.ts'
import type * as declared from './index.d.ts'

type Is<A extends B, B> = A

export type Checks = [
  Is<typeof built, Omit<typeof declared, 'UserTracker'>>,
  Is<built.UserTracker, declared.UserTracker>,
  Is<Required<built.TrackerOptions>, Required<declared.TrackerOptions>>,
  Is<Required<declared.TrackerOptions>, Required<built.TrackerOptions>>,
]
