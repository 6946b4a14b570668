// A screenshot, once its image is there; until then, and if it cannot be had, an empty place of its size.
import { VisuallyHidden } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { TakenScreenshot } from '../../../../core/screenshots/screenshot.ts'
import classes from './picture.module.css'
import type { PictureSize, PictureStore } from './picture-store.ts'

type Props = {
  store: PictureStore | null
  picture: TakenScreenshot
  size: PictureSize
  alt: string
}

export const Picture = ({ store, picture, size, alt }: Props) => {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let isWanted = true
    setUrl(null)
    store?.url(picture, size).then(
      (loaded) => isWanted && setUrl(loaded),
      // A picture less: the place stays empty, and says by its words what it would show.
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [store, picture, size])
  return url === null ? (
    <span className={classes.empty}>{alt && <VisuallyHidden>{alt}</VisuallyHidden>}</span>
  ) : (
    <img className={classes.picture} data-size={size} src={url} alt={alt} draggable={false} />
  )
}
