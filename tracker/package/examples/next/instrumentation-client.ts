// Next.js (15.3 and later) runs this file in the browser before the app starts; pages and the App Router need no more.
// Steps between pages are page views by themselves. On the server the package does nothing.
import { UserTracker } from '@playhead/tracker'

declare const process: { env: { NEXT_PUBLIC_PLAYHEAD_KEY: string; NEXT_PUBLIC_PLAYHEAD_URL: string } }

UserTracker.init({
  key: process.env.NEXT_PUBLIC_PLAYHEAD_KEY,
  apiUrl: `${process.env.NEXT_PUBLIC_PLAYHEAD_URL}/api/v1`,
})
