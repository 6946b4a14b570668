// An entry of a menu that is a link: it opens in a new tab as any link does.
import { Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Html = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof MenuItemProps>

export const MenuLink = createLink((props: MenuItemProps & Html & { ref?: Ref<HTMLAnchorElement> }) => (
  <Menu.Item component="a" {...props} />
))
