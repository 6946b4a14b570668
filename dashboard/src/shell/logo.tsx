// The mark: the head of a player on its time line.
export const Logo = ({ size = 24 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="8" fill="var(--mantine-primary-color-filled)" />
    <path d="M10 7.5h12v6.2L16 19l-6-5.3z" fill="#fff" />
    <path d="M14.9 17.5h2.2V26h-2.2z" fill="#fff" />
  </svg>
)
