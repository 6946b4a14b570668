// The frame around a member's screens: header, navigation, and the place where the screen goes.
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Header } from './header.tsx'
import classes from './shell.module.css'

export const Shell = () => {
  const main = useRef<HTMLElement>(null)
  const pathname = useRouterState({
    select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname,
  })
  const shown = useRef(pathname)

  // A new screen: keyboard and screen reader start at its beginning, as after a page load, unless it has
  // chosen a place itself. By now nothing of the screen before is left that could hold the focus.
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    if (!main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true })
  }, [pathname])

  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <Header />
      <main ref={main} id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </>
  )
}
