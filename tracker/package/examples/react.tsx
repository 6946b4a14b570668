// React: the tracker runs as long as the app is there, in strict mode too.
import { type TrackerOptions, UserTracker } from '@playhead/tracker'
import { type ReactNode, useEffect, useState } from 'react'

type Props = { options: TrackerOptions; children: ReactNode }

/** Around the app, once. */
export const Tracked = ({ options, children }: Props) => {
  // Other options later would be another tracker: those of the first render stand.
  const [first] = useState(options)
  useEffect(() => {
    UserTracker.init(first)
    return () => UserTracker.stop()
  }, [first])
  return children
}

/** Anywhere below it. */
export const BuyButton = ({ plant }: { plant: string }) => (
  <button type="button" onClick={() => UserTracker.track('add_to_cart', { plant })}>
    Buy
  </button>
)
