// A menu that was fetched because its button was pressed: it opens at once, and gives the focus back to the button.
import { Menu, type MenuProps } from '@mantine/core'
import { cloneElement, type ReactElement, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'

export type MenuButton = ReactElement<{ ref?: Ref<HTMLButtonElement> }>

type Props = Omit<MenuProps, 'opened' | 'onChange'> & {
  button: MenuButton
  children: ReactNode
}

export const FetchedMenu = ({ button, children, ...menu }: Props) => {
  const [opened, setOpened] = useState(false)
  const target = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    target.current?.focus()
    setOpened(true)
  }, [])
  return (
    <Menu opened={opened} onChange={setOpened} {...menu}>
      <Menu.Target>{cloneElement(button, { ref: target })}</Menu.Target>
      {children}
    </Menu>
  )
}
