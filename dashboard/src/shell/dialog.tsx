// A dialog of the browser's own: it keeps the focus inside, closes with Escape and gives the focus back.
// Mantine's writes style into the page, which the security policy refuses.
import { Title } from '@mantine/core'
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import classes from './dialog.module.css'

type Props = {
  title: string
  onClose: () => void
  children: ReactNode
  /** For texts that are read in lines. */
  wide?: boolean
}

/** Is open for as long as it is drawn. */
export const Dialog = ({ title, onClose, children, wide = false }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => {
      shown?.close()
      // What opened it may be gone by now: then the page itself takes the focus.
      setTimeout(() => {
        if (document.activeElement === document.body) document.getElementById('main')?.focus()
      })
    }
  }, [])

  return (
    <dialog
      ref={dialog}
      className={wide ? `${classes.dialog} ${classes.wide}` : classes.dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <Title order={2} size="h4" id={titleId}>
        {title}
      </Title>
      <div className={classes.body}>{children}</div>
    </dialog>
  )
}

export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className={classes.actions}>{children}</div>
)
