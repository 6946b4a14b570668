// Compiles only while the package is what its declarations say.
import type * as built from '../src/package.ts'
import type * as builtServer from './create-server.ts'
import type * as declared from './index.d.ts'
import type * as declaredReact from './react.d.ts'
import type * as declaredServer from './server.d.ts'
import type * as builtReact from './use-presence.ts'

type Is<A extends B, B> = A

export type Checks = [
  Is<typeof built, Omit<typeof declared, 'UserTracker'>>,
  Is<typeof builtReact, typeof declaredReact>,
  Is<typeof builtServer, typeof declaredServer>,
  Is<built.UserTracker, declared.UserTracker>,
  Is<Required<built.TrackerOptions>, Required<declared.TrackerOptions>>,
  Is<Required<declared.TrackerOptions>, Required<built.TrackerOptions>>,
]
