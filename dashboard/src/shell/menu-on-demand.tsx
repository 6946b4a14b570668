// A button whose menu is fetched when somebody comes near it: what opens menus is a seventh of the first load.
import { cloneElement, type MouseEventHandler, type ReactElement, Suspense, useState } from 'react'

type ButtonProps = {
  onClick?: MouseEventHandler
  onPointerEnter?: () => void
  onFocus?: () => void
  'aria-haspopup'?: 'menu'
  'aria-expanded'?: boolean
}

type Props = {
  button: ReactElement<ButtonProps>
  /** Asks for the menu's part; asked again it is there. */
  fetchMenu: () => void
  /** The menu, opened as soon as it is there, with the button as its target. */
  children: ReactElement
}

export const MenuOnDemand = ({ button, fetchMenu, children }: Props) => {
  const [used, setUsed] = useState(false)
  const waiting = cloneElement(button, {
    onClick: () => setUsed(true),
    onPointerEnter: fetchMenu,
    onFocus: fetchMenu,
    'aria-haspopup': 'menu',
    'aria-expanded': false,
  })
  return used ? <Suspense fallback={waiting}>{children}</Suspense> : waiting
}
